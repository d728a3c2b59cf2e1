import { describe, expect, test } from 'vitest';
import { person, type TestPerson } from '../../test/gateway/people.ts';
import { list, refused, write } from '../../test/gateway/records.ts';
import { useGateway } from '../../test/gateway/test-gateway.ts';

const gateway = useGateway();

const night = {
  startedAt: '2026-01-15T23:45:00+01:00',
  endedAt: '2026-01-16T07:15:00+01:00',
  sleepSeconds: 25_200,
  timeInBedSeconds: 28_800,
  deepSleepSeconds: 5400,
  lightSleepSeconds: 15_000,
  remSleepSeconds: 4500,
  awakeSeconds: 900,
  score: 82,
};

describe('a day of sleep', () => {
  const all =
    'day startedAt endedAt utcOffsetMinutes timezone sleepSeconds timeInBedSeconds deepSleepSeconds lightSleepSeconds remSleepSeconds awakeSeconds score';

  test('comes back as it was written, on the day of waking when no day is given', async () => {
    const ann = await person(gateway);
    const { sleepDay, created } = await write<{ sleepDay: object; created: boolean }>(
      ann,
      'recordSleepDay',
      night,
      `sleepDay { ${all} source { provider clientId } } created`,
    );
    expect(created).toBe(true);
    expect(sleepDay).toEqual({
      ...night,
      startedAt: '2026-01-15T22:45:00Z',
      endedAt: '2026-01-16T06:15:00Z',
      day: '2026-01-16',
      utcOffsetMinutes: 60,
      timezone: null,
      source: { provider: 'MANUAL', clientId: null },
    });
    expect(await list(ann, 'sleepDays', all)).toEqual([expect.objectContaining({ day: '2026-01-16', score: 82 })]);
  });

  test('a second draft of the day changes only what it brings, and `null` clears', async () => {
    const ann = await person(gateway);
    await write(ann, 'recordSleepDay', { ...night, day: '2026-01-16' }, 'created');
    const again = await write<{ created: boolean; sleepDay: object }>(
      ann,
      'recordSleepDay',
      { day: '2026-01-16', score: null, sleepSeconds: 24_000 },
      'created sleepDay { score sleepSeconds deepSleepSeconds endedAt utcOffsetMinutes }',
    );
    expect(again).toEqual({
      created: false,
      sleepDay: {
        score: null,
        sleepSeconds: 24_000,
        deepSleepSeconds: 5400,
        endedAt: '2026-01-16T06:15:00Z',
        utcOffsetMinutes: 60,
      },
    });
  });

  test('a zone is kept without instants too', async () => {
    const ann = await person(gateway);
    const input = { day: '2026-01-16', sleepSeconds: 25_000, timezone: 'America/New_York' };
    expect(await write(ann, 'recordSleepDay', input, 'sleepDay { timezone utcOffsetMinutes }')).toEqual({
      sleepDay: { timezone: 'America/New_York', utcOffsetMinutes: null },
    });
  });

  test('what is written must fit what is stored', async () => {
    const ann = await person(gateway);
    await write(ann, 'recordSleepDay', { day: '2026-01-16', timeInBedSeconds: 3600 }, 'created');
    expect(await refused(ann, 'recordSleepDay', { day: '2026-01-16', sleepSeconds: 7200 })).toEqual({
      code: 'BAD_USER_INPUT',
      fields: ['sleepSeconds'],
    });
    expect(await list(ann, 'sleepDays', 'sleepSeconds')).toEqual([{ sleepSeconds: null }]);
  });
});

describe('refused with the name of the field', () => {
  const day = '2026-01-16';
  const at = '2026-01-16T07:00:00+01:00';
  test.each([
    ['recordSleepDay', { day, sleepSeconds: 30 * 3600 }, 'sleepSeconds'],
    ['recordSleepDay', { day, startedAt: '2026-01-15T00:00:00Z', endedAt: '2026-01-16T06:00:00Z' }, 'endedAt'],
    ['recordSleepDay', { day, startedAt: '2026-01-16T06:00:00Z', endedAt: '2026-01-16T06:00:00Z' }, 'endedAt'],
    ['recordSleepDay', { ...night, timeInBedSeconds: 25_300 }, 'timeInBedSeconds'],
    ['recordSleepDay', { day, deepSleepSeconds: 80_000, lightSleepSeconds: 80_000 }, 'lightSleepSeconds'],
    ['recordSleepDay', { day, score: 101 }, 'score'],
    ['recordSleepDay', { day, timezone: '+23:59' }, 'timezone'],
    ['recordSleepDay', { sleepSeconds: 1 }, 'day'],
    ['recordSleepDay', { day: '20266-01-16' }, 'day'],
    ['recordSleepDay', { day: '2026-02-30' }, 'day'],
    ['recordSleepDay', { day: '2126-01-16' }, 'day'],
    ['recordSleepDay', { day, timezone: 'Mars/Olympus' }, 'timezone'],
    ['recordWellnessDay', { day, steps: -1 }, 'steps'],
    ['recordWellnessDay', { day: null }, 'day'],
    ['recordNutritionDay', { day, energyKilocalories: 50_000 }, 'energyKilocalories'],
    ['recordBodyMetric', { measuredAt: at, weightKilograms: 900 }, 'weightKilograms'],
    ['recordBodyMetric', { measuredAt: at, weightKilograms: 60, muscleMassKilograms: 61 }, 'muscleMassKilograms'],
    ['recordBodyMetric', { measuredAt: at, restingHeartRate: 0 }, 'restingHeartRate'],
    ['recordBodyMetric', { measuredAt: at, notes: 'a\u0000b' }, 'notes'],
    ['logMeal', { occurredAt: at, name: ' ' }, 'name'],
    ['logMeal', { occurredAt: at, name: 'Soup', externalId: '\ud800' }, 'externalId'],
    ['logWater', { occurredAt: at, volumeMilliliters: 0 }, 'volumeMilliliters'],
    ['logSupplement', { occurredAt: at, name: 'D3', externalId: '' }, 'externalId'],
    ['logWakeup', { occurredAt: '2026-01-16T07:00:00' }, 'occurredAt'],
    ['logWakeup', { occurredAt: '2126-01-16T07:00:00Z' }, 'occurredAt'],
  ])('%s of %j', async (mutation, input, field) => {
    const ann = await person(gateway);
    expect(await refused(ann, mutation, input)).toEqual({ code: 'BAD_USER_INPUT', fields: [field] });
    for (const name of ['sleepDays', 'wellnessDays', 'nutritionDays', 'bodyMetrics', 'journal'])
      expect(await list(ann, name, 'id')).toEqual([]);
  });
});

test('nutrition is one record for a day, and its total is the sum of the meals until one is sent', async () => {
  const ann = await person(gateway);
  const meals = { breakfastEnergyKilocalories: 450, lunchEnergyKilocalories: 650.5, dinnerEnergyKilocalories: 800 };
  const selection = 'created nutritionDay { energyKilocalories lunchEnergyKilocalories loggedAt proteinGrams }';
  expect(await write(ann, 'recordNutritionDay', { day: '2026-01-16', ...meals }, selection)).toEqual({
    created: true,
    nutritionDay: { energyKilocalories: 1900.5, lunchEnergyKilocalories: 650.5, loggedAt: null, proteinGrams: null },
  });
  const more = { day: '2026-01-16', energyKilocalories: 2000, loggedAt: '2026-01-16T20:00:00Z', proteinGrams: 140 };
  expect(await write(ann, 'recordNutritionDay', more, selection)).toEqual({
    created: false,
    nutritionDay: {
      energyKilocalories: 2000,
      lunchEnergyKilocalories: 650.5,
      loggedAt: '2026-01-16T20:00:00Z',
      proteinGrams: 140,
    },
  });
});

test('body metrics of one instant are one record, however the instant is written', async () => {
  const ann = await person(gateway);
  const selection = 'created bodyMetric { weightKilograms waistCentimeters localDate utcOffsetMinutes timezone }';
  await write(ann, 'recordBodyMetric', { measuredAt: '2026-01-17T07:30:00+01:00', weightKilograms: 78.2 }, selection);
  expect(
    await write(ann, 'recordBodyMetric', { measuredAt: '2026-01-17T06:30:00Z', waistCentimeters: 82.3 }, selection),
  ).toEqual({
    created: false,
    bodyMetric: {
      weightKilograms: 78.2,
      waistCentimeters: 82.3,
      localDate: '2026-01-17',
      utcOffsetMinutes: 60,
      timezone: null,
    },
  });
});

test('twenty parts of one day at once become one record with all of them', async () => {
  const ann = await person(gateway);
  const parts = ['breakfast', 'lunch', 'dinner', 'snack'].map((meal) => `${meal}EnergyKilocalories`);
  await Promise.all(
    Array.from({ length: 20 }, (_, index) =>
      write(ann, 'recordNutritionDay', { day: '2026-01-16', [parts[index % 4] as string]: 100 }, 'created'),
    ),
  );
  expect(await list(ann, 'nutritionDays', 'energyKilocalories')).toEqual([{ energyKilocalories: 400 }]);
});

describe('by id', () => {
  const kinds = [
    ['SleepDay', 'recordSleepDay', { day: '2026-01-16', score: 80 }, { score: 90 }],
    ['WellnessDay', 'recordWellnessDay', { day: '2026-01-16', steps: 80 }, { steps: 90 }],
    ['NutritionDay', 'recordNutritionDay', { day: '2026-01-16', fatGrams: 80 }, { fatGrams: 90 }],
    [
      'BodyMetric',
      'recordBodyMetric',
      { measuredAt: '2026-01-16T08:00:00Z', weightKilograms: 80 },
      { weightKilograms: 90 },
    ],
    ['Wakeup', 'logWakeup', { occurredAt: '2026-01-16T08:00:00Z', notes: 'well' }, { notes: 'not so well' }],
    ['Meal', 'logMeal', { occurredAt: '2026-01-16T08:00:00Z', name: 'Soup' }, { name: 'Salad' }],
    ['Supplement', 'logSupplement', { occurredAt: '2026-01-16T08:00:00Z', name: 'D3' }, { name: 'B12' }],
    ['Water', 'logWater', { occurredAt: '2026-01-16T08:00:00Z', volumeMilliliters: 1 }, { volumeMilliliters: 2 }],
  ] as const;

  test.each(kinds)('a %s is read, changed and deleted, by its owner alone', async (name, mutation, input, change) => {
    const [ann, bob] = [await person(gateway), await person(gateway, { name: 'Bob' })];
    const field = name.charAt(0).toLowerCase() + name.slice(1);
    const [figure] = Object.keys(change) as [string];
    const made = await write<Record<string, { id: string }>>(ann, mutation, input, `${field} { id }`);
    const id = made[field]?.id as string;
    const node = (who: TestPerson) =>
      who.gets<{ node: object | null }>(`{ node(id: "${id}") { __typename id ... on ${name} { ${figure} } } }`);
    expect(await node(ann)).toEqual({ node: expect.objectContaining({ __typename: name, id }) });
    expect(await node(bob)).toEqual({ node: null });

    expect((await refused(bob, `update${name}`, { id, ...change })).code).toBe('NOT_FOUND');
    expect((await refused(bob, `delete${name}`, { id })).code).toBe('NOT_FOUND');
    await write(ann, `update${name}`, { id, ...change }, `${field} { id }`);
    expect(await node(ann)).toEqual({ node: { __typename: name, id, ...change } });

    await write(ann, `delete${name}`, { id }, 'deletedId');
    expect(await node(ann)).toEqual({ node: null });
    expect((await refused(ann, `update${name}`, { id, ...change })).code).toBe('NOT_FOUND');
  });
});

test.each([
  ['sleepDays', 'recordSleepDay', { day: '2026-01-16' }],
  ['wellnessDays', 'recordWellnessDay', { day: '2026-01-16' }],
  ['nutritionDays', 'recordNutritionDay', { day: '2026-01-16' }],
  ['bodyMetrics', 'recordBodyMetric', { measuredAt: '2026-01-16T08:00:00Z' }],
  ['journal', 'logWater', { occurredAt: '2026-01-16T08:00:00Z', volumeMilliliters: 1 }],
])('without its scope %s is null with an error, and %s is refused', async (name, mutation, input) => {
  const eve = await person(gateway, { scopes: ['activities:read', 'profile:read'] });
  const { data, errors } = await eve.ask(`{ viewer { health { ${name} { edges { node { id } } } } } }`);
  expect(data).toEqual({ viewer: { health: { [name]: null } } });
  expect(errors?.[0]?.extensions.code).toBe('FORBIDDEN');
  expect((await refused(eve, mutation, input)).code).toBe('FORBIDDEN');
});

test('lists page by cursor, count when asked, and filter by day and by change', async () => {
  const ann = await person(gateway);
  for (const day of ['2026-01-14', '2026-01-15', '2026-01-16'])
    await write(ann, 'recordWellnessDay', { day, steps: 1000 }, 'created');
  type Lists = {
    viewer: { health: { wellnessDays: { totalCount: number; pageInfo: { endCursor: string }; edges: object[] } } };
  };
  const page = (args: string) =>
    ann.gets<Lists>(
      `{ viewer { health { wellnessDays(${args}) { totalCount pageInfo { endCursor } edges { node { day } } } } } }`,
    );
  const first = (await page('first: 2')).viewer.health.wellnessDays;
  expect(first.totalCount).toBe(3);
  expect(first.edges).toEqual([{ node: { day: '2026-01-16' } }, { node: { day: '2026-01-15' } }]);
  const second = (await page(`first: 2, after: "${first.pageInfo.endCursor}"`)).viewer.health.wellnessDays;
  expect(second.edges).toEqual([{ node: { day: '2026-01-14' } }]);
  const filtered = await page('filter: { from: "2026-01-15", to: "2026-01-15" }');
  expect(filtered.viewer.health.wellnessDays).toMatchObject({
    totalCount: 1,
    edges: [{ node: { day: '2026-01-15' } }],
  });
  const unchanged = await page('filter: { updatedSince: "2126-01-01T00:00:00Z" }').catch((error: unknown) =>
    String(error),
  );
  expect(unchanged).toContain('updatedSince');
});
