import { z } from 'zod';
import { bodyMetrics } from '../../daily/body-metric.ts';
import { energyEaten, nutritionDays, type NutritionFields } from '../../daily/nutrition-day.ts';
import type { RecordBase, RecordKind } from '../../daily/record-kind.ts';
import { sleepDays } from '../../daily/sleep-day.ts';
import { wellnessDays } from '../../daily/wellness-day.ts';
import { instant, int, number, words, type VendorFields } from './fields.ts';

/** One of the resources that are listed and upserted, by what names it. */
export interface DailyResource {
  path: string;
  kind: RecordKind;
  /** What it is in the document's words. */
  title: string;
  /** The field that names a record, and its type in a request. */
  key: { name: 'day' | 'measuredAt'; fields: VendorFields };
  fields: VendorFields;
  /** Fields that are gathered in an object on their way out. */
  gathered?: { name: string; fields: VendorFields };
  /** Whether `rawPayload` is given back. */
  givesPayload: boolean;
  /** What is reckoned on the way out beside what is stored. */
  derive?: (record: never) => Record<string, unknown>;
}

/** A calendar day; checked by the domain. */
const day: VendorFields = {
  day: {
    as: 'day',
    words: 'YYYY-MM-DD',
    request: z.string('must be a date as YYYY-MM-DD'),
    response: z.iso.date(),
    into: (given) => given,
    outOf: (given) => given,
  },
};

const energy = (as: string) => int(as, 'kcal');
const grams = (as: string) => number(as, 'g');
const seconds = (as: string) => int(as, 's');
const centimeters = (as: string) => number(as, 'cm');

export const dailyResources: readonly DailyResource[] = [
  {
    path: '/body-metrics',
    kind: bodyMetrics,
    title: 'Body metrics',
    key: { name: 'measuredAt', fields: { measuredAt: instant('measuredAt') } },
    fields: {
      weightKg: number('weightKilograms', 'kg'),
      heightCm: int('heightCentimeters', 'cm'),
      bodyFatPct: number('bodyFatPercent', '%'),
      muscleMassKg: number('muscleMassKilograms', 'kg'),
      restingHr: int('restingHeartRate', 'bpm'),
      sleepHours: number('sleepHours', 'h'),
      notes: words('notes'),
    },
    gathered: {
      name: 'circumferences',
      fields: {
        neckCm: centimeters('neckCentimeters'),
        chestCm: centimeters('chestCentimeters'),
        waistCm: centimeters('waistCentimeters'),
        hipCm: centimeters('hipCentimeters'),
        thighCm: centimeters('thighCentimeters'),
        armCm: centimeters('armCentimeters'),
      },
    },
    givesPayload: false,
  },
  {
    path: '/sleep-days',
    kind: sleepDays,
    title: 'Sleep days',
    key: { name: 'day', fields: day },
    fields: {
      sleepStartAt: instant('startedAt'),
      sleepEndAt: instant('endedAt'),
      sleepSeconds: seconds('sleepSeconds'),
      timeInBedSeconds: seconds('timeInBedSeconds'),
      deepSeconds: seconds('deepSleepSeconds'),
      lightSeconds: seconds('lightSleepSeconds'),
      remSeconds: seconds('remSleepSeconds'),
      awakeSeconds: seconds('awakeSeconds'),
      sleepScore: int('score', '0 to 100'),
    },
    givesPayload: true,
  },
  {
    path: '/nutrition-days',
    kind: nutritionDays,
    title: 'Nutrition days',
    key: { name: 'day', fields: day },
    fields: {
      loggedAt: instant('loggedAt'),
      energyBreakfastKcal: energy('breakfastEnergyKilocalories'),
      energyLunchKcal: energy('lunchEnergyKilocalories'),
      energyDinnerKcal: energy('dinnerEnergyKilocalories'),
      energySnackKcal: energy('snackEnergyKilocalories'),
      energyTotalKcal: { ...energy('energyKilocalories'), note: 'where none was sent, read as the sum of the meals' },
      goalEnergyKcal: energy('goalEnergyKilocalories'),
      carbTotalG: grams('carbohydrateGrams'),
      proteinTotalG: grams('proteinGrams'),
      fatTotalG: grams('fatGrams'),
      goalCarbG: grams('goalCarbohydrateGrams'),
      goalProteinG: grams('goalProteinGrams'),
      goalFatG: grams('goalFatGrams'),
      activityEnergyKcal: energy('activityEnergyKilocalories'),
      steps: int('steps', 'steps'),
      waterMl: int('waterMilliliters', 'ml'),
    },
    givesPayload: true,
    derive: (record: RecordBase & NutritionFields) => {
      const total = energyEaten(record);
      return { energyTotalKcal: total === null ? null : Math.round(total) };
    },
  },
  {
    path: '/daily-wellness',
    kind: wellnessDays,
    title: 'Daily wellness',
    key: { name: 'day', fields: day },
    fields: {
      steps: int('steps', 'steps'),
      waterMl: int('waterMilliliters', 'ml'),
      activityEnergyKcal: energy('activityEnergyKilocalories'),
    },
    givesPayload: true,
  },
];
