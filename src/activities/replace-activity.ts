import type { Kysely } from 'kysely';
import type { z } from 'zod';
import { requireScope, type RequestContext, type Viewer } from '../platform/context.ts';
import { notFound } from '../platform/errors.ts';
import { validate } from '../platform/validate.ts';
import { toActivity, type Activity } from './activity.ts';
import { partsOfDraft, rowOfDraft } from './activity.draft.ts';
import type { ActivityTables } from './activity.entity.ts';
import { newActivity } from './activity.input.ts';
import { insertParts } from './activity.write.ts';

/**
 * Replaces all that an activity of the viewer says, parts included: what the draft leaves out is gone. It keeps its id and its file,
 * which from then on does not tell any more what is stored.
 * @param payload what the client sent, to be kept as it is
 * @throws DomainError FORBIDDEN without `activities:write`, NOT_FOUND, BAD_USER_INPUT naming each wrong field
 */
export async function replaceActivity(
  ctx: RequestContext,
  id: string,
  input: z.input<typeof newActivity>,
  payload: unknown,
): Promise<Activity> {
  const viewer = requireScope(ctx, 'activities:write');
  const draft = validate(newActivity, input);
  return ctx.em.transactional(async (em) => {
    const db = em.getKysely<ActivityTables>();
    const { owner_id: owner, id: _id, created_at: _created, ...row } = rowOfDraft(viewer, draft, ctx.now());
    const stored = await db
      .updateTable('activities')
      .set((eb) => ({
        ...row,
        file_sha256: eb.ref('file_sha256'),
        file_session: eb.ref('file_session'),
        is_edited: true,
      }))
      .where('owner_id', '=', owner)
      .where('id', '=', id)
      .returningAll()
      .executeTakeFirst();
    if (!stored) throw notFound('This activity');
    for (const table of ['activity_laps', 'activity_pauses', 'activity_streams'] as const)
      await db.deleteFrom(table).where('owner_id', '=', owner).where('activity_id', '=', id).execute();
    await insertParts(db, { owner_id: owner, activity_id: id }, partsOfDraft(draft));
    await writeSource(db, viewer, id, payload, ctx.now().toISOString());
    return toActivity(stored);
  });
}

/** The client's own source of it takes what was sent now; after another's comes a new one. */
async function writeSource(
  db: Kysely<ActivityTables>,
  viewer: Viewer,
  activityId: string,
  payload: unknown,
  at: string,
): Promise<void> {
  const key = { owner_id: viewer.userId, activity_id: activityId };
  const newest = await db
    .selectFrom('activity_sources')
    .select(['number', 'client_id', 'provider'])
    .where('owner_id', '=', key.owner_id)
    .where('activity_id', '=', key.activity_id)
    .orderBy('number', 'desc')
    .limit(1)
    .executeTakeFirst();
  const provider = viewer.clientId === null ? 'MANUAL' : 'EXTERNAL';
  const json = JSON.stringify(payload);
  if (newest?.client_id === viewer.clientId && newest.provider === provider) {
    await db
      .updateTable('activity_sources')
      .set({ payload: json })
      .where('owner_id', '=', key.owner_id)
      .where('activity_id', '=', key.activity_id)
      .where('number', '=', newest.number)
      .execute();
    return;
  }
  await db
    .insertInto('activity_sources')
    .values({
      ...key,
      number: (newest?.number ?? 0) + 1,
      provider,
      client_id: viewer.clientId,
      external_id: null,
      checksum: null,
      payload: json,
      created_at: at,
    })
    .execute();
}
