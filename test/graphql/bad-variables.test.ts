import { beforeAll, describe, expect, test } from 'vitest';
import { person, type TestPerson } from '../gateway/people.ts';
import { useGateway } from '../gateway/test-gateway.ts';
import { post } from './post.ts';

const gateway = useGateway();

let ann: TestPerson;
beforeAll(async () => {
  ann = await person(gateway);
});

const create = 'mutation ($input: CreateActivityInput!) { createActivity(input: $input) { activity { title } } }';
const list =
  'query ($first: Int, $filter: ActivityFilter) { viewer { health { activities(first: $first, filter: $filter) { totalCount } } } }';
const nodes = 'query ($ids: [ID!]!) { nodes(ids: $ids) { id } }';

const run = { sport: 'running', title: 'Evening run', startedAt: '2026-01-17T23:20:00+01:00', durationSeconds: 2700 };
const long = 'x'.repeat(1_000_000);
const many = <T>(count: number, item: T): T[] => Array.from({ length: count }, () => item);
const unknownFields = (count: number) => Object.fromEntries(many(count, 1).map((value, i) => [`sporte${i}`, value]));
const stream = { kind: 'POWER', offsetsSeconds: [0], values: [1] };

/** What a refusal names; nothing may have been read from the database for it, and it may not grow with what was sent. */
async function refusedFields(query: string, variables: unknown): Promise<Record<string, string[]>> {
  gateway.statements();
  const { status, errors, length } = await post(
    gateway,
    { query, variables },
    { authorization: `Bearer ${ann.token}` },
  );
  expect(gateway.statements()).toEqual([]);
  expect(errors).toHaveLength(1);
  expect(errors?.[0]?.extensions.code).toBe('BAD_USER_INPUT');
  expect(status).toBe(400);
  expect(length).toBeLessThan(20_000);
  const fields = errors?.[0]?.extensions.fields ?? {};
  for (const field of Object.keys(fields)) expect(errors?.[0]?.message).toContain(field);
  return fields;
}

describe('a wrong variable is refused by the name of its field:', () => {
  test.each<[string, string, unknown, string]>([
    ['a missing variable', create, {}, 'input'],
    ['null for what must not be null', create, { input: null }, 'input'],
    ['a text for an object', create, { input: 'run' }, 'input'],
    ['a list for an object', create, { input: [run] }, 'input'],
    ['a missing field', create, { input: { ...run, title: undefined } }, 'title'],
    ['an unknown field', create, { input: { ...run, sprot: 'running' } }, 'sprot'],
    ['an object for a text', create, { input: { ...run, title: { $ne: '' } } }, 'title'],
    ['a text for a number', create, { input: { ...run, durationSeconds: '2700' } }, 'durationSeconds'],
    ['an instant without an offset', create, { input: { ...run, startedAt: '2026-01-17T23:20:00' } }, 'startedAt'],
    ['an object for an instant', create, { input: { ...run, startedAt: unknownFields(100_000) } }, 'startedAt'],
    ['a megabyte for an instant', create, { input: { ...run, startedAt: long } }, 'startedAt'],
    ['a megabyte for a number', create, { input: { ...run, durationSeconds: long } }, 'durationSeconds'],
    [
      'an object with 200,000 fields for a number',
      create,
      { input: { ...run, durationSeconds: unknownFields(200_000) } },
      'durationSeconds',
    ],
    ['a megabyte for an enum', create, { input: { ...run, streams: [{ ...stream, kind: long }] } }, 'streams.0.kind'],
    [
      'a wrong field of a lap',
      create,
      { input: { ...run, laps: [{ startedAt: run.startedAt }] } },
      'laps.0.durationSeconds',
    ],
    ['a text for a whole number', list, { first: 'ten' }, 'first'],
    ['a number beyond 32 bits', list, { first: 2 ** 31 }, 'first'],
    ['a date that does not exist', list, { filter: { from: '2026-02-30' } }, 'from'],
    ['an object for an id', nodes, { ids: [{ id: 1 }] }, '0'],
    ['null among ids', nodes, { ids: ['a', null] }, '1'],
  ])('%s', async (_what, query, variables, field) => {
    expect(Object.keys(await refusedFields(query, variables))).toEqual([field]);
  });
});

describe('however many mistakes there are, the first of them are told:', () => {
  test.each<[string, string, unknown]>([
    ['200,000 unknown fields', create, { input: { ...run, ...unknownFields(200_000) } }],
    [
      '500,000 nulls among numbers',
      create,
      { input: { ...run, streams: [{ ...stream, offsetsSeconds: many(500_000, null) }] } },
    ],
    ['100,000 empty laps', create, { input: { ...run, laps: many(100_000, {}) } }],
    ['500,000 numbers among texts', list, { filter: { sports: many(500_000, 1) } }],
    ['500,000 nulls among ids', nodes, { ids: many(500_000, null) }],
  ])('%s', async (_what, query, variables) => {
    expect(Object.keys(await refusedFields(query, variables))).toHaveLength(20);
  });

  test('an unknown field with a name of a megabyte', async () => {
    expect(Object.keys(await refusedFields(create, { input: { ...run, [long]: 1 } }))).toEqual(['input']);
  });

  test('numbers that are out of range by the hundred thousand', async () => {
    const streams = [{ ...stream, offsetsSeconds: many(500_000, -1) }];
    const { errors } = await ann.ask(create, { input: { ...run, streams } });
    expect(Object.keys(errors?.[0]?.extensions.fields ?? {})).toEqual(['streams.0.offsetsSeconds']);
  });

  test('2000 laps that are wrong in every figure', async () => {
    const lap = {
      startedAt: run.startedAt,
      durationSeconds: -1,
      distanceMeters: -1,
      averageHeartRate: -1,
      maxPower: -1,
    };
    const { errors } = await ann.ask(create, { input: { ...run, laps: many(2000, lap) } });
    expect(Object.keys(errors?.[0]?.extensions.fields ?? {})).toHaveLength(20);
  });
});

test('more ids than a query may cost are refused before any SQL', async () => {
  gateway.statements();
  const { errors } = await ann.ask(nodes, { ids: many(400_000, 'a') });
  expect(errors?.[0]?.message).toMatch(/costs 400001; at most 25000/);
  expect(gateway.statements()).toEqual([]);
});

test('lists that are nested 100,000 deep are refused', async () => {
  const nested = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
  const { status, errors } = await post(gateway, `{"query":${JSON.stringify(nodes)},"variables":{"ids":${nested}}}`);
  expect(status).toBe(400);
  expect(errors?.[0]?.extensions.code).toBe('BAD_USER_INPUT');
});

describe('keys that reach for a prototype', () => {
  test.each(['{"__proto__":{"title":"polluted"}}', '{"constructor":{"prototype":{"title":"polluted"}}}'])(
    '%s change nothing',
    async (keys) => {
      const body = `{"query":${JSON.stringify(create)},"variables":{"input":${keys}}}`;
      const { status, errors } = await post(gateway, body, { authorization: `Bearer ${ann.token}` });
      expect(status).toBe(400);
      expect(errors?.[0]?.extensions.code).toBe('BAD_USER_INPUT');
      expect(({} as { title?: string }).title).toBeUndefined();
      expect((await ann.ask(create, { input: { ...run, title: undefined } })).errors?.[0]?.extensions.fields).toEqual({
        title: ['is required'],
      });
    },
  );
});

test('variables that nobody declared are ignored', async () => {
  expect(await ann.gets(create, { input: run, other: unknownFields(1000) })).toEqual({
    createActivity: { activity: { title: 'Evening run' } },
  });
});
