import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { until } from '../../test/clients/live-client.ts';
import { notifications } from '../../test/gateway/notifications.ts';
import { person, type TestPerson } from '../../test/gateway/people.ts';
import { revoke, share } from '../../test/gateway/sharing.ts';
import { useGateway } from '../../test/gateway/test-gateway.ts';
import { drinks, repeatLast, wholeLog } from '../../test/live/log.ts';
import { rawSocket, type RawSocket } from '../../test/live/raw-socket.ts';

const gateway = useGateway({ REQUESTS_PER_MINUTE: '1000000' });

const ownersOf = async (viewer: TestPerson, count: number): Promise<TestPerson[]> => {
  const owners = await Promise.all(Array.from({ length: count }, () => person(gateway)));
  for (const owner of owners) await share(owner, viewer, { notify: ['WATER'] });
  return owners;
};
const cursors = (socket: RawSocket, id: string) => socket.told(id).map(({ cursor }) => cursor);
const random = (below: number) => Math.floor(Math.random() * below);

describe('while several owners write, whoever begins to follow', () => {
  test('anywhere in the log, in any process, is told the rest once and in order', { timeout: 90_000 }, async () => {
    const bob = await person(gateway, { name: 'Bob' });
    const [gone, ...owners] = (await ownersOf(bob, 5)) as [TestPerson, ...TestPerson[]];
    await drinks(owners[0] as TestPerson);
    await repeatLast(gateway, bob, 2000);
    // More than a page in a row of what is not shown any more.
    await drinks(gone);
    await repeatLast(gateway, bob, 250);
    const [, hidden] = await notifications(bob, '(first: 2)');
    const [shared] = (
      await gone.gets<{ viewer: { sharesGiven: { edges: { node: { id: string } }[] } } }>(
        '{ viewer { sharesGiven { edges { node { id } } } } }',
      )
    ).viewer.sharesGiven.edges;
    await revoke(gone, { id: shared?.node.id ?? '' });
    const known = await wholeLog(bob);
    expect(known.length).toBe(2007);
    const [first = '', last = ''] = [known[0], known.at(-1)];

    const urls = [gateway.url, await gateway.another()];
    const sockets = await Promise.all([0, 1, 2, 3].map((index) => rawSocket(urls[index % 2] as string, bob.token)));
    const begun: { socket: RawSocket; id: string; after: string | null }[] = [];
    const writers = { busy: true };
    const writing = Promise.all(
      owners.map(async (owner) => {
        for (let round = 0; round < 12; round += 1) await drinks(owner, 1 + random(4));
      }),
    ).finally(() => (writers.busy = false));
    const places = [first, last, hidden?.cursor ?? '', null];
    while (writers.busy || begun.length < places.length) {
      const socket = sockets[begun.length % sockets.length] as RawSocket;
      const after = begun.length < places.length ? places[begun.length] : known[known.length - 1 - random(300)];
      const id = String(begun.length);
      begun.push({ socket, id, after: after ?? null });
      socket.follows(id, after ?? null);
      if (begun.length === 60) break;
      await sleep(random(40));
    }
    await writing;
    await drinks(owners[0] as TestPerson);

    const all = await wholeLog(bob);
    const end = all.at(-1) as string;
    await until(() => begun.every(({ socket, id }) => cursors(socket, id).at(-1) === end));
    for (const { socket, id, after } of begun) {
      const told = cursors(socket, id);
      const from = after === null ? all.indexOf(told[0] as string) : all.indexOf(after) + 1;
      const hiddenPlace = after === hidden?.cursor ? 2006 : from;
      expect(told).toEqual(all.slice(hiddenPlace));
    }
    expect(begun.length).toBeGreaterThan(places.length);
    for (const { socket } of sockets) socket.close();
  });

  test(
    'and goes away and comes back all the time misses nothing and is told nothing twice',
    { timeout: 60_000 },
    async () => {
      const bob = await person(gateway, { name: 'Bob' });
      const owners = await ownersOf(bob, 3);
      const [start = ''] = (await wholeLog(bob)).slice(-1);
      const told: string[] = [];
      const writing = Promise.all(
        owners.map(async (owner) => {
          for (let round = 0; round < 15; round += 1) await drinks(owner, 2);
        }),
      );
      const expected = 3 * 15 * 2;
      while (told.length < expected) {
        const socket = await rawSocket(gateway.url, bob.token);
        socket.follows('a', told.at(-1) ?? start);
        const wanted = Math.min(1 + random(8), expected - told.length);
        await until(() => cursors(socket, 'a').length >= wanted);
        socket.socket.terminate();
        await socket.closed;
        told.push(...cursors(socket, 'a'));
      }
      await writing;
      expect(told).toEqual((await wholeLog(bob)).slice(-expected));
      await until(() => gateway.live().followed === 0);
    },
  );
});

test('without a cursor only what comes is told', async () => {
  const bob = await person(gateway, { name: 'Bob' });
  const [ann] = (await ownersOf(bob, 1)) as [TestPerson];
  await drinks(ann, 3);
  const socket = await rawSocket(gateway.url, bob.token);
  socket.follows('a');
  await until(() => gateway.live().followed === 1);
  // It begins when the log was asked where it ends; another one that has been told something tells that it was.
  socket.follows('b', (await wholeLog(bob))[0]);
  await until(() => cursors(socket, 'b').length === 3);
  await drinks(ann, 2);
  await until(() => cursors(socket, 'a').length === 2);
  expect(cursors(socket, 'a')).toEqual((await wholeLog(bob)).slice(-2));
  socket.socket.close();
});

describe('a cursor that is no place in one’s log', () => {
  const made = (parts: unknown) => Buffer.from(JSON.stringify(parts)).toString('base64url');

  test('is refused, and named', async () => {
    const bob = await person(gateway, { name: 'Bob' });
    const [ann] = (await ownersOf(bob, 1)) as [TestPerson];
    await share(bob, ann);
    await drinks(ann);
    const [others = ''] = await wholeLog(ann);
    const [own = ''] = await wholeLog(bob);
    const [binding, number, id] = JSON.parse(Buffer.from(own, 'base64url').toString()) as [string, string, string];
    const wrong = [
      others,
      '',
      'no cursor',
      '\u0000',
      own.slice(1),
      'x'.repeat(20_000),
      made([binding, '2', id]),
      made([binding, '0', id]),
      made([binding, '9'.repeat(30), id]),
      made([binding, '-1', id]),
      made([binding, number, '']),
      made([binding, number]),
      made(['other', number, id]),
    ];
    const socket = await rawSocket(gateway.url, bob.token);
    for (const [index, after] of wrong.entries()) {
      socket.follows(`a${index}`, after);
      const { payload } = await socket.hears('next', `a${index}`);
      expect([after, payload]).toMatchObject([
        after,
        { errors: [{ extensions: { code: 'BAD_USER_INPUT', fields: { after: [expect.any(String)] } } }] },
      ]);
      await socket.hears('complete', `a${index}`);
    }
    socket.follows('good', own);
    await until(() => socket.told('good').length === 1);
    socket.socket.close();
  });
});
