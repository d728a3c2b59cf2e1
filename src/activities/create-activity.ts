import type { z } from 'zod';
import { requireScope, type RequestContext, type Viewer } from '../platform/context.ts';
import type { Recorded } from '../platform/recorded.ts';
import { validate } from '../platform/validate.ts';
import { newlyCarried, notifyViewers } from '../sharing/notify-viewers.ts';
import { toActivity, type Activity } from './activity.ts';
import { partsOfDraft, rowOfDraft, type ActivityDraft } from './activity.draft.ts';
import type { ActivityTables } from './activity.entity.ts';
import { newActivity } from './activity.input.ts';
import { insertActivity } from './activity.write.ts';

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
    const stored = await insertActivity(em.getKysely<ActivityTables>(), row, source, partsOfDraft(draft));
    if (!stored) return undefined;
    const activity = toActivity(stored);
    await notifyViewers(ctx, em, viewer.userId, newlyCarried('Activity', undefined, activity));
    return activity;
  });
}
