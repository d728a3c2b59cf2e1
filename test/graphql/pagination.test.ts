import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createActivity } from '../../src/activities/create-activity.ts';
import { person, type TestPerson } from '../gateway/people.ts';
import { useGateway } from '../gateway/test-gateway.ts';
import {
  CountActivitiesDocument,
  ListActivitiesDocument,
  type ListActivitiesQueryVariables,
} from '../generated/operations.ts';

const gateway = useGateway();

/** Writes runs that start at these hours of the year 2025; the same hour may come twice. */
async function writes(who: TestPerson, hours: readonly number[]): Promise<void> {
  for (const hour of hours) {
    const ctx = await gateway.signedIn(who.token);
    const startedAt = new Date(Date.UTC(2025, 0, 1, hour)).toISOString();
    await createActivity(ctx, { sport: 'running', title: `run ${hour}`, startedAt, durationSeconds: 60 });
  }
}

async function page(who: TestPerson, variables: ListActivitiesQueryVariables) {
  const { viewer } = await who.gets(ListActivitiesDocument, variables);
  if (!viewer.health.activities) throw new Error('no list');
  return viewer.health.activities;
}

/** All ids, page by page, in the list's order whatever the direction; `between` is done after each page. */
async function readAll(who: TestPerson, size: number, backward: boolean, between: (page: number) => Promise<void>) {
  const ids: string[] = [];
  let cursor: string | null = null;
  for (let number = 0; ; number += 1) {
    const { edges, pageInfo } = await page(
      who,
      backward ? { last: size, before: cursor } : { first: size, after: cursor },
    );
    expect(edges.length).toBeLessThanOrEqual(size);
    expect([pageInfo.startCursor, pageInfo.endCursor]).toEqual([
      edges[0]?.cursor ?? null,
      edges.at(-1)?.cursor ?? null,
    ]);
    const own = edges.map(({ node }) => node.id);
    if (backward) ids.unshift(...own);
    else ids.push(...own);
    if (!(backward ? pageInfo.hasPreviousPage : pageInfo.hasNextPage)) return ids;
    cursor = (backward ? pageInfo.startCursor : pageInfo.endCursor) ?? null;
    await between(number);
  }
}

test('whatever the page size and direction, and whatever is written meanwhile, each activity comes once and in order', async () => {
  const hour = fc.nat({ max: 300 });
  await fc.assert(
    fc.asyncProperty(
      fc.array(hour, { maxLength: 30 }),
      fc.integer({ min: 1, max: 12 }),
      fc.boolean(),
      fc.array(fc.array(hour, { maxLength: 2 }), { maxLength: 6 }),
      async (hours, size, backward, later) => {
        const ann = await person(gateway);
        await writes(ann, hours);
        const before = (await page(ann, { first: 200 })).edges.map(({ node }) => node.id);
        expect(before).toHaveLength(hours.length);
        const read = await readAll(ann, size, backward, (number) => writes(ann, later[number] ?? []));
        expect(new Set(read).size).toBe(read.length);
        expect(read.filter((id) => before.includes(id))).toEqual(before);
        const after = (await page(ann, { first: 200 })).edges.map(({ node }) => node.id);
        expect(after.filter((id) => read.includes(id))).toEqual(read);
      },
    ),
    { numRuns: 40 },
  );
}, 120_000);

test('newest come first: by local date, then by the instant', async () => {
  const ann = await person(gateway);
  await writes(ann, [30, 5, 29, 100]);
  const { edges } = await page(ann, {});
  expect(edges.map(({ node }) => node.title)).toEqual(['run 100', 'run 30', 'run 29', 'run 5']);
});

test('a filter takes local dates at both ends, sports, and what was changed since', async () => {
  const ann = await person(gateway);
  await writes(ann, [5, 30, 55, 80]);
  const titles = async (filter: ListActivitiesQueryVariables['filter']) =>
    (await page(ann, { filter })).edges.map(({ node }) => node.title);
  expect(await titles({ from: '2025-01-02', to: '2025-01-03' })).toEqual(['run 55', 'run 30']);
  expect(await titles({ sports: ['cycling', 'running'], to: '2025-01-01' })).toEqual(['run 5']);
  expect(await titles({ sports: ['cycling'] })).toEqual([]);
  expect(await titles({ updatedSince: new Date(Date.now() + 3_600_000).toISOString() })).toEqual([]);
  expect(await titles({ updatedSince: '2025-01-01T00:00:00Z' })).toHaveLength(4);
});

describe('refused with the name of the argument', () => {
  test.each<[string, ListActivitiesQueryVariables]>([
    ['first', { first: 201 }],
    ['first', { first: -1 }],
    ['last', { last: 201 }],
    ['last', { first: 1, last: 1 }],
    ['after', { after: 'nonsense' }],
    ['before', { last: 1, before: Buffer.from('["a","b"]').toString('base64url') }],
    ['to', { filter: { from: '2025-02-01', to: '2025-01-01' } }],
  ])('%s of %j', async (field, variables) => {
    const { errors } = await (await person(gateway)).ask(ListActivitiesDocument, variables);
    expect(errors?.[0]?.extensions).toMatchObject({
      code: 'BAD_USER_INPUT',
      fields: { [field]: [expect.any(String)] },
    });
  });

  test("a cursor of another filter, or of someone else's list; the same filter in other words is the same", async () => {
    const [ann, bob] = [await person(gateway), await person(gateway)];
    await writes(ann, [1, 2, 3]);
    const after = (await page(ann, { first: 1 })).edges[0]?.cursor ?? null;
    for (const [who, filter] of [
      [ann, { sports: ['running'] }],
      [ann, { from: '2024-12-31' }],
      [bob, null],
    ] as const) {
      const { errors } = await who.ask(ListActivitiesDocument, { after, filter: filter as null });
      expect(errors?.[0]?.extensions.fields).toEqual({ after: ['is a cursor of another list, ordering or filter'] });
    }
    expect((await page(ann, { first: 1, after, filter: { from: null } })).edges[0]?.node.title).toBe('run 2');
  });
});

test('the whole list is counted only when the count is asked for', async () => {
  const ann = await person(gateway);
  await writes(ann, [1, 2, 3]);
  const counting = () => gateway.statements().filter((statement) => statement.includes('count(*)')).length;
  counting();
  await page(ann, { first: 2 });
  expect(counting()).toBe(0);
  expect(await ann.gets(CountActivitiesDocument, {})).toEqual({
    viewer: { health: { activities: { totalCount: 3 } } },
  });
  expect(counting()).toBe(1);
});
