import type { EntityManager } from '@mikro-orm/postgresql';
import { sql, type RawBuilder } from 'kysely';
import type { z } from 'zod';
import { plainArray } from '../platform/database/plain-array.ts';
import { requireScope, type RequestContext } from '../platform/context.ts';
import { notFound } from '../platform/errors.ts';
import type { CursorBinding } from '../platform/relay/cursor.ts';
import { pageRequest, toPage, type ConnectionArguments, type Page } from '../platform/relay/page.ts';
import { validate } from '../platform/validate.ts';
import { DataAccess, liveShares, type LiveShares } from './access.ts';
import { dashboardChange } from './dashboard.input.ts';
import { endSharesBetween } from './end-share.ts';
import { betweenCursors, newestFirstKey, readingOrder } from './newest-first.ts';
import { requireGroup } from './groups.ts';
import type { Dashboard } from './share.ts';
import type { SharingTables } from './sharing.entity.ts';

/** Of very many dashboards these are read where all are asked for. */
const mostDashboards = 1000;

/**
 * SQL: a viewer's dashboards `d`, each with its owner `u` and its groups; the oldest group comes first.
 * @param rest what else is asked of them, from `and` on
 * @param also further columns, each after a comma
 */
export const dashboardsOf = <Also = unknown>(
  viewerId: string,
  rest: RawBuilder<unknown>,
  also: RawBuilder<unknown> = sql``,
): RawBuilder<Dashboard & Also> => sql`
  select d.id, d.viewer_id as "viewerId", d.owner_id as "ownerId", u.number as "ownerNumber", u.name as "ownerName", u.image as "ownerImage",
    d.custom_name as "customName", d.icon_color as "iconColor", p.id as "pictureId", d.shared_since as "sharedSince",
    d.updated_at as "updatedAt",
    array(
      select m.group_id from dashboard_group_members m
      where m.viewer_id = d.viewer_id and m.owner_id = d.owner_id
      order by m.group_id
    ) as "groupIds" ${also}
  from dashboards d
  join users u on u.id = d.owner_id
  left join dashboard_pictures p on p.viewer_id = d.viewer_id and p.owner_id = d.owner_id
  where d.viewer_id = ${viewerId} ${rest}`;

async function readDashboards(em: EntityManager, viewerId: string, rest: RawBuilder<unknown>): Promise<Dashboard[]> {
  const { rows } = await dashboardsOf(viewerId, rest).execute(em.getKysely());
  return rows;
}

/** One of the viewer's dashboards, read in a transaction or outside of one. @throws DomainError NOT_FOUND */
export async function requireDashboard(em: EntityManager, viewerId: string, id: string): Promise<Dashboard> {
  const [dashboard] = await readDashboards(em, viewerId, sql`and d.id = ${id}`);
  if (!dashboard) throw notFound('This dashboard');
  return dashboard;
}

export interface DashboardFilter {
  groupId?: string | null | undefined;
}

const inGroup = (viewerId: string, { groupId }: DashboardFilter) =>
  groupId == null
    ? sql<boolean>`true`
    : sql<boolean>`exists (
        select from dashboard_group_members m
        where m.viewer_id = ${viewerId} and m.group_id = ${groupId} and m.owner_id = d.owner_id)`;

/** What the cursors of a list of dashboards belong to. */
export const dashboardsBinding = (viewerId: string, { groupId }: DashboardFilter): CursorBinding => ({
  list: 'dashboards',
  filter: [viewerId, groupId ?? null],
});

/**
 * A page of the dashboards of those who share with the viewer, the newest first.
 * @param withAccess whether what they share is read along
 * @throws DomainError FORBIDDEN, NOT_FOUND for an unknown group, BAD_USER_INPUT for a wrong size or cursor
 */
export async function listDashboards(
  ctx: RequestContext,
  filter: DashboardFilter,
  args: ConnectionArguments,
  withAccess = false,
): Promise<Page<Dashboard>> {
  const { userId } = requireScope(ctx, 'shares:read');
  const binding = dashboardsBinding(userId, filter);
  const request = pageRequest(args, binding, newestFirstKey);
  if (filter.groupId != null) await requireGroup(ctx.em, userId, filter.groupId);
  const order = sql.raw(readingOrder(request));
  const bounds = betweenCursors(request, ['d.shared_since', 'd.id']).map((bound) => sql`and ${bound}`);
  const { rows } = await dashboardsOf<Partial<Told>>(
    userId,
    sql`and ${inGroup(userId, filter)} ${sql.join(bounds, sql` `)}
      order by d.shared_since ${order}, d.id ${order}
      limit ${request.size + 1}`,
    withAccess ? whatIsShared : undefined,
  ).execute(ctx.em.getKysely());
  for (const row of rows)
    if (row.timezone !== undefined)
      row.access = DataAccess.told(ctx, { id: row.ownerId, timezone: row.timezone }, row.shares ?? null);
  return toPage(request, rows, binding, ({ sharedSince, id }) => [sharedSince, id]);
}

interface Told {
  timezone: string;
  shares: LiveShares | null;
}

/** SQL: what the owner of a dashboard shares, as further columns. */
const whatIsShared = sql`, u.timezone, ${liveShares(sql`d.viewer_id`, sql`d.owner_id`)} as shares`;

/** How many dashboards the whole list has. @throws DomainError FORBIDDEN, NOT_FOUND for an unknown group */
export async function countDashboards(ctx: RequestContext, filter: DashboardFilter): Promise<number> {
  const { userId } = requireScope(ctx, 'shares:read');
  if (filter.groupId != null) await requireGroup(ctx.em, userId, filter.groupId);
  const { count } = await ctx.em
    .getKysely<SharingTables>()
    .selectFrom('dashboards as d')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('d.viewer_id', '=', userId)
    .where(inGroup(userId, filter))
    .executeTakeFirstOrThrow();
  return count;
}

/** All dashboards of the viewer, the newest first; of very many the newest. @throws DomainError FORBIDDEN */
export async function allDashboards(ctx: RequestContext): Promise<Dashboard[]> {
  const { userId } = requireScope(ctx, 'shares:read');
  return readDashboards(ctx.em, userId, sql`order by d.shared_since desc, d.id desc limit ${mostDashboards}`);
}

/** How the viewer sees someone who shares with them. @throws DomainError FORBIDDEN, NOT_FOUND */
export async function dashboardOf(ctx: RequestContext, ownerId: string): Promise<Dashboard> {
  const { userId } = requireScope(ctx, 'shares:read');
  const [dashboard] = await readDashboards(ctx.em, userId, sql`and d.owner_id = ${ownerId}`);
  if (!dashboard) throw notFound('This dashboard');
  return dashboard;
}

/** The id of how the viewer sees someone, for acts that take the dashboard. @throws DomainError FORBIDDEN, NOT_FOUND */
export async function dashboardIdOf(ctx: RequestContext, ownerId: string): Promise<string> {
  const { userId } = requireScope(ctx, 'shares:write');
  const dashboard = await ctx.em
    .getKysely<SharingTables>()
    .selectFrom('dashboards')
    .select('id')
    .where('viewer_id', '=', userId)
    .where('owner_id', '=', ownerId)
    .executeTakeFirst();
  if (!dashboard) throw notFound('This dashboard');
  return dashboard.id;
}

/** Dashboards of the viewer by id, in no particular order. @throws DomainError FORBIDDEN */
export async function dashboardsById(ctx: RequestContext, ids: readonly string[]): Promise<Dashboard[]> {
  const { userId } = requireScope(ctx, 'shares:read');
  return readDashboards(ctx.em, userId, sql`and d.id = any(${plainArray(ids)}::uuid[])`);
}

/** @throws DomainError FORBIDDEN, NOT_FOUND */
export async function dashboardById(ctx: RequestContext, id: string): Promise<Dashboard> {
  const [dashboard] = await dashboardsById(ctx, [id]);
  if (!dashboard) throw notFound('This dashboard');
  return dashboard;
}

/**
 * Changes how the viewer sees someone: what is absent stays, `null` clears.
 * @throws DomainError FORBIDDEN, NOT_FOUND, BAD_USER_INPUT
 */
export async function customizeDashboard(
  ctx: RequestContext,
  id: string,
  input: z.input<typeof dashboardChange>,
): Promise<Dashboard> {
  const { userId } = requireScope(ctx, 'shares:write');
  const { customName, iconColor } = validate(dashboardChange, input);
  return ctx.em.transactional(async (em) => {
    await em
      .getKysely<SharingTables>()
      .updateTable('dashboards')
      .set({
        ...(customName !== undefined && { custom_name: customName }),
        ...(iconColor !== undefined && { icon_color: iconColor }),
        updated_at: ctx.now().toISOString(),
      })
      .where('viewer_id', '=', userId)
      .where('id', '=', id)
      .execute();
    return requireDashboard(em, userId, id);
  });
}

/** Ends whatever the dashboard's owner shares with the viewer. @throws DomainError FORBIDDEN, NOT_FOUND */
export async function leaveDashboard(ctx: RequestContext, id: string): Promise<void> {
  const { userId } = requireScope(ctx, 'shares:write');
  await ctx.em.transactional(async (em) => {
    // Held by its id: a later one of the same two is another.
    const dashboard = await em
      .getKysely<SharingTables>()
      .selectFrom('dashboards')
      .select('owner_id as ownerId')
      .where('viewer_id', '=', userId)
      .where('id', '=', id)
      .forUpdate()
      .executeTakeFirst();
    if (!dashboard) throw notFound('This dashboard');
    const parties = { viewerId: userId, ownerId: dashboard.ownerId };
    await endSharesBetween(em, parties, 'VIEWER', ctx.now().toISOString());
  });
}

/** Whom one of the viewer's dashboards is of, for acts that take the person. @throws DomainError FORBIDDEN, NOT_FOUND */
export async function ownerOfDashboard(ctx: RequestContext, id: string): Promise<string> {
  const { userId } = requireScope(ctx, 'shares:write');
  return (await requireDashboard(ctx.em, userId, id)).ownerId;
}
