import type { Category } from './categories.ts';

/**
 * What opens a field to a viewer: any one of some categories; RECORD: whatever opens the record, since it only says which one it is, of
 * when, and how it came; OWNER: nothing does.
 */
export type Opening = readonly [Category, ...Category[]] | 'RECORD' | 'OWNER';

/** What opens a kind of record. */
export interface SharedRecord {
  /** The category of which the record as such is; where there is none, it is there for whoever may see one of its fields. */
  readonly itself?: Category;
  readonly fields: Readonly<Record<string, Opening>>;
}

const workout = ['WORKOUT'] as const;
const sleep = ['SLEEP'] as const;
const meal = ['MEAL'] as const;
const water = ['WATER'] as const;
const supplement = ['SUPPLEMENT'] as const;
const weight = ['WEIGHT'] as const;
const steps = ['STEPS'] as const;
const heartRate = ['HEART_RATE'] as const;
const notes = ['NOTES'] as const;

/** What every record has. */
const identity = { id: 'RECORD', createdAt: 'RECORD', updatedAt: 'RECORD' } as const;
/** Of `source` the provider and the client; the external id in it is the owner's, as is what was sent. */
const record = { ...identity, source: 'RECORD', externalId: 'OWNER', payload: 'OWNER' } as const;
const moment = { utcOffsetMinutes: 'RECORD', timezone: 'RECORD', localDate: 'RECORD' } as const;
const entry = { ...record, ...moment, kind: 'RECORD', occurredAt: 'RECORD', notes } as const;

/**
 * Every field of every record with what opens it: the one table that lists, days, `node`, exports and notifications read. NOTES and
 * LOCATION open something of a record that another category shows; alone they show none. Names and titles tell what a record is about
 * and belong to it. Samples have the category of their metric (`samples/metrics.ts`).
 */
export const sharedFields = {
  Activity: {
    itself: 'WORKOUT',
    fields: {
      ...identity,
      ...moment,
      startedAt: 'RECORD',
      sport: workout,
      subSport: workout,
      title: workout,
      notes,
      durationSeconds: workout,
      elapsedSeconds: workout,
      distanceMeters: workout,
      elevationGainMeters: workout,
      elevationLossMeters: workout,
      averageHeartRate: workout,
      maxHeartRate: workout,
      averagePower: workout,
      maxPower: workout,
      averageCadence: workout,
      maxCadence: workout,
      averageSpeedMetersPerSecond: workout,
      maxSpeedMetersPerSecond: workout,
      energyKilocalories: workout,
      perceivedExertion: workout,
      load: workout,
      laps: workout,
      pauses: workout,
      sources: workout,
      streams: workout,
      duplicateOf: workout,
      fitUrl: workout,
      file: 'OWNER',
    },
  },
  SleepDay: {
    itself: 'SLEEP',
    fields: {
      ...record,
      day: 'RECORD',
      utcOffsetMinutes: 'RECORD',
      timezone: 'RECORD',
      startedAt: sleep,
      endedAt: ['SLEEP', 'WAKEUP'],
      sleepSeconds: sleep,
      timeInBedSeconds: sleep,
      deepSleepSeconds: sleep,
      lightSleepSeconds: sleep,
      remSleepSeconds: sleep,
      awakeSeconds: sleep,
      score: sleep,
    },
  },
  WellnessDay: {
    fields: { ...record, day: 'RECORD', steps, waterMilliliters: water, activityEnergyKilocalories: workout },
  },
  NutritionDay: {
    fields: {
      ...record,
      day: 'RECORD',
      loggedAt: meal,
      breakfastEnergyKilocalories: meal,
      lunchEnergyKilocalories: meal,
      dinnerEnergyKilocalories: meal,
      snackEnergyKilocalories: meal,
      energyKilocalories: meal,
      goalEnergyKilocalories: meal,
      carbohydrateGrams: meal,
      proteinGrams: meal,
      fatGrams: meal,
      goalCarbohydrateGrams: meal,
      goalProteinGrams: meal,
      goalFatGrams: meal,
      activityEnergyKilocalories: workout,
      steps,
      waterMilliliters: water,
    },
  },
  BodyMetric: {
    fields: {
      ...record,
      ...moment,
      measuredAt: 'RECORD',
      weightKilograms: weight,
      heightCentimeters: weight,
      bodyFatPercent: weight,
      muscleMassKilograms: weight,
      restingHeartRate: heartRate,
      sleepHours: sleep,
      neckCentimeters: weight,
      chestCentimeters: weight,
      waistCentimeters: weight,
      hipCentimeters: weight,
      thighCentimeters: weight,
      armCentimeters: weight,
      notes,
    },
  },
  Wakeup: { itself: 'WAKEUP', fields: entry },
  Meal: {
    itself: 'MEAL',
    fields: {
      ...entry,
      name: meal,
      energyKilocalories: meal,
      carbohydrateGrams: meal,
      proteinGrams: meal,
      fatGrams: meal,
    },
  },
  Supplement: { itself: 'SUPPLEMENT', fields: { ...entry, name: supplement, dose: supplement } },
  Water: { itself: 'WATER', fields: { ...entry, volumeMilliliters: water } },
} as const satisfies Record<string, SharedRecord>;

export type RecordType = keyof typeof sharedFields;
export type FieldOf<Type extends RecordType> = Extract<keyof (typeof sharedFields)[Type]['fields'], string>;

/** The categories of which one opens a field of its own. */
export function categoriesOf<Type extends RecordType>(type: Type, field: FieldOf<Type>): readonly Category[] {
  const opening: Opening = (sharedFields[type] as SharedRecord).fields[field] as Opening;
  return typeof opening === 'string' ? [] : opening;
}
