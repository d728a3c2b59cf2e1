import { randomUUID } from 'node:crypto';
import type { Readable } from 'node:stream';
import type { EntityManager } from '@mikro-orm/postgresql';
import { sql } from 'kysely';
import { receivePicture, redrawPicture } from '../files/picture.codec.ts';
import { requireScope, type RequestContext, type Viewer } from '../platform/context.ts';
import { requireDashboard } from './dashboards.ts';
import type { Dashboard } from './share.ts';
import type { SharingTables } from './sharing.entity.ts';

/**
 * Gives one of the viewer's dashboards a picture, in place of the one that it has.
 * @throws DomainError FORBIDDEN without `shares:write`; NOT_FOUND, before any of the content is read; PAYLOAD_TOO_LARGE, RATE_LIMITED,
 *   BAD_USER_INPUT on `file`
 */
export async function setPicture(ctx: RequestContext, dashboardId: string, content: Readable): Promise<Dashboard> {
  const viewer = requireScope(ctx, 'shares:write');
  // Whoever reads it hears of an error; until then one that nobody hears would end the process.
  content.on('error', () => {});
  await requireDashboard(ctx.em, viewer.userId, dashboardId);
  const picture = await redrawPicture(await receivePicture(content));
  return changePicture(ctx, viewer, dashboardId, async (em, ownerId, at) => {
    // With a new id the addresses of the picture before end.
    await sql`
      insert into dashboard_pictures (viewer_id, owner_id, id, content, created_at)
      values (${viewer.userId}, ${ownerId}, ${randomUUID()}, ${picture}, ${at})
      on conflict (viewer_id, owner_id) do update
        set id = excluded.id, content = excluded.content, created_at = excluded.created_at`.execute(em.getKysely());
  });
}

/** Takes the picture away, if there is one. @throws DomainError FORBIDDEN without `shares:write`, NOT_FOUND */
export async function deletePicture(ctx: RequestContext, dashboardId: string): Promise<Dashboard> {
  const viewer = requireScope(ctx, 'shares:write');
  return changePicture(ctx, viewer, dashboardId, async (em, ownerId) => {
    await em
      .getKysely<SharingTables>()
      .deleteFrom('dashboard_pictures')
      .where('viewer_id', '=', viewer.userId)
      .where('owner_id', '=', ownerId)
      .execute();
  });
}

/** A picture, for whoever was given its address; `undefined` once it is gone. */
export async function readPicture(em: EntityManager, id: string): Promise<Buffer | undefined> {
  const row = await em
    .getKysely<SharingTables>()
    .selectFrom('dashboard_pictures')
    .select('content')
    .where('id', '=', id)
    .executeTakeFirst();
  return row?.content;
}

/** Holds the dashboard while its picture changes: one that ended meanwhile gets none, nor does the one that came after it. */
function changePicture(
  ctx: RequestContext,
  viewer: Viewer,
  dashboardId: string,
  change: (em: EntityManager, ownerId: string, at: string) => Promise<void>,
): Promise<Dashboard> {
  const at = ctx.now().toISOString();
  return ctx.em.transactional(async (em) => {
    const held = await em
      .getKysely<SharingTables>()
      .updateTable('dashboards')
      .set({ updated_at: at })
      .where('viewer_id', '=', viewer.userId)
      .where('id', '=', dashboardId)
      .returning('owner_id as ownerId')
      .executeTakeFirst();
    if (held) await change(em, held.ownerId, at);
    return requireDashboard(em, viewer.userId, dashboardId);
  });
}
