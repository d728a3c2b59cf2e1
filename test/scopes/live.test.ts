import { beforeAll, describe, expect, test } from 'vitest';
import { scopes, type Scope } from '../../src/platform/scopes.ts';
import { until } from '../clients/live-client.ts';
import { notifications } from '../gateway/notifications.ts';
import { person, type TestPerson } from '../gateway/people.ts';
import { write } from '../gateway/records.ts';
import { share } from '../gateway/sharing.ts';
import { useGateway } from '../gateway/test-gateway.ts';
import { eventStream } from '../live/event-stream.ts';
import { following, rawSocket } from '../live/raw-socket.ts';
import { day, makeWorld, meal, type World } from './world.ts';

const gateway = useGateway();

let world: World;
let before: string;
beforeAll(async () => {
  world = await makeWorld(gateway);
  before = await world.sharing.isTold();
  await world.sharing.isTold();
});

interface Answer {
  data?: { notificationAdded: Record<string, unknown> } | null;
  errors?: { message: string; path?: string[]; extensions: { code: string } }[];
}

type Follow = (token: string, selection?: string) => Promise<Answer>;

const bySocket: Follow = async (token, selection = 'id') => {
  const socket = await rawSocket(gateway.url, token);
  socket.follows('a', before, selection);
  return (await socket.hears('next', 'a')).payload as Answer;
};
const byEvents: Follow = async (token, selection = 'id') => {
  const stream = await eventStream(gateway.url, token, { after: before, selection });
  const answer = /^event: next\ndata: (.*)\n\n/m;
  await until(() => answer.test(stream.text()));
  stream.close();
  return JSON.parse(answer.exec(stream.text())?.[1] ?? '') as Answer;
};
const byGet: Follow = async (token, selection = 'id') => {
  const asked = new URLSearchParams({ query: following(selection), variables: JSON.stringify({ after: before }) });
  const leaving = new AbortController();
  const response = await fetch(`${gateway.url}/graphql/stream?${asked}`, {
    headers: { authorization: `Bearer ${token}`, accept: 'text/event-stream' },
    signal: leaving.signal,
  });
  let text = '';
  for await (const part of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
    text += part;
    if (/^event: next\ndata: .*\n\n/m.test(text)) break;
  }
  leaving.abort();
  return JSON.parse(/^data: (.*)$/m.exec(text)?.[1] ?? '') as Answer;
};

const words = (scope: Scope) => `This needs a token with the scope ${scope}.`;
describe.each([
  ['a websocket', bySocket],
  ['an event stream', byEvents],
  ['an event stream that was asked for by GET', byGet],
])('by %s', (_door, follow) => {
  test('a token without one scope is refused notificationAdded when that is notifications:read', async () => {
    const outcomes: Record<string, unknown> = {};
    for (const scope of scopes) {
      const { data, errors } = await follow(world.tokenWithout(scope));
      outcomes[scope] = data ? 'told' : errors?.[0]?.message;
    }
    expect(outcomes).toEqual({
      ...Object.fromEntries(scopes.map((scope) => [scope, 'told'])),
      'notifications:read': words('notifications:read'),
    });
  });

  test('a token with notifications:read alone is told, but not what needs another scope', async () => {
    const { data, errors } = await follow(
      await world.tokenWith(['notifications:read']),
      'kind owner { id } share { id }',
    );
    expect(data?.notificationAdded).toEqual({
      kind: 'SHARE_CREATED',
      owner: { id: world.sharing.friendId },
      share: null,
    });
    expect(errors).toEqual([
      expect.objectContaining({
        message: words('shares:read'),
        extensions: { code: 'FORBIDDEN' },
        path: ['notificationAdded', 'share'],
      }),
    ]);
  });
});

test('the record of a notification wants shares:read and the scope of its kind, as everywhere', async () => {
  const [ann, bob, carl] = [
    await person(gateway),
    await person(gateway, { name: 'Bob', scopes: ['notifications:read', 'shares:read', 'sleep:read'] }),
    await person(gateway, { name: 'Carl', scopes: ['notifications:read', 'sleep:read'] }),
  ];
  for (const viewer of [bob, carl]) await share(ann, viewer, { notify: ['SLEEP', 'MEAL'] });
  const hears = async (viewer: TestPerson): Promise<() => Answer[]> => {
    const [newest] = await notifications(viewer);
    const socket = await rawSocket(gateway.url, viewer.token);
    socket.follows('a', newest?.cursor, 'record { __typename }');
    return () => socket.under('a', 'next').map(({ payload }) => payload as Answer);
  };
  const [bobs, carls] = [await hears(bob), await hears(carl)];
  await write(ann, 'recordSleepDay', { day, sleepSeconds: 600 }, 'created');
  await write(ann, 'logMeal', meal, 'created');
  await until(() => bobs().length === 2 && carls().length === 2);
  const outcomes = (answers: Answer[]) =>
    answers.map(({ data, errors }) => [data?.notificationAdded['record'] ?? null, errors?.[0]?.message]);
  expect(outcomes(bobs())).toEqual([
    [{ __typename: 'SleepDay' }, undefined],
    [null, words('nutrition:read')],
  ]);
  expect(outcomes(carls())).toEqual([
    [null, words('shares:read')],
    [null, words('shares:read')],
  ]);
});

describe('without a token', () => {
  test('a websocket is closed', async () => {
    const socket = await rawSocket(gateway.url);
    socket.say({ type: 'connection_init', payload: {} });
    expect((await socket.closed).code).toBe(4403);
  });

  test.each([
    ['none', undefined],
    ['one that nobody has', 'vg_pt_nobody'],
  ])('an event stream is refused: %s', async (_which, token) => {
    const { response, text } = await eventStream(gateway.url, token);
    expect([response.statusCode, response.headers['www-authenticate']]).toEqual([
      401,
      expect.stringContaining('Bearer realm="vitalgate"'),
    ]);
    await until(() => text().endsWith('}'));
    expect(JSON.parse(text())).toMatchObject({ errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] });
  });
});
