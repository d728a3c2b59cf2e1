import type { EntityManager } from '@mikro-orm/postgresql';
import {
  readBodyFigures,
  readJournalFigures,
  readNutritionFigures,
  readSleepFigures,
  readWellnessFigures,
  type Days,
  type DayFigure,
} from '../daily/day-figures.read.ts';
import { readMetricDays } from '../samples/metric-days.read.ts';
import { metrics, type MetricName } from '../samples/metrics.ts';
import type { DataAccess } from '../sharing/access.ts';
import type { Category } from '../sharing/categories.ts';
import type { SourcePreferences } from './source-preference.service.ts';
import { bestRank, type Candidate, type DayOrigin } from './which-source.ts';

/** What is summed up of a day, and the category in which a person may prefer sources for it. */
export const figures = {
  steps: 'STEPS',
  waterMilliliters: 'WATER',
  energyKilocalories: 'MEAL',
  activityEnergyKilocalories: 'WORKOUT',
  sleepSeconds: 'SLEEP',
  weightKilograms: 'WEIGHT',
  restingHeartRate: 'HEART_RATE',
} as const satisfies Record<string, Category>;

export type Figure = keyof typeof figures;

/** One source's word on a figure of a day. */
export interface DayCandidate extends Candidate {
  date: string;
  figure: Figure;
  value: number;
}

/** Which samples tell of a figure: added up, or their average. */
const sampled: readonly { figure: Figure; metric: MetricName; taken: 'SUM' | 'AVERAGE' }[] = [
  { figure: 'steps', metric: 'STEPS', taken: 'SUM' },
  { figure: 'activityEnergyKilocalories', metric: 'ENERGY', taken: 'SUM' },
  { figure: 'weightKilograms', metric: 'WEIGHT', taken: 'AVERAGE' },
  { figure: 'restingHeartRate', metric: 'RESTING_HEART_RATE', taken: 'AVERAGE' },
];

/** Gathers what all records but workouts say of some days: one statement for each kind of record, however many days there are. */
export async function gatherCandidates(
  em: EntityManager,
  access: DataAccess,
  days: Days,
  preferences: SourcePreferences,
): Promise<DayCandidate[]> {
  const candidates = await fromSamples(em, access, days, preferences);
  const records: [DayOrigin, DayFigure<Figure>[]][] = [
    ['WELLNESS_DAY', await readWellnessFigures(em, access, days)],
    ['NUTRITION_DAY', await readNutritionFigures(em, access, days)],
    ['SLEEP_DAY', await readSleepFigures(em, access, days)],
    ['BODY_METRIC', await readBodyFigures(em, access, days)],
    ['JOURNAL', await readJournalFigures(em, access, days)],
  ];
  for (const [origin, told] of records)
    for (const { localDate, ...word } of told) {
      const rank = bestRank(preferences.get(figures[word.figure]), word.clientIds);
      candidates.push({ ...word, date: localDate, origin, rank, devices: [] });
    }
  return candidates;
}

async function fromSamples(
  em: EntityManager,
  access: DataAccess,
  days: Days,
  preferences: SourcePreferences,
): Promise<DayCandidate[]> {
  const names = sampled.map(({ metric }) => metric);
  const preferred = names.flatMap((metric) =>
    (preferences.get(metrics[metric].category) ?? []).map((source) => ({ ...source, metric })),
  );
  const rows = await readMetricDays(em, access, names, days, preferred);
  return sampled.flatMap(({ figure, metric, taken }) =>
    rows
      .filter((row) => row.metric === metrics[metric].code)
      .map(({ localDate, sum, count, rank, clientIds, devices }) => ({
        date: localDate,
        figure,
        value: taken === 'SUM' ? sum : sum / count,
        origin: 'SAMPLES' as const,
        rank: rank ?? undefined,
        // Samples of a day are one candidate, so that their age never decides.
        writtenAt: localDate,
        clientIds,
        devices,
      })),
  );
}
