import { expect, test } from 'vitest';
import { clientOf, person } from '../../test/gateway/people.ts';
import { list, write } from '../../test/gateway/records.ts';
import { useGateway } from '../../test/gateway/test-gateway.ts';

const gateway = useGateway();

const day = '2026-01-16';

const wellness = { steps: 9000, waterMilliliters: 1800.5, activityEnergyKilocalories: 410 };
const nutrition = {
  breakfastEnergyKilocalories: 450,
  lunchEnergyKilocalories: 650.5,
  dinnerEnergyKilocalories: 800,
  snackEnergyKilocalories: 120,
  energyKilocalories: 2020.5,
  goalEnergyKilocalories: 2200,
  carbohydrateGrams: 240,
  proteinGrams: 110.5,
  fatGrams: 70,
  goalCarbohydrateGrams: 260,
  goalProteinGrams: 120,
  goalFatGrams: 75,
  activityEnergyKilocalories: 400,
  steps: 8800,
  waterMilliliters: 1700,
};
const body = {
  weightKilograms: 70.4,
  heightCentimeters: 172,
  bodyFatPercent: 18.5,
  muscleMassKilograms: 52,
  restingHeartRate: 54,
  sleepHours: 7.25,
  neckCentimeters: 36,
  chestCentimeters: 95,
  waistCentimeters: 78,
  hipCentimeters: 96,
  thighCentimeters: 55,
  armCentimeters: 30,
  notes: 'after breakfast',
};

test.each([
  ['recordWellnessDay', 'wellnessDay', { day }, wellness],
  ['recordNutritionDay', 'nutritionDay', { day }, nutrition],
  ['recordBodyMetric', 'bodyMetric', { measuredAt: `${day}T07:00:00+01:00` }, body],
])(
  '%s keeps every figure, changes those that come again, and clears what is null',
  async (mutation, field, key, all) => {
    const ann = await person(gateway);
    const selection = `created ${field} { ${Object.keys(all).join(' ')} }`;
    expect(await write(ann, mutation, { ...key, ...all }, selection)).toEqual({ created: true, [field]: all });
    const [first, second] = Object.keys(all) as [string, string];
    const change = { [first]: 61, [second]: null };
    expect(await write(ann, mutation, { ...key, ...change }, selection)).toEqual({
      created: false,
      [field]: { ...all, ...change },
    });
  },
);

test('two clients have a day each, with their name on it; nutrition is one, and has the name of its last writer', async () => {
  const ann = await person(gateway);
  const [tracker, diary] = [await clientOf(gateway, ann), await clientOf(gateway, ann)];
  const source = 'source { provider clientId externalId }';
  for (const [who, steps, externalId] of [
    [tracker, 8000, 'tracker-1'],
    [diary, 9000, 'diary-1'],
  ] as const) {
    await write(who, 'recordWellnessDay', { day, steps, externalId }, 'created');
    await write(who, 'recordSleepDay', { day, score: 80, externalId }, 'created');
    await write(who, 'recordNutritionDay', { day, steps, externalId }, 'created');
  }
  const by = (client: { clientId: string }, externalId: string) => ({
    source: { provider: 'EXTERNAL', clientId: client.clientId, externalId },
  });
  const both = [by(tracker, 'tracker-1'), by(diary, 'diary-1')];
  expect(await list(ann, 'wellnessDays', source)).toEqual(expect.arrayContaining(both));
  expect(await list(ann, 'sleepDays', source)).toEqual(expect.arrayContaining(both));
  expect(await list(ann, 'nutritionDays', `steps ${source}`)).toEqual([{ steps: 9000, ...by(diary, 'diary-1') }]);
});
