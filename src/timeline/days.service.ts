import { DateTime } from 'luxon';
import { z } from 'zod';
import { activitiesOfDays, type SourcedActivity } from '../activities/activity-days.read.ts';
import {
  readBodyFigures,
  readJournalFigures,
  readNutritionFigures,
  readSleepFigures,
  readWellnessFigures,
  type DayFigures,
} from '../daily/day-figures.read.ts';
import { requireScope, type RequestContext } from '../platform/context.ts';
import { localDate } from '../platform/fields.ts';
import type { Scope } from '../platform/scopes.ts';
import { validate } from '../platform/validate.ts';
import { readMetricDays } from '../samples/metric-days.read.ts';
import { metrics, type MetricName } from '../samples/metrics.ts';
import type { DataAccess } from '../sharing/access.ts';
import type { Category } from '../sharing/categories.ts';
import { toWorkout } from './activity-duplicates.ts';
import { duplicatesIn } from './duplicates.ts';
import { preferencesOf, type SourcePreferences } from './source-preference.service.ts';
import { rankOf, winner, type Candidate, type Origin } from './which-source.ts';

/** Every scope that a day is put together under. */
export const dayScopes = [
  'activities:read',
  'body:read',
  'sleep:read',
  'nutrition:read',
  'dailyWellness:read',
  'samples:read',
] as const satisfies readonly Scope[];

export const mostDays = 366;

const daysRequest = z
  .object({ from: localDate, to: localDate })
  .refine(({ from, to }) => from <= to, { path: ['to'], message: 'must not be before from' })
  .refine(({ from, to }) => dayNumber(to) - dayNumber(from) < mostDays, {
    path: ['to'],
    message: `must be at most ${mostDays - 1} days after from`,
  });

const dayNumber = (date: string) => Date.parse(date) / 86_400_000;

/** What is summed up of a day, and the category in which a person may prefer sources for it. */
const figures = {
  steps: 'STEPS',
  waterMilliliters: 'WATER',
  energyKilocalories: 'MEAL',
  activityEnergyKilocalories: 'WORKOUT',
  sleepSeconds: 'SLEEP',
  weightKilograms: 'WEIGHT',
  restingHeartRate: 'HEART_RATE',
} as const satisfies Record<string, Category>;

export type Figure = keyof typeof figures;

/** A figure with the source that won. */
export interface DayFigure extends Candidate {
  value: number;
  /** Who wrote it; `null`: the person themself. */
  clientIds: readonly (string | null)[];
  devices: readonly string[];
}

export type DaySummary = Record<Figure, DayFigure | undefined> & {
  date: string;
  /** All that are stored, oldest first. */
  activities: SourcedActivity[];
  /** How many there were, duplicates counted once. */
  activityCount: number;
};

/** Which samples tell of a figure: added up, or their average. */
const sampled: Partial<Record<Figure, { metric: MetricName; taken: 'SUM' | 'AVERAGE' }>> = {
  steps: { metric: 'STEPS', taken: 'SUM' },
  activityEnergyKilocalories: { metric: 'ENERGY', taken: 'SUM' },
  weightKilograms: { metric: 'WEIGHT', taken: 'AVERAGE' },
  restingHeartRate: { metric: 'RESTING_HEART_RATE', taken: 'AVERAGE' },
};

type Candidates = Map<string, DayFigure[]>;

/**
 * Puts a person's days together: of every figure what the winning source says. One statement for each kind of record, however
 * many days there are. Days without any data are there too.
 * @throws DomainError FORBIDDEN without all of `dayScopes`, BAD_USER_INPUT
 */
export async function summariseDays(
  ctx: RequestContext,
  access: DataAccess,
  input: z.input<typeof daysRequest>,
): Promise<DaySummary[]> {
  for (const scope of dayScopes) requireScope(ctx, scope);
  const days = validate(daysRequest, input);
  const preferences = await preferencesOf(ctx, access);
  const candidates: Candidates = new Map();
  const { em } = ctx;
  await addSamples(ctx, access, days, preferences, candidates);
  addRecords(candidates, preferences, 'WELLNESS_DAY', await readWellnessFigures(em, access, days));
  addRecords(candidates, preferences, 'NUTRITION_DAY', await readNutritionFigures(em, access, days));
  addRecords(candidates, preferences, 'SLEEP_DAY', await readSleepFigures(em, access, days));
  addRecords(candidates, preferences, 'BODY_METRIC', await readBodyFigures(em, access, days));
  addRecords(candidates, preferences, 'JOURNAL', await readJournalFigures(em, access, days));
  // A workout that another device started a minute earlier may lie on the day before.
  const activities = await activitiesOfDays(em, access, { from: nextDate(days.from, -1), to: nextDate(days.to, 1) });
  const duplicates = duplicatesIn(activities.map((activity) => toWorkout(activity, preferences)));
  const byDate = Map.groupBy(activities, (activity) => activity.localDate);
  const summaries: DaySummary[] = [];
  for (let date = days.from; date <= days.to; date = nextDate(date, 1)) {
    const own = byDate.get(date) ?? [];
    const counted = own.filter(({ id }) => !duplicates.has(id));
    addActivities(candidates, preferences, date, counted);
    const won = (Object.keys(figures) as Figure[]).map((figure) => [
      figure,
      winner(candidates.get(`${figure} ${date}`) ?? []),
    ]);
    summaries.push({ ...Object.fromEntries(won), date, activities: own, activityCount: counted.length });
  }
  return summaries;
}

const nextDate = (date: string, days: number): string =>
  DateTime.fromISO(date, { zone: 'utc' }).plus({ days }).toISODate() as string;

function add(candidates: Candidates, figure: Figure, date: string, candidate: DayFigure): void {
  const key = `${figure} ${date}`;
  candidates.set(key, [...(candidates.get(key) ?? []), candidate]);
}

async function addSamples(
  ctx: RequestContext,
  access: DataAccess,
  days: { from: string; to: string },
  preferences: SourcePreferences,
  candidates: Candidates,
): Promise<void> {
  const names = Object.values(sampled).map(({ metric }) => metric);
  const preferred = names.flatMap((metric) =>
    (preferences.get(metrics[metric].category) ?? []).map((source) => ({ ...source, metric })),
  );
  const rows = await readMetricDays(ctx.em, access, names, days, preferred);
  for (const [figure, { metric, taken }] of Object.entries(sampled) as [
    Figure,
    NonNullable<(typeof sampled)[Figure]>,
  ][])
    for (const row of rows) {
      if (row.metric !== metrics[metric].code) continue;
      add(candidates, figure, row.localDate, {
        value: taken === 'SUM' ? row.sum : row.sum / row.count,
        origin: 'SAMPLES',
        rank: row.rank ?? undefined,
        writtenAt: row.localDate,
        clientIds: row.clientIds,
        devices: row.devices,
      });
    }
}

function addRecords(
  candidates: Candidates,
  preferences: SourcePreferences,
  origin: Origin,
  records: readonly DayFigures[],
): void {
  for (const { localDate: date, clientIds, writtenAt, figures: told } of records)
    for (const figure of Object.keys(figures) as Figure[]) {
      const value = told[figure];
      if (value == null) continue;
      const rank = bestRank(preferences, figure, clientIds);
      add(candidates, figure, date, { value, origin, rank, writtenAt, clientIds, devices: [] });
    }
}

function addActivities(
  candidates: Candidates,
  preferences: SourcePreferences,
  date: string,
  activities: readonly SourcedActivity[],
): void {
  const burnt = activities.filter(({ energyKilocalories }) => energyKilocalories !== null);
  if (burnt.length === 0) return;
  const clientIds = [...new Set(burnt.map(({ clientId }) => clientId))];
  add(candidates, 'activityEnergyKilocalories', date, {
    value: burnt.reduce((sum, { energyKilocalories }) => sum + (energyKilocalories ?? 0), 0),
    origin: 'ACTIVITIES',
    rank: bestRank(preferences, 'activityEnergyKilocalories', clientIds),
    writtenAt: burnt
      .map(({ updatedAt }) => updatedAt)
      .sort()
      .at(-1) as string,
    clientIds,
    devices: [],
  });
}

function bestRank(preferences: SourcePreferences, figure: Figure, clientIds: readonly (string | null)[]) {
  const ranks = clientIds
    .map((clientId) => rankOf(preferences.get(figures[figure]), clientId))
    .filter((rank) => rank !== undefined);
  return ranks.length === 0 ? undefined : Math.min(...ranks);
}
