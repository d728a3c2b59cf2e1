import fc from 'fast-check';
import { expect, test } from 'vitest';
import { person, type TestPerson } from '../../test/gateway/people.ts';
import { personId, revoke, share } from '../../test/gateway/sharing.ts';
import { useGateway } from '../../test/gateway/test-gateway.ts';

const gateway = useGateway();

interface Seen {
  edges: { node: { id: string } }[];
  pageInfo: { hasNextPage: boolean; hasPreviousPage: boolean; startCursor: string | null; endCursor: string | null };
  totalCount: number;
}

async function page(who: TestPerson, list: string, args: string): Promise<Seen> {
  const { viewer } = await who.gets<{ viewer: Record<string, Seen> }>(`{ viewer { ${list}(${args}) {
    edges { node { id } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } totalCount } } }`);
  return viewer[list] as Seen;
}

/** All ids in the list's order, page by page, whatever the direction. */
async function readAll(who: TestPerson, list: string, size: number, backward: boolean): Promise<string[]> {
  const ids: string[] = [];
  for (let cursor: string | null = null; ;) {
    const [count, from] = backward ? ['last', 'before'] : ['first', 'after'];
    const { edges, pageInfo } = await page(who, list, `${count}: ${size}${cursor ? `, ${from}: "${cursor}"` : ''}`);
    expect(edges.length).toBeLessThanOrEqual(size);
    const own = edges.map(({ node }) => node.id);
    if (backward) ids.unshift(...own);
    else ids.push(...own);
    if (!(backward ? pageInfo.hasPreviousPage : pageInfo.hasNextPage)) return ids;
    cursor = backward ? pageInfo.startCursor : pageInfo.endCursor;
  }
}

test('shares and dashboards come once each and in order, whatever the page size and direction', async () => {
  const bob = await person(gateway, { name: 'Bob' });
  const given: string[] = [];
  for (let made = 0; made < 9; made += 1) given.unshift((await share(await person(gateway), bob)).id);
  // Several of the same instant are told apart by their ids.
  await gateway.orm.em
    .fork()
    .execute(`update shares set created_at = date_trunc('second', created_at) where viewer_id = ?`, [bob.id]);
  await gateway.orm.em
    .fork()
    .execute(`update dashboards set shared_since = date_trunc('second', shared_since) where viewer_id = ?`, [bob.id]);
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom('sharesReceived', 'dashboards'),
      fc.integer({ min: 1, max: 10 }),
      fc.boolean(),
      async (list, size, backward) => {
        const read = await readAll(bob, list, size, backward);
        expect(read).toEqual((await page(bob, list, 'first: 200')).edges.map(({ node }) => node.id));
        expect(new Set(read).size).toBe(9);
      },
    ),
    { numRuns: 25 },
  );
  expect((await page(bob, 'sharesReceived', 'first: 200')).edges.map(({ node }) => node.id).sort()).toEqual(
    given.sort(),
  );
});

test('the whole list is counted, under its filter', async () => {
  const [ann, bob, carl] = [await person(gateway), await person(gateway), await person(gateway)];
  await revoke(ann, await share(ann, bob));
  for (const viewer of [bob, bob, carl]) await share(ann, viewer);
  const count = async (args: string) => (await page(ann, 'sharesGiven', args)).totalCount;
  expect(await count('first: 1')).toBe(3);
  expect(await count('first: 1, ended: true')).toBe(1);
  expect(await count(`first: 0, personId: "${personId(bob)}"`)).toBe(2);
  expect((await page(bob, 'dashboards', 'first: 0')).totalCount).toBe(1);
});

test('a cursor belongs to its list, side and filter', async () => {
  const [ann, bob] = [await person(gateway), await person(gateway)];
  for (let made = 0; made < 2; made += 1) {
    await share(ann, bob);
    await share(bob, ann);
  }
  const { pageInfo } = await page(ann, 'sharesGiven', 'first: 1');
  const { endCursor: cursor } = pageInfo;
  for (const [who, list, args] of [
    [ann, 'sharesReceived', ''],
    [ann, 'sharesGiven', ', ended: true'],
    [ann, 'sharesGiven', `, personId: "${personId(bob)}"`],
    [ann, 'dashboards', ''],
    [bob, 'sharesGiven', ''],
  ] as const) {
    const { errors } = await who.ask(`{ viewer { ${list}(first: 1, after: "${cursor}"${args}) { totalCount } } }`);
    expect(errors?.map(({ extensions }) => extensions.code)).toEqual(['BAD_USER_INPUT']);
  }
  expect((await page(ann, 'sharesGiven', `first: 1, after: "${cursor}", ended: false`)).edges).toHaveLength(1);
});

test('a page of shares with both people takes two statements, and one of dashboards with their owners one', async () => {
  const bob = await person(gateway);
  for (let made = 0; made < 4; made += 1) await share(await person(gateway), bob);
  gateway.statements();
  await bob.gets(`{ viewer { sharesReceived { edges { node { id owner { name } } } } } }`);
  expect(gateway.statements()).toHaveLength(2);
  await bob.gets(`{ viewer { dashboards { edges { node { customName iconColor owner { name image } } } } } }`);
  expect(gateway.statements()).toHaveLength(1);
});
