import type { EntityManager } from '@mikro-orm/postgresql';
import { sql } from 'kysely';
import type { z } from 'zod';
import { requireScope, type RequestContext } from '../platform/context.ts';
import { notFound } from '../platform/errors.ts';
import type { CursorBinding } from '../platform/relay/cursor.ts';
import { pageRequest, toPage, type ConnectionArguments, type Page } from '../platform/relay/page.ts';
import { validate } from '../platform/validate.ts';
import { dashboardChange } from './dashboard.input.ts';
import { endSharesBetween } from './end-share.ts';
import { betweenCursors, newestFirstKey, readingOrder } from './newest-first.ts';
import { requireGroup } from './groups.ts';
import type { Dashboard } from './share.ts';
import type { SharingTables } from './sharing.entity.ts';

/** Of very many dashboards these are read where all are asked for. */
const mostDashboards = 1000;

/** A viewer's dashboards, each with its groups; the oldest group comes first. */
export const dashboardsOf = (em: EntityManager, viewerId: string) =>
  em
    .getKysely<SharingTables>()
    .selectFrom('dashboards as d')
    .leftJoin('dashboard_pictures as p', (join) =>
      join.on('p.viewer_id', '=', viewerId).onRef('p.owner_id', '=', 'd.owner_id'),
    )
    .select([
      'd.id as id',
      'd.viewer_id as viewerId',
      'd.owner_id as ownerId',
      'd.custom_name as customName',
      'd.icon_color as iconColor',
      'p.id as pictureId',
      'd.shared_since as sharedSince',
      'd.updated_at as updatedAt',
      sql<string[]>`array(
        select m.group_id from dashboard_group_members m
        where m.viewer_id = ${viewerId} and m.owner_id = d.owner_id
        order by m.group_id)`.as('groupIds'),
    ])
    .where('d.viewer_id', '=', viewerId);

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
 * @throws DomainError FORBIDDEN, NOT_FOUND for an unknown group, BAD_USER_INPUT for a wrong size or cursor
 */
export async function listDashboards(
  ctx: RequestContext,
  filter: DashboardFilter,
  args: ConnectionArguments,
): Promise<Page<Dashboard>> {
  const { userId } = requireScope(ctx, 'shares:read');
  const binding = dashboardsBinding(userId, filter);
  const request = pageRequest(args, binding, newestFirstKey);
  if (filter.groupId != null) await requireGroup(ctx.em, userId, filter.groupId);
  const order = readingOrder(request);
  const rows = await dashboardsOf(ctx.em, userId)
    .where(inGroup(userId, filter))
    .where((eb) => eb.and(betweenCursors(request, ['d.shared_since', 'd.id'])))
    .orderBy('d.shared_since', order)
    .orderBy('d.id', order)
    .limit(request.size + 1)
    .execute();
  return toPage(request, rows, binding, ({ sharedSince, id }) => [sharedSince, id]);
}

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
  return dashboardsOf(ctx.em, userId)
    .orderBy('d.shared_since', 'desc')
    .orderBy('d.id', 'desc')
    .limit(mostDashboards)
    .execute();
}

/** How the viewer sees someone who shares with them. @throws DomainError FORBIDDEN, NOT_FOUND */
export async function dashboardOf(ctx: RequestContext, ownerId: string): Promise<Dashboard> {
  const { userId } = requireScope(ctx, 'shares:read');
  const dashboard = await dashboardsOf(ctx.em, userId).where('d.owner_id', '=', ownerId).executeTakeFirst();
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
  return dashboardsOf(ctx.em, userId).where('d.id', 'in', ids).execute();
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
    const dashboard = await dashboardsOf(em, userId).where('d.id', '=', id).executeTakeFirst();
    if (!dashboard) throw notFound('This dashboard');
    return dashboard;
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
  const dashboard = await dashboardsOf(ctx.em, userId).where('d.id', '=', id).executeTakeFirst();
  if (!dashboard) throw notFound('This dashboard');
  return dashboard.ownerId;
}
