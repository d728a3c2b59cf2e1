import { defineEntity, p } from '@mikro-orm/postgresql';
import { instant, localDate, quantity } from '../platform/database/columns.ts';

/** What every daily record has beside its own fields: identity, provenance, and the local day that it belongs to. */
const record = () => ({
  ownerId: p.uuid().primary(),
  id: p.uuid().primary(),
  /** Who wrote it; `null`: the person themself. */
  clientId: p.text().nullable(),
  externalId: p.text().nullable(),
  /** What the client sent, as it sent it. */
  payload: p.json().nullable(),
  localDate: localDate(),
  createdAt: instant(),
  updatedAt: instant(),
});

export const SleepDayEntity = defineEntity({
  name: 'SleepDay',
  tableName: 'sleep_days',
  properties: {
    ...record(),
    startedAt: instant().nullable(),
    endedAt: instant().nullable(),
    utcOffsetMinutes: p.smallint().nullable(),
    timezone: p.text().nullable(),
    sleepSeconds: p.integer().nullable(),
    timeInBedSeconds: p.integer().nullable(),
    deepSleepSeconds: p.integer().nullable(),
    lightSleepSeconds: p.integer().nullable(),
    remSleepSeconds: p.integer().nullable(),
    awakeSeconds: p.integer().nullable(),
    score: p.smallint().nullable(),
  },
});

export const WellnessDayEntity = defineEntity({
  name: 'WellnessDay',
  tableName: 'wellness_days',
  properties: {
    ...record(),
    steps: p.integer().nullable(),
    waterMilliliters: quantity().nullable(),
    activityEnergyKilocalories: quantity().nullable(),
  },
});

export const NutritionDayEntity = defineEntity({
  name: 'NutritionDay',
  tableName: 'nutrition_days',
  properties: {
    ...record(),
    loggedAt: instant().nullable(),
    breakfastEnergyKilocalories: quantity().nullable(),
    lunchEnergyKilocalories: quantity().nullable(),
    dinnerEnergyKilocalories: quantity().nullable(),
    snackEnergyKilocalories: quantity().nullable(),
    energyKilocalories: quantity().nullable(),
    goalEnergyKilocalories: quantity().nullable(),
    carbohydrateGrams: quantity().nullable(),
    proteinGrams: quantity().nullable(),
    fatGrams: quantity().nullable(),
    goalCarbohydrateGrams: quantity().nullable(),
    goalProteinGrams: quantity().nullable(),
    goalFatGrams: quantity().nullable(),
    activityEnergyKilocalories: quantity().nullable(),
    steps: p.integer().nullable(),
    waterMilliliters: quantity().nullable(),
  },
});

export const BodyMetricEntity = defineEntity({
  name: 'BodyMetric',
  tableName: 'body_metrics',
  properties: {
    ...record(),
    measuredAt: instant(),
    utcOffsetMinutes: p.smallint(),
    timezone: p.text().nullable(),
    weightKilograms: quantity().nullable(),
    heightCentimeters: quantity().nullable(),
    bodyFatPercent: quantity().nullable(),
    muscleMassKilograms: quantity().nullable(),
    restingHeartRate: quantity().nullable(),
    sleepHours: quantity().nullable(),
    neckCentimeters: quantity().nullable(),
    chestCentimeters: quantity().nullable(),
    waistCentimeters: quantity().nullable(),
    hipCentimeters: quantity().nullable(),
    thighCentimeters: quantity().nullable(),
    armCentimeters: quantity().nullable(),
    notes: p.text().nullable(),
  },
});

export const JournalEntryEntity = defineEntity({
  name: 'JournalEntry',
  tableName: 'journal_entries',
  properties: {
    ...record(),
    kind: p.text().$type<'WAKEUP' | 'MEAL' | 'SUPPLEMENT' | 'WATER'>(),
    occurredAt: instant(),
    utcOffsetMinutes: p.smallint(),
    timezone: p.text().nullable(),
    name: p.text().nullable(),
    dose: p.text().nullable(),
    energyKilocalories: quantity().nullable(),
    carbohydrateGrams: quantity().nullable(),
    proteinGrams: quantity().nullable(),
    fatGrams: quantity().nullable(),
    volumeMilliliters: quantity().nullable(),
    notes: p.text().nullable(),
  },
});
