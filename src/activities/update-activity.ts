import { sql, type Kysely } from 'kysely';
import type { z } from 'zod';
import { requireScope, type RequestContext, type Viewer } from '../platform/context.ts';
import { badInput, notFound } from '../platform/errors.ts';
import { placeInstant } from '../platform/time.ts';
import { validate } from '../platform/validate.ts';
import { toActivity, type Activity, type StoredActivity } from './activity.ts';
import type { ActivityTables } from './activity.entity.ts';
import { activityChange, peakOf } from './activity.input.ts';
import { summaryColumns, type SummaryFigures } from './activity.write.ts';
import { loadOf } from './load.ts';

/** The fields that a person writes about a workout; all others are measured. */
const describing: ReadonlySet<string> = new Set(['title', 'notes', 'perceivedExertion', 'sport', 'subSport']);

type ActivityChange = z.output<typeof activityChange>;

/**
 * Changes an activity of the viewer: an absent field stays, an explicit `null` clears one that may be empty. The local date moves
 * only with a new start.
 * @throws DomainError FORBIDDEN, NOT_FOUND, BAD_USER_INPUT
 */
export async function updateActivity(
  ctx: RequestContext,
  id: string,
  input: z.input<typeof activityChange>,
): Promise<Activity> {
  const viewer = requireScope(ctx, 'activities:write');
  const change = validate(activityChange, input);
  return ctx.em.transactional(async (em) => {
    const db = em.getKysely<ActivityTables>();
    const before = await db
      .selectFrom('activities')
      .selectAll()
      .where('owner_id', '=', viewer.userId)
      .where('id', '=', id)
      .forUpdate()
      .executeTakeFirst();
    if (!before) throw notFound('This activity');
    const after = changed(before, change, viewer);
    const row = await db
      .updateTable('activities')
      .set({ ...after, updated_at: ctx.now().toISOString() })
      .where('owner_id', '=', viewer.userId)
      .where('id', '=', id)
      .returningAll()
      .executeTakeFirstOrThrow();
    await moveParts(db, row, before.started_at);
    return toActivity(row);
  });
}

/** Laps and pauses stand at instants, so they move with the start; streams are offsets from it and move by themselves. */
async function moveParts(db: Kysely<ActivityTables>, row: StoredActivity, startedBefore: string): Promise<void> {
  if (row.started_at === startedBefore) return;
  for (const table of ['activity_laps', 'activity_pauses'] as const) {
    await db
      .updateTable(table)
      .set({ started_at: sql<string>`started_at + (${row.started_at}::timestamptz - ${startedBefore}::timestamptz)` })
      .where('owner_id', '=', row.owner_id)
      .where('activity_id', '=', row.id)
      .execute();
  }
}

function changed(
  before: StoredActivity,
  change: ActivityChange,
  viewer: Viewer,
): Omit<StoredActivity, 'owner_id' | 'id'> {
  const { owner_id: _owner, id: _id, ...kept } = before;
  const current = toActivity(before);
  const given = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined)) as typeof change;
  const figures = { ...current, ...given };
  refusePeaksBelowAverages(figures, given);
  // Whoever corrects the duration alone leaves the pauses as they were.
  if (given.elapsedSeconds === undefined) figures.elapsedSeconds += figures.durationSeconds - current.durationSeconds;
  const moved = given.startedAt !== undefined || given.timezone !== undefined;
  const place =
    moved &&
    placeInstant(given.startedAt?.epochMs ?? Date.parse(before.started_at), {
      writtenOffsetMinutes: given.startedAt?.writtenOffsetMinutes,
      recordTimezone: given.timezone === undefined ? before.timezone : given.timezone,
      personTimezone: viewer.timezone,
    });
  return {
    ...kept,
    sport: figures.sport,
    sub_sport: figures.subSport,
    title: figures.title,
    notes: figures.notes,
    ...(place && {
      started_at: place.instant,
      utc_offset_minutes: place.utcOffsetMinutes,
      timezone: place.timezone,
      local_date: place.localDate,
    }),
    ...summaryColumns(figures),
    perceived_exertion: figures.perceivedExertion,
    load: loadOf({ ...figures, isFromFile: before.file_sha256 !== null }),
    is_edited: before.is_edited || Object.keys(given).some((field) => !describing.has(field)),
  };
}

/** What is given may contradict what is stored. */
function refusePeaksBelowAverages(after: SummaryFigures, given: ActivityChange): void {
  for (const [average, peak] of peakOf) {
    const [low, high] = [after[average], after[peak]];
    if (low == null || high == null || high >= low) continue;
    if (given[peak] !== undefined) throw badInput(peak, `must not be below ${average}, which is ${low}`);
    if (given[average] !== undefined) throw badInput(average, `must not be above ${peak}, which is ${high}`);
  }
}
