import type { DateTime } from 'luxon';
import type { DraftOf } from '../../daily/record-kind.ts';
import type { bodyMetrics } from '../../daily/body-metric.ts';
import type { journal } from '../../daily/journal.ts';
import type { nutritionDays } from '../../daily/nutrition-day.ts';
import type { sleepDays } from '../../daily/sleep-day.ts';
import type { wellnessDays } from '../../daily/wellness-day.ts';
import type { Between } from './random.ts';

/** What makes one demo person another than the next. */
export interface Physique {
  weightKilograms: number;
  heightCentimeters: number;
  restingHeartRate: number;
}

/** A stretch of a day that is spent in a workout. */
export interface Exertion {
  startMs: number;
  endMs: number;
  energyKilocalories: number;
  /** Whether steps are taken. */
  onFoot: boolean;
}

/** A day as it passes, from which all records and samples of it are made. */
export interface DemoDay {
  date: DateTime;
  /** When they fell asleep the evening before, and when they woke. */
  asleepAt: DateTime;
  wokeAt: DateTime;
  restingHeartRate: number;
  /** Beside workouts. */
  steps: number;
  exertions: readonly Exertion[];
  weightKilograms: number;
}

/** Draws a day: long nights and fewer steps at the weekend, a weight that goes slowly down, a heart that gets calmer. */
export function drawDay(
  date: DateTime,
  age: number,
  of: number,
  who: Physique,
  exertions: readonly Exertion[],
  between: Between,
): DemoDay {
  const weekend = date.weekday > 5;
  const progress = 1 - age / of;
  const evening = date.minus({ days: 1 }).set({ hour: 22 });
  return {
    date,
    asleepAt: evening.plus({ minutes: Math.round(between(20, 90) + (weekend ? 50 : 0)) }),
    wokeAt: date.set({ hour: 6 }).plus({ minutes: Math.round(between(15, 60) + (weekend ? 80 : 0)) }),
    restingHeartRate: Math.round(who.restingHeartRate - 3 * progress + between(-2, 2)),
    steps: Math.round(between(5500, 9500) * (weekend ? 0.75 : 1)),
    exertions,
    weightKilograms: Math.round((who.weightKilograms - 3.2 * progress + between(-0.4, 0.4)) * 10) / 10,
  };
}

const iso = (at: DateTime) => at.toISO({ suppressMilliseconds: true }) as string;

export function sleepOf(day: DemoDay, between: Between): DraftOf<typeof sleepDays> {
  const timeInBedSeconds = Math.round(day.wokeAt.diff(day.asleepAt).as('seconds'));
  const awakeSeconds = Math.round(timeInBedSeconds * between(0.04, 0.1));
  const sleepSeconds = timeInBedSeconds - awakeSeconds;
  const deepSleepSeconds = Math.round(sleepSeconds * between(0.16, 0.24));
  const remSleepSeconds = Math.round(sleepSeconds * between(0.18, 0.26));
  return {
    startedAt: iso(day.asleepAt),
    endedAt: iso(day.wokeAt),
    timezone: day.date.zoneName,
    timeInBedSeconds,
    sleepSeconds,
    awakeSeconds,
    deepSleepSeconds,
    remSleepSeconds,
    lightSleepSeconds: sleepSeconds - deepSleepSeconds - remSleepSeconds,
    score: Math.round(Math.min(98, 58 + (sleepSeconds / 3600 - 6) * 14 + between(-4, 4))),
  };
}

const dateOf = ({ date }: DemoDay) => date.toISODate() as string;
const burnt = ({ exertions }: DemoDay) =>
  exertions.reduce((sum, { energyKilocalories }) => sum + energyKilocalories, 0);

/** A tracker's totals: they differ a little from the samples, as they do in life. */
export const wellnessOf = (day: DemoDay, between: Between): DraftOf<typeof wellnessDays> => ({
  day: dateOf(day),
  steps: Math.round(day.steps * between(0.95, 1.02)),
  waterMilliliters: Math.round(between(14, 24)) * 100,
  activityEnergyKilocalories: Math.round(burnt(day) + day.steps * 0.035),
});

export function nutritionOf(day: DemoDay, between: Between): DraftOf<typeof nutritionDays> {
  const hunger = 1 + burnt(day) / 4000;
  const meal = (low: number, high: number) => Math.round(between(low, high) * hunger);
  const meals = {
    breakfastEnergyKilocalories: meal(330, 480),
    lunchEnergyKilocalories: meal(560, 760),
    dinnerEnergyKilocalories: meal(620, 860),
    snackEnergyKilocalories: meal(80, 320),
  };
  const energy = Object.values(meals).reduce((sum, kilocalories) => sum + kilocalories, 0);
  return {
    day: dateOf(day),
    ...meals,
    goalEnergyKilocalories: 2200,
    // 4, 4 and 9 kilocalories a gram (Atwater).
    carbohydrateGrams: Math.round((energy * 0.48) / 4),
    proteinGrams: Math.round((energy * 0.22) / 4),
    fatGrams: Math.round((energy * 0.3) / 9),
    goalCarbohydrateGrams: 260,
    goalProteinGrams: 120,
    goalFatGrams: 70,
  };
}

/** On the scale every third day, with the tape on the first of a month. */
export function bodyOf(day: DemoDay, who: Physique, between: Between): DraftOf<typeof bodyMetrics> | undefined {
  const taped = day.date.day === 1;
  if (day.date.ordinal % 3 !== 0 && !taped) return undefined;
  const { weightKilograms } = day;
  return {
    measuredAt: iso(day.wokeAt.plus({ minutes: 12 })),
    timezone: day.date.zoneName,
    weightKilograms,
    bodyFatPercent: Math.round((19 + (weightKilograms - who.weightKilograms) * 0.8 + between(-0.3, 0.3)) * 10) / 10,
    restingHeartRate: day.restingHeartRate,
    ...(taped && {
      heightCentimeters: who.heightCentimeters,
      waistCentimeters: Math.round(weightKilograms * 1.1),
      hipCentimeters: Math.round(weightKilograms * 1.32),
    }),
  };
}

/** What is written down on a day, by kind. */
export type DemoEntries = { [kind in keyof typeof journal]: DraftOf<(typeof journal)[kind]>[] };

const lunches = ['Lentil soup', 'Rice with vegetables', 'Pasta with pesto', 'Salad with feta'];

export function entriesOf(day: DemoDay, between: Between): DemoEntries {
  const at = (minutes: number) => ({ occurredAt: iso(day.wokeAt.plus({ minutes })), timezone: day.date.zoneName });
  const lunch = lunches[day.date.ordinal % lunches.length] as string;
  return {
    WAKEUP: [at(0)],
    SUPPLEMENT: [{ ...at(20), name: 'Vitamin D', dose: '1000 IU' }],
    MEAL: [
      { ...at(30), name: 'Porridge with berries', energyKilocalories: Math.round(between(340, 420)) },
      { ...at(370), name: lunch, energyKilocalories: Math.round(between(560, 720)) },
    ],
    WATER: [
      { ...at(45), volumeMilliliters: 300 },
      { ...at(380), volumeMilliliters: 500 },
    ],
  };
}
