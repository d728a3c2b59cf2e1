import { expect, test } from 'vitest';
import { clientOf, person, type TestPerson } from '../../test/gateway/people.ts';
import { days, list, write } from '../../test/gateway/records.ts';
import { useGateway } from '../../test/gateway/test-gateway.ts';

const gateway = useGateway();

const date = '2026-01-16';
const figure = '{ value source { origin clientIds devices } }';

const at = (time: string) => `${date}T${time}:00+01:00`;
const add = (who: TestPerson, metric: string, device: string, samples: object[]) =>
  write(who, 'addSamples', { metric, device, samples }, 'accepted');
const prefer = (who: TestPerson, category: string, ...sources: object[]) =>
  write(who, 'setSourcePreference', { category, sources }, 'sourcePreference { category }');
const own = (origin: string, devices: string[] = []) => ({ origin, clientIds: [null], devices });

test('a day without data is there, and says nothing', async () => {
  const ann = await person(gateway);
  const all =
    'steps { value } waterMilliliters { value } energyKilocalories { value } activityEnergyKilocalories { value } sleepSeconds { value } weightKilograms { value } restingHeartRate { value } activities { id } activityCount';
  expect(await days(ann, `date ${all}`, date, '2026-01-17')).toEqual(
    [date, '2026-01-17'].map((day) => ({
      date: day,
      steps: null,
      waterMilliliters: null,
      energyKilocalories: null,
      activityEnergyKilocalories: null,
      sleepSeconds: null,
      weightKilograms: null,
      restingHeartRate: null,
      activities: [],
      activityCount: 0,
    })),
  );
});

test('steps: samples hour by hour, else wellness days, else nutrition totals', async () => {
  const ann = await person(gateway);
  const steps = async () => (await days(ann, `steps ${figure}`))[0];
  await write(ann, 'recordNutritionDay', { day: date, steps: 9000 }, 'created');
  expect(await steps()).toEqual({ steps: { value: 9000, source: own('NUTRITION_DAY') } });
  await write(ann, 'recordWellnessDay', { day: date, steps: 8000 }, 'created');
  expect(await steps()).toEqual({ steps: { value: 8000, source: own('WELLNESS_DAY') } });
  await add(ann, 'STEPS', 'Watch', [
    { startedAt: at('08:00'), endedAt: at('08:50'), value: 3000 },
    { startedAt: at('09:00'), endedAt: at('09:05'), value: 100 },
  ]);
  await add(ann, 'STEPS', 'Phone', [
    { startedAt: at('08:10'), endedAt: at('08:20'), value: 1200 },
    { startedAt: at('09:00'), endedAt: at('09:50'), value: 2500 },
  ]);
  expect(await steps()).toEqual({ steps: { value: 5500, source: own('SAMPLES', ['Phone', 'Watch']) } });
});

test('the preferred source wins over the rule, and the newest where the rule has nothing to say', async () => {
  const ann = await person(gateway);
  const [tracker, other] = [await clientOf(gateway, ann), await clientOf(gateway, ann)];
  const steps = async () => (await days<{ steps: { value: number } }>(ann, 'steps { value }'))[0]?.steps.value;
  await add(ann, 'STEPS', 'Watch', [{ startedAt: at('08:00'), value: 3000 }]);
  await write(tracker, 'recordWellnessDay', { day: date, steps: 8000 }, 'created');
  await write(other, 'recordWellnessDay', { day: date, steps: 7000 }, 'created');
  expect(await steps()).toBe(3000);
  await prefer(ann, 'STEPS', { clientId: tracker.clientId });
  expect(await steps()).toBe(8000);
  await prefer(ann, 'STEPS', { clientId: other.clientId }, { clientId: tracker.clientId });
  expect(await steps()).toBe(7000);
  await prefer(ann, 'STEPS');
  await write(ann, 'deleteSamples', { metric: 'STEPS', from: at('08:00'), to: at('09:00') }, 'deletedCount');
  expect(await steps()).toBe(7000);
  await write(tracker, 'recordWellnessDay', { day: date, steps: 8100 }, 'created');
  expect(await steps()).toBe(8100);
  expect(await list(ann, 'wellnessDays', 'steps')).toHaveLength(2);
});

test('water, energy, sleep, weight and resting heart rate come each from the source that tells of them', async () => {
  const ann = await person(gateway);
  const tracker = await clientOf(gateway, ann);
  await write(ann, 'logWater', { occurredAt: at('08:00'), volumeMilliliters: 300 }, 'created');
  await write(tracker, 'logWater', { occurredAt: at('12:00'), volumeMilliliters: 500 }, 'created');
  await write(ann, 'logMeal', { occurredAt: at('12:00'), name: 'Soup', energyKilocalories: 400 }, 'created');
  await write(ann, 'recordSleepDay', { day: date, deepSleepSeconds: 3600, lightSleepSeconds: 18_000 }, 'created');
  await write(
    ann,
    'recordBodyMetric',
    { measuredAt: at('07:00'), weightKilograms: 70.5, restingHeartRate: 52 },
    'created',
  );
  await write(ann, 'recordBodyMetric', { measuredAt: at('19:00'), weightKilograms: 71.5 }, 'created');
  const selection = ['waterMilliliters', 'energyKilocalories', 'sleepSeconds', 'weightKilograms', 'restingHeartRate'];
  const [day] = await days<Record<string, { value: number; source: { clientIds: string[] } }>>(
    ann,
    selection.map((name) => `${name} ${figure}`).join(' '),
  );
  expect(day).toEqual({
    waterMilliliters: { value: 800, source: { origin: 'JOURNAL', clientIds: expect.anything(), devices: [] } },
    energyKilocalories: { value: 400, source: { origin: 'JOURNAL', clientIds: expect.anything(), devices: [] } },
    sleepSeconds: { value: 21_600, source: own('SLEEP_DAY') },
    weightKilograms: { value: 71.5, source: own('BODY_METRIC') },
    restingHeartRate: { value: 52, source: own('BODY_METRIC') },
  });
  expect(day?.waterMilliliters?.source.clientIds).toHaveLength(2);

  await write(
    tracker,
    'recordNutritionDay',
    { day: date, breakfastEnergyKilocalories: 450, lunchEnergyKilocalories: 700, waterMilliliters: 1500 },
    'created',
  );
  await add(ann, 'WEIGHT', 'Scale', [
    { startedAt: at('07:10'), value: 70 },
    { startedAt: at('07:11'), value: 70.2 },
  ]);
  const source = { origin: 'NUTRITION_DAY', clientIds: [tracker.clientId], devices: [] };
  expect(await days(ann, `waterMilliliters ${figure} energyKilocalories ${figure} weightKilograms ${figure}`)).toEqual([
    {
      waterMilliliters: { value: 1500, source },
      energyKilocalories: { value: 1150, source },
      weightKilograms: { value: 70.1, source: own('SAMPLES', ['Scale']) },
    },
  ]);
});

test('a day says the same whichever days are asked for with it', async () => {
  const ann = await person(gateway);
  await add(ann, 'STEPS', 'East', [
    { startedAt: '2025-01-11T01:00:00+14:00', endedAt: '2025-01-11T01:50:00+14:00', value: 700 },
  ]);
  await add(ann, 'STEPS', 'West', [
    { startedAt: '2025-01-10T01:00:00-10:00', endedAt: '2025-01-10T01:40:00-10:00', value: 500 },
  ]);
  const both = [{ steps: null }, { steps: { value: 700 } }];
  expect(await days(ann, 'steps { value }', '2025-01-10', '2025-01-11')).toEqual(both);
  expect(await days(ann, 'steps { value }', '2025-01-10')).toEqual(both.slice(0, 1));
  expect(await days(ann, 'steps { value }', '2025-01-11')).toEqual(both.slice(1));
});

test('a source is who wrote what counts, and no one else', async () => {
  const ann = await person(gateway);
  const [tracker, diary] = [await clientOf(gateway, ann), await clientOf(gateway, ann)];
  await write(tracker, 'logWater', { occurredAt: at('08:00'), volumeMilliliters: 300 }, 'created');
  await write(diary, 'logMeal', { occurredAt: at('12:00'), name: 'Soup', energyKilocalories: 400 }, 'created');
  await write(ann, 'logWakeup', { occurredAt: at('07:00') }, 'created');
  await write(tracker, 'recordBodyMetric', { measuredAt: at('08:00'), weightKilograms: 70 }, 'created');
  await write(tracker, 'recordBodyMetric', { measuredAt: at('22:00'), restingHeartRate: 50 }, 'created');
  await write(diary, 'recordBodyMetric', { measuredAt: at('12:00'), weightKilograms: 71 }, 'created');
  await add(ann, 'STEPS', 'Watch', [{ startedAt: at('08:00'), value: 3000 }]);
  await add(tracker, 'HEART_RATE', 'Watch', [{ startedAt: at('08:00'), value: 60 }]);
  const names = ['waterMilliliters', 'energyKilocalories', 'weightKilograms', 'restingHeartRate', 'steps'];
  const figures = async () => {
    const [day] = await days<Record<string, { value: number; source: { clientIds: (string | null)[] } }>>(
      ann,
      names.map((name) => `${name} ${figure}`).join(' '),
    );
    return names.map((name) => [day?.[name]?.value, day?.[name]?.source.clientIds]);
  };
  const expected = [
    [300, [tracker.clientId]],
    [400, [diary.clientId]],
    [71, [diary.clientId]],
    [50, [tracker.clientId]],
    [3000, [null]],
  ];
  expect(await figures()).toEqual(expected);
  // The tracker sent no steps of the watch, so that preferring it does not make the watch win.
  await add(ann, 'STEPS', 'Phone', [{ startedAt: at('08:00'), endedAt: at('08:30'), value: 900 }]);
  await prefer(ann, 'STEPS', { clientId: tracker.clientId });
  expect((await figures())[4]).toEqual([900, [null]]);
});

test('a year of days takes one statement for each kind of record', async () => {
  const ann = await person(gateway);
  await write(ann, 'recordWellnessDay', { day: date, steps: 8000 }, 'created');
  await add(ann, 'STEPS', 'Watch', [{ startedAt: at('08:00'), value: 3000 }]);
  gateway.statements();
  const year = await days(
    ann,
    `date steps ${figure} sleepSeconds { value } activities { id duplicateOf { id } }`,
    '2025-02-01',
    '2026-02-01',
  );
  expect(year).toHaveLength(366);
  const statements = gateway.statements();
  const tables = [
    'source_preferences',
    'sample_hours',
    'wellness_days',
    'nutrition_days',
    'sleep_days',
    'body_metrics',
    'journal_entries',
    'activities',
  ];
  const reading = (table: string) =>
    statements.filter((statement) => new RegExp(`from "?${table}"?\\s`).test(statement));
  expect(tables.map((table) => [table, reading(table).length])).toEqual(tables.map((table) => [table, 1]));
  expect(statements).toHaveLength(tables.length);
});

test.each([
  ['2026-01-16', '2026-01-15', 'to'],
  ['2024-01-01', '2025-01-01', 'to'],
  ['0000-01-01', '0000-01-05', 'from'],
  ['9999-12-31', '9999-12-31', 'from'],
])('from %s to %s is refused', async (from, to, field) => {
  const ann = await person(gateway);
  const { errors } = await ann.ask(`{ viewer { health { days(from: "${from}", to: "${to}") { date } } } }`);
  expect(errors?.[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', fields: { [field]: [expect.any(String)] } });
});

test('without any one of its scopes a day is null with an error; a preference is for the person alone', async () => {
  const reading = [
    'activities:read',
    'body:read',
    'sleep:read',
    'nutrition:read',
    'dailyWellness:read',
    'samples:read',
  ] as const;
  for (const missing of reading) {
    const eve = await person(gateway, { scopes: reading.filter((scope) => scope !== missing) });
    const { data, errors } = await eve.ask(`{ viewer { health { days(from: "${date}", to: "${date}") { date } } } }`);
    expect(data).toEqual({ viewer: { health: { days: null } } });
    expect(errors?.[0]).toMatchObject({ message: expect.stringContaining(missing), extensions: { code: 'FORBIDDEN' } });
  }
  const ann = await person(gateway);
  const tracker = await clientOf(gateway, ann);
  const { errors } = await tracker.ask(
    'mutation { setSourcePreference(input: { category: STEPS, sources: [] }) { __typename } }',
  );
  expect(errors?.[0]?.extensions.code).toBe('FORBIDDEN');
});
