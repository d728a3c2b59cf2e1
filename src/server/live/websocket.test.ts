import { once } from 'node:events';
import { request } from 'node:http';
import { connect, type Socket } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import { until } from '../../../test/clients/live-client.ts';
import { person, type TestPerson } from '../../../test/gateway/people.ts';
import { share } from '../../../test/gateway/sharing.ts';
import { useGateway } from '../../../test/gateway/test-gateway.ts';
import { drinks, wholeLog } from '../../../test/live/log.ts';
import { following, rawSocket, type RawSocket } from '../../../test/live/raw-socket.ts';
import { scopes } from '../../platform/scopes.ts';

const requestsPerMinute = 200;
const gateway = useGateway({ REQUESTS_PER_MINUTE: String(requestsPerMinute) });

async function couple(wishes: object = {}): Promise<{ ann: TestPerson; bob: TestPerson }> {
  const [ann, bob] = [await person(gateway), await person(gateway, { name: 'Bob', ...wishes })];
  await share(ann, bob, { notify: ['WATER'] });
  return { ann, bob };
}

/** Bob follows on one socket while something happens on another. @returns what he is told afterwards, or why his was closed */
async function meanwhile(act: (bob: TestPerson) => Promise<unknown>): Promise<unknown> {
  const { ann, bob } = await couple();
  const socket = await rawSocket(gateway.url, bob.token);
  socket.follows('a');
  await until(() => gateway.live().followed > 0);
  await act(bob);
  await drinks(ann);
  await until(() => socket.told('a').length === 1 || socket.ending() !== undefined);
  const told = socket.ending() ?? socket.told('a').map(({ category }) => category);
  socket.socket.close();
  await until(() => gateway.live().connections === 0 && gateway.live().followed === 0);
  return told;
}
/** What Bob is told whatever others do. */
const unharmed = ['WATER'];

const init = (token: string) => ({ type: 'connection_init', payload: { authorization: `Bearer ${token}` } });
const subscription = { id: 'a', type: 'subscribe', payload: { query: following('id') } };

describe('a connection is closed, and no other with it, when', () => {
  const wrong: [string, number, (socket: RawSocket, bob: TestPerson) => void][] = [
    ['its token is none', 4403, ({ say }) => say(init('vg_pt_nobody'))],
    ['its token is no text', 4403, ({ say }) => say({ type: 'connection_init', payload: { authorization: { a: 1 } } })],
    ['it has no token', 4403, ({ say }) => say({ type: 'connection_init' })],
    ['it does not introduce itself', 4408, () => {}],
    [
      'it introduces itself twice',
      4429,
      ({ say }, bob) => {
        say(init(bob.token));
        say(init(bob.token));
      },
    ],
    ['it subscribes before it has introduced itself', 4401, ({ say }) => say(subscription)],
    [
      'it subscribes before it was let in',
      4401,
      ({ say }, bob) => {
        say(init(bob.token));
        say(subscription);
      },
    ],
    ['it sends what is no JSON', 4400, ({ say }) => say('{')],
    ['it sends bytes', 4400, ({ say }) => say(Buffer.from([0xff, 0x00, 0xfe]))],
    ['it sends what is no message', 4400, ({ say }) => say('[]')],
    ['it sends a message of an unknown type', 4400, ({ say }) => say({ type: 'start', id: 'a' })],
    ['it sends a subscription without an id', 4400, ({ say }) => say({ type: 'subscribe', payload: {} })],
    [
      'its variables are no object',
      4400,
      ({ say }) => say({ id: 'a', type: 'subscribe', payload: { query: following('id'), variables: [] } }),
    ],
    ['it sends more than 128 KiB', 1009, ({ say }) => say(' '.repeat(128 * 1024 + 1))],
    [
      'it sends a frame that is none',
      1002,
      ({ socket }) => (socket as unknown as { _socket: Socket })._socket.write(Buffer.from([0xff, 0xff, 0xff, 0xff])),
    ],
  ];
  test.each(wrong)('%s', async (_what, code, act) => {
    const told = await meanwhile(async (bob) => {
      const other = await rawSocket(gateway.url);
      act(other, bob);
      expect((await other.closed).code).toBe(code);
    });
    expect(told).toEqual(unharmed);
  });

  test('it uses an id twice at once', async () => {
    const told = await meanwhile(async (bob) => {
      const other = await rawSocket(gateway.url, bob.token);
      other.follows('a');
      other.follows('a');
      expect((await other.closed).code).toBe(4409);
    });
    expect(told).toEqual(unharmed);
  });

  test('it speaks another protocol', async () => {
    const told = await meanwhile(async () => {
      const asked = request(`${gateway.url}/graphql`, {
        headers: {
          connection: 'upgrade',
          upgrade: 'websocket',
          'sec-websocket-version': '13',
          'sec-websocket-key': 'AAAAAAAAAAAAAAAAAAAAAA==',
          'sec-websocket-protocol': 'graphql-ws',
        },
      });
      asked.end();
      const [, socket, head] = (await once(asked, 'upgrade')) as [unknown, Socket, Buffer];
      // A frame that closes, with its code in the two bytes behind its head.
      const [frame] = head.length > 0 ? [head] : ((await once(socket, 'data')) as [Buffer]);
      expect([frame[0], frame.readUInt16BE(2)]).toEqual([0x88, 4406]);
      socket.destroy();
    });
    expect(told).toEqual(unharmed);
  });
});

describe('what is refused of a subscription leaves its connection as it was:', () => {
  const refusals: [string, object, { message: string; code: string }][] = [
    [
      'a query',
      { query: '{ viewer { id } }' },
      { message: 'Only subscriptions are taken here', code: 'BAD_USER_INPUT' },
    ],
    [
      'a mutation',
      { query: 'mutation { deleteWater(input: { id: "a" }) { deletedId } }' },
      { message: 'Only subscriptions are taken here', code: 'BAD_USER_INPUT' },
    ],
    ['what is no GraphQL', { query: 'subscription {' }, { message: 'Syntax Error', code: 'BAD_USER_INPUT' }],
    [
      'two fields',
      { query: 'subscription { a: notificationAdded { id } b: notificationAdded { id } }' },
      { message: 'must select only one top level field', code: 'BAD_USER_INPUT' },
    ],
    [
      'more than may be asked',
      { query: following(Array.from({ length: 40 }, (_, index) => `a${index}: id`).join(' ')) },
      { message: 'too many aliases', code: 'BAD_USER_INPUT' },
    ],
    [
      'an unknown variable type',
      { query: following('id'), variables: { after: 5 } },
      { message: 'after', code: 'BAD_USER_INPUT' },
    ],
    [
      'an operation that is not there',
      { query: following('id'), operationName: 'Other' },
      { message: 'operationName', code: 'BAD_USER_INPUT' },
    ],
  ];
  test.each(refusals)('%s', async (_what, payload, { message, code }) => {
    const { ann, bob } = await couple();
    const socket = await rawSocket(gateway.url, bob.token);
    socket.say({ id: 'wrong', type: 'subscribe', payload });
    const { payload: errors } = await socket.hears('error', 'wrong');
    expect(errors).toMatchObject([{ message: expect.stringContaining(message), extensions: { code } }]);
    socket.follows('right');
    await until(() => gateway.live().followed === 1);
    await drinks(ann);
    await until(() => socket.told('right').length === 1);
    socket.socket.close();
    await until(() => gateway.live().followed === 0);
  });

  test('that notifications may not be read with the token', async () => {
    const { bob } = await couple({ scopes: scopes.filter((scope) => scope !== 'notifications:read') });
    const socket = await rawSocket(gateway.url, bob.token);
    socket.follows('a');
    const { payload } = await socket.hears('next', 'a');
    expect(payload).toEqual({
      errors: [
        expect.objectContaining({
          message: 'This needs a token with the scope notifications:read.',
          extensions: { code: 'FORBIDDEN' },
        }),
      ],
    });
    await socket.hears('complete', 'a');
    expect(gateway.live().followed).toBe(0);
    socket.socket.close();
  });
});

describe('of subscriptions', () => {
  test('20 go on beside a 21st that is refused, and one that is completed makes room', async () => {
    const { ann, bob } = await couple();
    const socket = await rawSocket(gateway.url, bob.token);
    const ids = Array.from({ length: 20 }, (_, index) => `a${index}`);
    await drinks(ann);
    const [place] = await wholeLog(bob);
    for (const id of ids) socket.follows(id, place);
    await until(() => ids.every((id) => socket.told(id).length === 1));
    socket.follows('b', place);
    const { payload } = await socket.hears('next', 'b');
    expect(payload).toMatchObject({
      errors: [{ message: 'At most 20 subscriptions may be open at once.', extensions: { code: 'BAD_USER_INPUT' } }],
    });
    socket.say({ id: 'a0', type: 'complete' });
    socket.follows('c', place);
    await drinks(ann);
    await until(() => [...ids.slice(1), 'c'].every((id) => socket.told(id).length === 2));
    expect(socket.told('a0')).toHaveLength(1);
    socket.socket.close();
    await until(() => gateway.live().followed === 0);
  });

  test('those that are completed before they began do not outlive their connection', async () => {
    const { bob } = await couple();
    const socket = await rawSocket(gateway.url, bob.token);
    for (let time = 0; time < 10; time += 1) {
      socket.follows('a');
      socket.say({ id: 'a', type: 'complete' });
    }
    socket.follows('a');
    await until(() => gateway.live().followed === 1);
    socket.socket.close();
    await until(() => gateway.live().connections === 0);
    expect(gateway.live().followed).toBe(0);
  });

  test('each counts as a request of its token', async () => {
    const { bob } = await couple();
    const socket = await rawSocket(gateway.url, bob.token);
    for (let time = 0; time < requestsPerMinute; time += 1) {
      socket.follows(`a${time}`);
      socket.say({ id: `a${time}`, type: 'complete' });
    }
    socket.follows('last');
    const { payload } = await socket.hears('error', 'last');
    expect(payload).toMatchObject([{ extensions: { code: 'RATE_LIMITED' } }]);
    expect(socket.ending()).toBeUndefined();
    socket.socket.close();
  });
});

describe('whoever comes to the door and does not come in', () => {
  const half = async (text: string): Promise<Socket> => {
    const { hostname, port } = new URL(gateway.url);
    const socket = connect(Number(port), hostname);
    onTestFinished(() => void socket.destroy());
    socket.on('error', () => socket.destroy());
    await once(socket, 'connect');
    socket.write(text);
    return socket;
  };
  const upgrade = (path: string, rest = '') =>
    `GET ${path} HTTP/1.1\r\nhost: a\r\nconnection: upgrade\r\nupgrade: websocket\r\nsec-websocket-version: 13\r\n${rest}`;
  const key = 'sec-websocket-key: AAAAAAAAAAAAAAAAAAAAAA==\r\nsec-websocket-protocol: graphql-transport-ws\r\n';

  test('gets the answer of any request at another path', async () => {
    const socket = await half(upgrade('/graphql/other', `${key}\r\n`));
    const [answer] = (await once(socket, 'data')) as [Buffer];
    expect(answer.toString()).toMatch(/^HTTP\/1.1 404 [^]*"NOT_FOUND"/);
    socket.destroy();
  });

  test('gets an answer when it would rather speak HTTP/2, as Java’s client does', async () => {
    const asked = request(`${gateway.url}/graphql?query={__typename}`, {
      headers: {
        connection: 'Upgrade, HTTP2-Settings',
        upgrade: 'h2c',
        'http2-settings': 'AAEAAEAAAAIAAAABAAMAAABkAAQBAAAAAAUAAEAA',
        'apollo-require-preflight': '1',
      },
    });
    asked.end();
    const [answer] = (await once(asked, 'response')) as [NodeJS.ReadableStream & { statusCode: number }];
    expect([answer.statusCode, String(await new Response(answer as never).text())]).toEqual([
      200,
      expect.stringContaining('"__typename":"Query"'),
    ]);
  });

  test.each(['/graphql', '/graphql/other', '/'])('and goes at once from %s harms nobody', async (path) => {
    const told = await meanwhile(async () => {
      for (let time = 0; time < 50; time += 1) {
        const socket = await half(upgrade(path, `${key}\r\n`));
        socket.resetAndDestroy();
      }
    });
    expect(told).toEqual(unharmed);
  });

  test('keeps nobody out, also a thousand of them', { timeout: 60_000 }, async () => {
    const told = await meanwhile(async () => {
      for (let time = 0; time < 1000; time += 1)
        await half(time % 2 === 0 ? upgrade('/graphql') : upgrade('/graphql', `${key}\r\n`));
      const { bob } = await couple();
      const other = await rawSocket(gateway.url, bob.token);
      other.socket.close();
    });
    expect(told).toEqual(unharmed);
  });
});
