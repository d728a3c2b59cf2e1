import { expect, test } from 'vitest';
import { categories, type Category } from '../../src/sharing/categories.ts';
import { metricNames, metrics } from '../../src/samples/metrics.ts';
import { sharedFields, type SharedRecord } from '../../src/sharing/shared-fields.ts';

/** What a share of a category opens, as `Type` where it shows the kind of record as such, and `Type.field`. */
function openedBy(category: Category): string[] {
  return Object.entries<SharedRecord>(sharedFields)
    .flatMap(([type, { itself, fields }]) => [
      ...(itself === category ? [type] : []),
      ...Object.entries(fields).flatMap(([field, opening]) =>
        typeof opening !== 'string' && opening.includes(category) ? [`${type}.${field}`] : [],
      ),
    ])
    .sort();
}

const all = (type: string, fields: string) => fields.split(' ').map((field) => `${type}.${field}`);

/** The design's table of categories in its own words: a change here is a change of what people share. */
const design: Record<Category, string[]> = {
  SLEEP: [
    'SleepDay',
    ...all('SleepDay', 'startedAt endedAt sleepSeconds timeInBedSeconds deepSleepSeconds lightSleepSeconds'),
    ...all('SleepDay', 'remSleepSeconds awakeSeconds score'),
    'BodyMetric.sleepHours',
  ],
  WAKEUP: ['Wakeup', 'SleepDay.endedAt'],
  WEIGHT: [
    ...all('BodyMetric', 'weightKilograms heightCentimeters bodyFatPercent muscleMassKilograms neckCentimeters'),
    ...all('BodyMetric', 'chestCentimeters waistCentimeters hipCentimeters thighCentimeters armCentimeters'),
  ],
  WATER: ['Water', 'Water.volumeMilliliters', 'WellnessDay.waterMilliliters', 'NutritionDay.waterMilliliters'],
  MEAL: [
    'Meal',
    ...all('Meal', 'name energyKilocalories carbohydrateGrams proteinGrams fatGrams'),
    ...all('NutritionDay', 'loggedAt breakfastEnergyKilocalories lunchEnergyKilocalories dinnerEnergyKilocalories'),
    ...all('NutritionDay', 'snackEnergyKilocalories energyKilocalories goalEnergyKilocalories carbohydrateGrams'),
    ...all('NutritionDay', 'proteinGrams fatGrams goalCarbohydrateGrams goalProteinGrams goalFatGrams'),
  ],
  SUPPLEMENT: ['Supplement', 'Supplement.name', 'Supplement.dose'],
  WORKOUT: [
    'Activity',
    ...all('Activity', 'sport subSport title durationSeconds elapsedSeconds distanceMeters elevationGainMeters'),
    ...all('Activity', 'elevationLossMeters averageHeartRate maxHeartRate averagePower maxPower averageCadence'),
    ...all('Activity', 'maxCadence averageSpeedMetersPerSecond maxSpeedMetersPerSecond energyKilocalories load'),
    ...all('Activity', 'perceivedExertion laps pauses sources streams duplicateOf fitUrl'),
    'WellnessDay.activityEnergyKilocalories',
    'NutritionDay.activityEnergyKilocalories',
  ],
  HEART_RATE: ['BodyMetric.restingHeartRate'],
  STEPS: ['WellnessDay.steps', 'NutritionDay.steps'],
  // Positions are among the streams: readStreams asks for it by itself.
  LOCATION: [],
  NOTES: ['Activity', 'BodyMetric', 'Wakeup', 'Meal', 'Supplement', 'Water'].map((type) => `${type}.notes`),
};

test.each(categories)('%s opens what the design says', (category) => {
  expect(openedBy(category)).toEqual(design[category].toSorted());
});

test('samples have the category of their metric', () => {
  expect(Object.fromEntries(metricNames.map((name) => [name, metrics[name].category]))).toEqual({
    HEART_RATE: 'HEART_RATE',
    RESTING_HEART_RATE: 'HEART_RATE',
    HEART_RATE_VARIABILITY: 'HEART_RATE',
    OXYGEN_SATURATION: 'HEART_RATE',
    RESPIRATORY_RATE: 'HEART_RATE',
    SKIN_TEMPERATURE: 'HEART_RATE',
    STEPS: 'STEPS',
    WEIGHT: 'WEIGHT',
    ENERGY: 'WORKOUT',
  });
});
