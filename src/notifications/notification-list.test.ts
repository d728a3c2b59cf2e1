import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { notifications, type Listed } from '../../test/gateway/notifications.ts';
import { person, type TestPerson } from '../../test/gateway/people.ts';
import { write } from '../../test/gateway/records.ts';
import { revoke, share } from '../../test/gateway/sharing.ts';
import { useGateway } from '../../test/gateway/test-gateway.ts';
import { scopes, type Scope } from '../platform/scopes.ts';
import { notifiableCategories } from '../sharing/categories.ts';

const gateway = useGateway({ REQUESTS_PER_MINUTE: '1000000' });

const day = (number: number) => `2026-01-${String(number).padStart(2, '0')}`;
const sleeps = async (who: TestPerson, number: number) =>
  (
    await write<{ sleepDay: { id: string } }>(
      who,
      'recordSleepDay',
      { day: day(number), sleepSeconds: 25_200 },
      'sleepDay { id }',
    )
  ).sleepDay.id;
const eats = (who: TestPerson, number: number) =>
  write(who, 'logMeal', { occurredAt: `${day(number)}T08:00:00+01:00`, name: 'Porridge' }, 'created');

async function couple(wishes: { scopes?: readonly Scope[] } = {}) {
  const [ann, bob] = [await person(gateway), await person(gateway, { name: 'Bob', ...wishes })];
  const made = await share(ann, bob, { notify: notifiableCategories });
  return { ann, bob, made };
}

interface Page {
  edges: { cursor: string; node: Listed }[];
  pageInfo: { hasNextPage: boolean; hasPreviousPage: boolean; startCursor: string | null; endCursor: string | null };
  totalCount: number;
}

const page = async (who: TestPerson, variables: object): Promise<Page> =>
  (
    await who.gets<{ viewer: { notifications: Page } }>(
      `query ($first: Int, $after: String, $last: Int, $before: String, $unreadOnly: Boolean! = false) {
        viewer { notifications(first: $first, after: $after, last: $last, before: $before, unreadOnly: $unreadOnly) {
          edges { cursor node { id cursor kind category count owner { id name } occurredAt readAt } }
          pageInfo { hasNextPage hasPreviousPage startCursor endCursor } totalCount
        } }
      }`,
      variables as Record<string, unknown>,
    )
  ).viewer.notifications;

const unread = async (who: TestPerson) =>
  (await who.gets<{ viewer: { unreadNotificationCount: number } }>('{ viewer { unreadNotificationCount } }')).viewer
    .unreadNotificationCount;
const marks = async (who: TestPerson, upTo: string | undefined) =>
  (await write<{ unreadNotificationCount: number }>(who, 'markNotificationsRead', { upTo }, 'unreadNotificationCount'))
    .unreadNotificationCount;
const inShort = (list: readonly Listed[]) => list.map(({ kind, category }) => category ?? kind);

describe('pages', () => {
  test('whatever the size and direction, and whatever comes in meanwhile, each comes once, newest first', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 0, max: 14 }),
        fc.integer({ min: 1, max: 6 }),
        fc.boolean(),
        fc.boolean(),
        async (many, size, backward, unreadOnly) => {
          const { ann, bob } = await couple();
          for (let number = 0; number < many; number += 1) await eats(ann, 16);
          const whole = (await page(bob, { first: 200, unreadOnly })).edges.map(({ node }) => node.id);
          expect(whole).toHaveLength(many + 1);
          const read: string[] = [];
          let cursor: string | null = null;
          for (let meanwhile = 3; ; meanwhile -= 1) {
            const asked: object = backward ? { last: size, before: cursor } : { first: size, after: cursor };
            const { edges, pageInfo, totalCount } = await page(bob, { ...asked, unreadOnly });
            expect(edges.every(({ cursor, node }) => cursor === node.cursor)).toBe(true);
            expect(totalCount).toBeGreaterThanOrEqual(whole.length);
            const ids = edges.map(({ node }) => node.id);
            if (backward) read.unshift(...ids);
            else read.push(...ids);
            if (!(backward ? pageInfo.hasPreviousPage : pageInfo.hasNextPage)) break;
            cursor = backward ? pageInfo.startCursor : pageInfo.endCursor;
            if (meanwhile > 0) await eats(ann, 16);
          }
          expect(new Set(read).size).toBe(read.length);
          expect(read.filter((id) => whole.includes(id))).toEqual(whole);
        },
      ),
      { numRuns: 20 },
    );
  }, 60_000);

  test('a cursor of another’s list, of another list or of nothing is refused by its name', async () => {
    const [{ bob }, other] = [await couple(), await couple()];
    const { edges } = await page(other.bob, { first: 1 });
    const night = await sleeps(bob, 3);
    expect(night).toBeTruthy();
    const { viewer } = await bob.gets<{ viewer: { health: { sleepDays: { edges: { cursor: string }[] } } } }>(
      '{ viewer { health { sleepDays { edges { cursor } } } } }',
    );
    for (const after of [edges[0]?.cursor, viewer.health.sleepDays.edges[0]?.cursor, 'nothing']) {
      const { errors } = await bob.ask(
        `query ($after: String) { viewer { notifications(after: $after) { edges { cursor } } } }`,
        { after },
      );
      expect(errors?.map(({ extensions }) => extensions)).toEqual([
        { code: 'BAD_USER_INPUT', fields: { after: [expect.any(String)] } },
      ]);
    }
  });
});

describe('what is read', () => {
  test('is marked up to a cursor, once and for all: a second time changes nothing', async () => {
    const { ann, bob } = await couple();
    for (const number of [1, 2, 3]) await sleeps(ann, number);
    expect(await unread(bob)).toBe(4);
    const [newest, third, second, first] = await notifications(bob);
    expect(await marks(bob, second?.cursor)).toBe(2);
    const after = await notifications(bob);
    expect(after.map(({ readAt }) => readAt !== null)).toEqual([false, false, true, true]);
    expect((await page(bob, { unreadOnly: true })).edges.map(({ node }) => node.id)).toEqual([newest?.id, third?.id]);
    expect((await page(bob, { unreadOnly: true })).totalCount).toBe(2);
    expect(await marks(bob, first?.cursor)).toBe(2);
    expect(await marks(bob, second?.cursor)).toBe(2);
    expect(await notifications(bob)).toEqual(after);
    expect(await marks(bob, newest?.cursor)).toBe(0);
    const all = await notifications(bob);
    // What was read before keeps its time.
    expect(all.slice(2)).toEqual(after.slice(2));
    expect(await unread(ann)).toBe(0);
  });

  test('a cursor of the list of what is unread is good for all of it, and for marking', async () => {
    const { ann, bob } = await couple();
    for (const number of [1, 2]) await sleeps(ann, number);
    const { edges } = await page(bob, { first: 1, unreadOnly: true });
    expect((await page(bob, { after: edges[0]?.cursor })).edges).toHaveLength(2);
    expect(await marks(bob, edges[0]?.cursor)).toBe(0);
  });

  test.each([
    ['nothing', async () => 'nothing'],
    ['another’s', async () => (await notifications((await couple()).bob))[0]?.cursor],
    [
      'one that was altered',
      async (own: string | undefined) => own?.replace(/.(?=.{6}$)/, (letter) => (letter === 'A' ? 'B' : 'A')),
    ],
  ])('a cursor of %s is refused, and marks nothing', async (_whose, made) => {
    const { bob } = await couple();
    const [own] = await notifications(bob);
    const { errors } = await bob.ask(
      'mutation ($upTo: String!) { markNotificationsRead(input: { upTo: $upTo }) { unreadNotificationCount } }',
      { upTo: await made(own?.cursor) },
    );
    expect(errors?.map(({ extensions }) => extensions)).toEqual([
      { code: 'BAD_USER_INPUT', fields: { upTo: [expect.any(String)] } },
    ]);
    expect(await unread(bob)).toBe(1);
  });
});

describe('what is not shared any more is left out, and is there again with it:', () => {
  const changes = (who: TestPerson, id: string, change: object) =>
    write(who, 'updateShare', { id, ...change }, 'share { id }');

  test.each<[string, object, string[]]>([
    ['its category was taken out', { include: ['MEAL'] }, ['MEAL', 'MEAL']],
    ['its dates were narrowed at the start', { startDate: day(10) }, ['MEAL', 'SLEEP']],
    ['its dates were narrowed at the end', { endDate: day(9) }, ['MEAL', 'SLEEP']],
    ['nothing is included', { include: [] }, []],
  ])('%s', async (_why, change, left) => {
    const { ann, bob, made } = await couple();
    for (const number of [5, 10]) {
      await sleeps(ann, number);
      await eats(ann, number);
    }
    const before = await notifications(bob);
    expect(inShort(before)).toEqual(['MEAL', 'SLEEP', 'MEAL', 'SLEEP', 'SHARE_CREATED']);
    await changes(ann, made.id, change);
    expect(inShort(await notifications(bob)).filter((what) => !what.startsWith('SHARE'))).toEqual(left);
    const { include, startDate, endDate } = made;
    await changes(ann, made.id, { include, startDate, endDate });
    expect((await notifications(bob)).filter(({ kind }) => kind !== 'SHARE_CHANGED')).toEqual(before);
  });

  test('the share was revoked; another one opens it again, also one that tells of nothing', async () => {
    const { ann, bob, made } = await couple();
    await sleeps(ann, 5);
    await sleeps(ann, 6);
    const [newest, night] = await notifications(bob);
    expect(await unread(bob)).toBe(3);
    await revoke(ann, made);
    expect(inShort(await notifications(bob))).toEqual(['SHARE_REVOKED', 'SHARE_CREATED']);
    expect(await unread(bob)).toBe(2);
    expect((await page(bob, {})).totalCount).toBe(2);
    // Its cursor is a place in the log all the same.
    expect(inShort((await page(bob, { after: newest?.cursor })).edges.map(({ node }) => node))).toEqual([
      'SHARE_CREATED',
    ]);
    expect(await marks(bob, newest?.cursor)).toBe(1);
    await share(ann, bob, { include: ['SLEEP'], endDate: day(5) });
    const again = await notifications(bob);
    expect(inShort(again)).toEqual(['SHARE_CREATED', 'SHARE_REVOKED', 'SLEEP', 'SHARE_CREATED']);
    expect(again[2]).toEqual({ ...night, readAt: expect.any(String) });
  });
});

describe('scopes', () => {
  const without = (...lacking: Scope[]) => scopes.filter((scope) => !lacking.includes(scope));

  test('without notifications:read the fields are refused one by one, and their siblings answer', async () => {
    const { bob } = await couple({ scopes: without('notifications:read') });
    const { data, errors } = await bob.ask(
      '{ viewer { name notifications { totalCount } unreadNotificationCount sharesReceived { totalCount } } }',
    );
    expect(data).toEqual({
      viewer: { name: 'Bob', notifications: null, unreadNotificationCount: null, sharesReceived: { totalCount: 1 } },
    });
    expect(Object.fromEntries(errors?.map(({ path, extensions }) => [path?.at(-1), extensions.code]) ?? [])).toEqual({
      notifications: 'FORBIDDEN',
      unreadNotificationCount: 'FORBIDDEN',
    });
  });

  test('without the scope of a record or of shares, only they are refused', async () => {
    const selection = 'category share { id } record { __typename }';
    const read = async (lacking: Scope) => {
      const { ann, bob, made } = await couple({ scopes: without(lacking) });
      await sleeps(ann, 5);
      await eats(ann, 5);
      const { data, errors } = await bob.ask<{ viewer: { notifications: { edges: { node: object }[] } } }>(
        `{ viewer { notifications { edges { node { ${selection} } } } } }`,
      );
      return { made, nodes: data?.viewer.notifications.edges.map(({ node }) => node), errors };
    };
    const sleep = await read('sleep:read');
    const ofShare = { id: sleep.made.id };
    expect(sleep.nodes).toEqual([
      { category: 'MEAL', share: ofShare, record: { __typename: 'Meal' } },
      { category: 'SLEEP', share: ofShare, record: null },
      { category: null, share: ofShare, record: null },
    ]);
    expect(sleep.errors?.map(({ path, message }) => [path?.slice(3), message])).toEqual([
      [[1, 'node', 'record'], 'This needs a token with the scope sleep:read.'],
    ]);
    const shares = await read('shares:read');
    expect(shares.nodes).toEqual([
      { category: 'MEAL', share: null, record: null },
      { category: 'SLEEP', share: null, record: null },
      { category: null, share: null, record: null },
    ]);
    expect(new Set(shares.errors?.map(({ message }) => message))).toEqual(
      new Set(['This needs a token with the scope shares:read.']),
    );
  });
});
