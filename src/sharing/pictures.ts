import { randomUUID } from 'node:crypto';
import type { Readable } from 'node:stream';
import type { EntityManager } from '@mikro-orm/postgresql';
import { sql } from 'kysely';
import { receivePicture, redrawPicture } from '../files/picture.codec.ts';
import { requireScope, type RequestContext, type Viewer } from '../platform/context.ts';
import { notFound } from '../platform/errors.ts';
import type { Dashboard } from './share.ts';
import type { SharingTables } from './sharing.entity.ts';

/**
 * Gives one of the viewer's dashboards a picture, in place of the one that it has.
 * @throws DomainError FORBIDDEN without `shares:write`; NOT_FOUND, before any of the content is read; PAYLOAD_TOO_LARGE, RATE_LIMITED,
 *   BAD_USER_INPUT on `file`
 */
export async function setPicture(ctx: RequestContext, dashboardId: string, content: Readable): Promise<Dashboard> {
  const viewer = requireScope(ctx, 'shares:write');
  if (!(await readDashboard(ctx.em, viewer, dashboardId))) throw notFound('The dashboard');
  const picture = await redrawPicture(await receivePicture(content));
  // Nobody can guess the id, and the addresses of the picture before end with its own.
  const pictureId = randomUUID();
  return changePicture(ctx, viewer, dashboardId, pictureId, async (em, { ownerId }, at) => {
    await sql`
      insert into dashboard_pictures (viewer_id, owner_id, id, content, created_at)
      values (${viewer.userId}, ${ownerId}, ${pictureId}, ${picture}, ${at})
      on conflict (viewer_id, owner_id) do update
        set id = excluded.id, content = excluded.content, created_at = excluded.created_at`.execute(em.getKysely());
  });
}

/** Takes the picture away; where there is none nothing changes. @throws DomainError FORBIDDEN without `shares:write`, NOT_FOUND */
export async function deletePicture(ctx: RequestContext, dashboardId: string): Promise<Dashboard> {
  const viewer = requireScope(ctx, 'shares:write');
  return changePicture(ctx, viewer, dashboardId, null, async (em, { ownerId }) => {
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
  id: string,
  pictureId: string | null,
  change: (em: EntityManager, before: Dashboard, at: string) => Promise<void>,
): Promise<Dashboard> {
  const updatedAt = ctx.now().toISOString();
  return ctx.em.transactional(async (em) => {
    const db = em.getKysely<SharingTables>();
    const own = db.updateTable('dashboards').where('viewer_id', '=', viewer.userId).where('id', '=', id);
    await sql`select from dashboards d where d.viewer_id = ${viewer.userId} and d.id = ${id} for update`.execute(db);
    const before = await readDashboard(em, viewer, id);
    if (!before) throw notFound('The dashboard');
    if (before.pictureId === pictureId) return before;
    await change(em, before, updatedAt);
    await own.set({ updated_at: updatedAt }).execute();
    return { ...before, pictureId, updatedAt };
  });
}

async function readDashboard(em: EntityManager, { userId }: Viewer, id: string): Promise<Dashboard | undefined> {
  const { rows } = await sql<Dashboard>`
    select d.id, d.viewer_id as "viewerId", d.owner_id as "ownerId", d.custom_name as "customName",
      d.icon_color as "iconColor", d.shared_since as "sharedSince", d.updated_at as "updatedAt",
      (select p.id from dashboard_pictures p where p.viewer_id = d.viewer_id and p.owner_id = d.owner_id) as "pictureId",
      array(
        select m.group_id from dashboard_group_members m
        where m.viewer_id = d.viewer_id and m.owner_id = d.owner_id
        order by m.group_id) as "groupIds"
    from dashboards d
    where d.viewer_id = ${userId} and d.id = ${id}`.execute(em.getKysely());
  return rows[0];
}
