import { sql, type Kysely } from 'kysely';
import type { z } from 'zod';
import { requireScope, type RequestContext, type Viewer } from '../platform/context.ts';
import { notFound } from '../platform/errors.ts';
import { placeInstant } from '../platform/time.ts';
import { validate } from '../platform/validate.ts';
import { toActivity, type Activity, type StoredActivity } from './activity.ts';
import { partsOfDraft, rowOfDraft, type ActivityDraft } from './activity.draft.ts';
import type { ActivityTables } from './activity.entity.ts';
import { activityChange, newActivity } from './activity.input.ts';
import { insertActivity, summaryColumns } from './activity.write.ts';
import { loadOf } from './load.ts';

export interface Recorded<T> {
  record: T;
  /** false: the same external id was sent before, and this is the record of that time. */
  created: boolean;
}

/**
 * Records an activity of the viewer. The client's external id makes it idempotent: sent again, it is the same activity.
 * @throws DomainError FORBIDDEN without `activities:write`, BAD_USER_INPUT naming each wrong field
 */
export async function createActivity(
  ctx: RequestContext,
  input: z.input<typeof newActivity>,
  payload: unknown = null,
): Promise<Recorded<Activity>> {
  const viewer = requireScope(ctx, 'activities:write');
  const draft = validate(newActivity, input);
  // Whoever loses a race for an external id inserts nothing and finds the winner's record in the next round.
  for (;;) {
    const known = draft.externalId == null ? undefined : await sentBefore(ctx, viewer, draft.externalId);
    if (known) return { record: known, created: false };
    const record = await insertDraft(ctx, viewer, draft, payload);
    if (record) return { record, created: true };
  }
}

async function sentBefore(ctx: RequestContext, viewer: Viewer, externalId: string): Promise<Activity | undefined> {
  const row = await ctx.em
    .getKysely<ActivityTables>()
    .selectFrom('activity_sources as s')
    .innerJoin('activities as a', (join) =>
      join.onRef('a.owner_id', '=', 's.owner_id').onRef('a.id', '=', 's.activity_id'),
    )
    .selectAll('a')
    .where('s.owner_id', '=', viewer.userId)
    .where('a.owner_id', '=', viewer.userId)
    .where('s.client_id', 'is not distinct from', viewer.clientId)
    .where('s.external_id', '=', externalId)
    .executeTakeFirst();
  return row && toActivity(row);
}

function insertDraft(
  ctx: RequestContext,
  viewer: Viewer,
  draft: ActivityDraft,
  payload: unknown,
): Promise<Activity | undefined> {
  const row = rowOfDraft(viewer, draft, ctx.now());
  const source = {
    provider: viewer.clientId === null ? 'MANUAL' : 'EXTERNAL',
    client_id: viewer.clientId,
    external_id: draft.externalId ?? null,
    checksum: null,
    payload: payload === null ? null : JSON.stringify(payload),
    created_at: row.created_at,
  };
  return ctx.em.transactional(async (em) => {
    const inserted = await insertActivity(em.getKysely<ActivityTables>(), row, source, partsOfDraft(draft));
    return inserted ? toActivity(row) : undefined;
  });
}

/** The fields that a person writes about a workout; all others are measured. */
const describing: ReadonlySet<string> = new Set(['title', 'notes', 'perceivedExertion', 'sport', 'subSport']);

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
  change: z.output<typeof activityChange>,
  viewer: Viewer,
): Omit<StoredActivity, 'owner_id' | 'id'> {
  const { owner_id: _owner, id: _id, ...kept } = before;
  const current = toActivity(before);
  const given = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined)) as typeof change;
  const figures = { ...current, ...given };
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
