import { describe, expect, test } from 'vitest';
import { notifications } from '../../test/gateway/notifications.ts';
import { person, type TestPerson } from '../../test/gateway/people.ts';
import { write } from '../../test/gateway/records.ts';
import { revoke, share } from '../../test/gateway/sharing.ts';
import { useGateway } from '../../test/gateway/test-gateway.ts';
import { notifiableCategories } from '../sharing/categories.ts';

const gateway = useGateway({ REQUESTS_PER_MINUTE: '1000000' });

async function couple() {
  const [ann, bob] = [await person(gateway), await person(gateway, { name: 'Bob' })];
  return { ann, bob, made: await share(ann, bob, { notify: notifiableCategories }) };
}

const parts = 'kind category share { id endedAt } record { __typename id }';

interface Parts {
  kind: string;
  category: string | null;
  share: { id: string; endedAt: string | null } | null;
  record: { __typename: string; id: string } | null;
}

const at = (hour: number) => `2026-01-16T${String(hour).padStart(2, '0')}:00:00+01:00`;

/** One of every kind of record that tells of something. */
const records: [type: string, mutation: string, record: string, input: (hour: number) => object][] = [
  [
    'Activity',
    'createActivity',
    'activity',
    (hour) => ({ sport: 'running', title: 'Run', startedAt: at(hour), durationSeconds: 60 }),
  ],
  ['SleepDay', 'recordSleepDay', 'sleepDay', (hour) => ({ day: `2026-01-${10 + hour}`, sleepSeconds: 600 })],
  ['WellnessDay', 'recordWellnessDay', 'wellnessDay', (hour) => ({ day: `2026-01-${10 + hour}`, waterMilliliters: 5 })],
  ['NutritionDay', 'recordNutritionDay', 'nutritionDay', (hour) => ({ day: `2026-01-${10 + hour}`, fatGrams: 5 })],
  ['BodyMetric', 'recordBodyMetric', 'bodyMetric', (hour) => ({ measuredAt: at(hour), weightKilograms: 70 })],
  ['Wakeup', 'logWakeup', 'wakeup', (hour) => ({ occurredAt: at(hour) })],
  ['Meal', 'logMeal', 'meal', (hour) => ({ occurredAt: at(hour), name: 'Rice' })],
  ['Supplement', 'logSupplement', 'supplement', (hour) => ({ occurredAt: at(hour), name: 'Iron' })],
  ['Water', 'logWater', 'water', (hour) => ({ occurredAt: at(hour), volumeMilliliters: 5 })],
];

async function writes(who: TestPerson, [, mutation, record, input]: (typeof records)[number], hour: number) {
  return (
    (await write<Record<string, { id: string }>>(who, mutation, input(hour), `${record} { id }`))[record]?.id ?? ''
  );
}

describe('the record of a notification', () => {
  test.each(records)('%s is there as the viewer may see it, and gone when it is deleted or hidden', async (...kind) => {
    const [type] = kind;
    const { ann, bob, made } = await couple();
    const [first, second] = [await writes(ann, kind, 1), await writes(ann, kind, 2)];
    const [newest, older] = await notifications<Parts>(bob, '', parts);
    expect([newest?.record, older?.record]).toEqual([
      { __typename: type, id: second },
      { __typename: type, id: first },
    ]);
    await write(ann, `delete${type}`, { id: second }, 'deletedId');
    expect((await notifications<Parts>(bob, '', parts)).map(({ record }) => record)).toEqual([
      null,
      { __typename: type, id: first },
      null,
    ]);
    await revoke(ann, made);
    expect((await notifications<Parts>(bob, '', parts)).map(({ kind, record }) => [kind, record])).toEqual([
      ['SHARE_REVOKED', null],
      ['SHARE_CREATED', null],
    ]);
  });

  test('shows of itself what the viewer may see, and no more', async () => {
    const [ann, bob] = [await person(gateway), await person(gateway, { name: 'Bob' })];
    await share(ann, bob, { include: ['WEIGHT'], notify: ['WEIGHT', 'SLEEP'] });
    const body = {
      measuredAt: at(7),
      weightKilograms: 70,
      restingHeartRate: 50,
      sleepHours: 7,
      notes: 'Fine',
    };
    await write(ann, 'recordBodyMetric', body, 'created');
    const fields = 'weightKilograms restingHeartRate sleepHours notes';
    const list = await notifications<{ category: string; record: object }>(
      bob,
      '(first: 1)',
      `category record { ... on BodyMetric { ${fields} } }`,
    );
    expect(list).toEqual([
      {
        category: 'WEIGHT',
        record: { weightKilograms: 70, restingHeartRate: null, sleepHours: null, notes: null },
      },
    ]);
  });
});

test('the share of a notification is there also when it has ended', async () => {
  const { ann, bob, made } = await couple();
  await revoke(ann, made);
  const list = await notifications<Parts>(bob, '', parts);
  expect(list.map(({ kind, share }) => [kind, share])).toEqual([
    ['SHARE_REVOKED', { id: made.id, endedAt: expect.any(String) }],
    ['SHARE_CREATED', { id: made.id, endedAt: expect.any(String) }],
  ]);
});

describe('node', () => {
  const node = async (who: TestPerson, id: string | undefined) => {
    const query =
      'query ($id: ID!) { node(id: $id) { id ... on Notification { kind category owner { name } cursor } } }';
    return (await who.gets<{ node: object | null }>(query, { id })).node;
  };

  test('finds one’s own notification, and no one else’s', async () => {
    const { ann, bob, made } = await couple();
    await writes(ann, records[1] as (typeof records)[number], 1);
    const [newest, oldest] = await notifications(bob);
    expect(await node(bob, newest?.id)).toEqual({
      id: newest?.id,
      kind: 'LOGGED',
      category: 'SLEEP',
      owner: { name: 'Ann' },
      cursor: newest?.cursor,
    });
    for (const other of [ann, await person(gateway)]) expect(await node(other, newest?.id)).toBeNull();
    await revoke(ann, made);
    expect(await node(bob, newest?.id)).toBeNull();
    expect(await node(bob, oldest?.id)).toMatchObject({ id: oldest?.id });
  });
});

test('50 notifications of every kind, with record, owner and share, take as many statements as few do', async () => {
  const bob = await person(gateway, { name: 'Bob' });
  const owners = await Promise.all([1, 2, 3, 4, 5].map(() => person(gateway)));
  for (const owner of owners) await share(owner, bob, { notify: notifiableCategories });
  const statementsFor = async (first: number) => {
    gateway.statements();
    const list = await notifications<Parts>(bob, `(first: ${first})`, `${parts} owner { id name image }`);
    return { length: list.length, statements: gateway.statements() };
  };
  for (const owner of owners) for (const kind of records) await writes(owner, kind, 1);
  // What a token was last used for is written now and then, and is none of this.
  await statementsFor(1);
  const few = await statementsFor(9);
  const many = await statementsFor(50);
  expect([few.length, many.length]).toEqual([9, 50]);
  // The list takes two, the owners, the shares and what is open one each, and each of nine types of record one.
  expect(many.statements.length).toBe(few.statements.length);
  expect(many.statements.length).toBeLessThanOrEqual(14);
});
