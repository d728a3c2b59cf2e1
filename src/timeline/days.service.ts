import { DateTime } from 'luxon';
import type { z } from 'zod';
import { activitiesOfDays, type SourcedActivity } from '../activities/activity-days.read.ts';
import { requireScope, type RequestContext } from '../platform/context.ts';
import type { Scope } from '../platform/scopes.ts';
import { validate } from '../platform/validate.ts';
import type { DataAccess } from '../sharing/access.ts';
import { noteRead } from '../sharing/access-log.ts';
import { requireOpen } from '../sharing/lock.ts';
import { shown } from '../sharing/shown.ts';
import { figures, gatherCandidates, type DayCandidate, type Figure } from './day-candidates.ts';
import { daysRequest } from './days.input.ts';
import { duplicatesIn } from './duplicate-workouts.ts';
import { toWorkout } from './duplicate-activities.ts';
import { preferencesOf, type SourcePreferences } from './source-preference.service.ts';
import { bestRank, winner } from './which-source.ts';

/** Every scope that a day is put together under. */
export const dayScopes = [
  'activities:read',
  'body:read',
  'sleep:read',
  'nutrition:read',
  'dailyWellness:read',
  'samples:read',
] as const satisfies readonly Scope[];

/** A workout of a day, and the one that counts in its place; `null`: it counts itself. */
export interface DayActivity {
  activity: SourcedActivity;
  duplicateOf: SourcedActivity | null;
}

export interface DaySummary {
  date: string;
  /** What the winning source says of each figure; none where no source says anything. */
  won: ReadonlyMap<Figure, DayCandidate>;
  /** All that are stored, oldest first; `null` where workouts of that day are not shared. */
  activities: DayActivity[] | null;
}

/** The categories of which a day tells anything. */
const carriers = Object.values(figures).map((category) => ({ category }));

/**
 * Puts a person's days together: of every figure what the winning source says. One statement for each kind of record, however
 * many days there are. Days without any data are there too.
 * @throws DomainError FORBIDDEN without all of `dayScopes` or a share of anything that a day tells, BAD_USER_INPUT
 */
export async function summariseDays(
  ctx: RequestContext,
  access: DataAccess,
  input: z.input<typeof daysRequest>,
): Promise<DaySummary[]> {
  for (const scope of dayScopes) requireScope(ctx, scope);
  requireOpen(access, carriers);
  const days = validate(daysRequest, input);
  const preferences = await preferencesOf(ctx, access);
  const candidates = await gatherCandidates(ctx.em, access, days, preferences);
  // A workout that another device started a minute earlier may lie on the day before.
  const around = { from: nextDate(days.from, -1), to: nextDate(days.to, 1) };
  const activities = markDuplicates(await activitiesOfDays(ctx.em, access, around), preferences);
  const activitiesByDate = Map.groupBy(activities, ({ activity }) => activity.localDate);
  for (const [date, own] of activitiesByDate) candidates.push(...energyBurnt(date, own, preferences));
  const candidatesByDate = Map.groupBy(candidates, ({ date }) => date);
  const summaries: DaySummary[] = [];
  for (let date = days.from; date <= days.to; date = nextDate(date, 1)) {
    const won = winnersOf(candidatesByDate.get(date) ?? []);
    for (const figure of won.keys()) noteRead(ctx, access, figures[figure], date, date);
    const shows = access.opens('WORKOUT', date);
    summaries.push({ date, won, activities: shows ? showing(ctx, access, activitiesByDate.get(date) ?? []) : null });
  }
  return summaries;
}

/** The workouts of a day as the viewer sees them, with those that count in their place. */
const showing = (ctx: RequestContext, access: DataAccess, activities: readonly DayActivity[]): DayActivity[] =>
  activities.flatMap(({ activity, duplicateOf }) => {
    const [counting = null] = duplicateOf ? shown(ctx, access, 'Activity', [duplicateOf]) : [];
    return shown(ctx, access, 'Activity', [activity]).map((seen) => ({ activity: seen, duplicateOf: counting }));
  });

const nextDate = (date: string, days: number): string =>
  DateTime.fromISO(date, { zone: 'utc' }).plus({ days }).toISODate() as string;

function winnersOf(candidates: readonly DayCandidate[]): Map<Figure, DayCandidate> {
  const won = new Map<Figure, DayCandidate>();
  for (const [figure, own] of Map.groupBy(candidates, (candidate) => candidate.figure)) {
    const best = winner(own);
    if (best) won.set(figure, best);
  }
  return won;
}

function markDuplicates(activities: readonly SourcedActivity[], preferences: SourcePreferences): DayActivity[] {
  const byId = new Map(activities.map((activity) => [activity.id, activity]));
  const duplicates = duplicatesIn(activities.map((activity) => toWorkout(activity, preferences)));
  return activities.map((activity) => ({
    activity,
    duplicateOf: byId.get(duplicates.get(activity.id) ?? '') ?? null,
  }));
}

/** What workouts tell of the energy that was burnt; duplicates are left out. */
function energyBurnt(date: string, activities: readonly DayActivity[], preferences: SourcePreferences): DayCandidate[] {
  const burnt = activities
    .filter(({ activity, duplicateOf }) => duplicateOf === null && activity.energyKilocalories !== null)
    .map(({ activity }) => activity);
  const [first] = burnt;
  if (!first) return [];
  const clientIds = [...new Set(burnt.map(({ clientId }) => clientId))];
  return [
    {
      date,
      figure: 'activityEnergyKilocalories',
      value: burnt.reduce((sum, { energyKilocalories }) => sum + (energyKilocalories ?? 0), 0),
      origin: 'ACTIVITIES',
      rank: bestRank(preferences.get(figures.activityEnergyKilocalories), clientIds),
      writtenAt: burnt.reduce((latest, { updatedAt }) => (updatedAt > latest ? updatedAt : latest), first.updatedAt),
      clientIds,
      devices: [],
    },
  ];
}
