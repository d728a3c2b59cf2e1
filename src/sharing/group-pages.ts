import DataLoader from 'dataloader';
import { sql } from 'kysely';
import { once, requireScope, type RequestContext } from '../platform/context.ts';
import { pageRequest, toPage, type ConnectionArguments, type Page, type PageRequest } from '../platform/relay/page.ts';
import { dashboardsBinding, dashboardsOf } from './dashboards.ts';
import { groupsById } from './groups.ts';
import { newestFirstKey, readingOrder } from './newest-first.ts';
import type { Dashboard, DashboardGroup } from './share.ts';

/**
 * A page of the dashboards in one of the viewer's groups, the newest first. The groups of one level of a query are read by one statement.
 * @throws DomainError FORBIDDEN, BAD_USER_INPUT for a wrong size or cursor
 */
export async function pageOfGroup(
  ctx: RequestContext,
  group: DashboardGroup,
  args: ConnectionArguments,
): Promise<Page<Dashboard>> {
  const { userId } = requireScope(ctx, 'shares:read');
  const binding = dashboardsBinding(userId, { groupId: group.id });
  const request = pageRequest(args, binding, newestFirstKey);
  const rows = await once(ctx, pageLoader).load({ groupId: group.id, request });
  return toPage(request, rows, binding, ({ sharedSince, id }) => [sharedSince, id]);
}

/** The viewer's groups of these ids; those of one level of a query are read by one statement. @throws DomainError FORBIDDEN */
export async function groupsOfIds(ctx: RequestContext, ids: readonly string[]): Promise<DashboardGroup[]> {
  const groups = await Promise.all(ids.map((id) => once(ctx, groupLoader).load(id)));
  return groups.filter((group) => group !== undefined);
}

// A request may change what it then reads again, so these loaders gather but remember nothing.
const forgetful = { cache: false };

const groupLoader = (ctx: RequestContext) =>
  new DataLoader<string, DashboardGroup | undefined>(async (ids) => {
    const groups = new Map((await groupsById(ctx, [...new Set(ids)])).map((group) => [group.id, group]));
    return ids.map((id) => groups.get(id));
  }, forgetful);

interface WantedPage {
  groupId: string;
  request: PageRequest;
}

const pageLoader = (ctx: RequestContext) =>
  new DataLoader<WantedPage, Dashboard[]>(async (wanted) => {
    const pages = new Map<WantedPage, Dashboard[]>();
    // Of one level all have the same size and direction, unless an alias asks twice.
    for (const alike of Map.groupBy(wanted, ({ request }) => `${request.size} ${request.backward}`).values())
      for (const [index, rows] of (await readPages(ctx, alike)).entries()) pages.set(alike[index] as WantedPage, rows);
    return wanted.map((page) => pages.get(page) ?? []);
  }, forgetful);

/** The rows of each page, in the direction of travel and with one more than its size. */
async function readPages(ctx: RequestContext, wanted: readonly WantedPage[]): Promise<Dashboard[][]> {
  const { userId } = requireScope(ctx, 'shares:read');
  const { size, backward } = (wanted[0] as WantedPage).request;
  const order = sql.raw(readingOrder({ backward }));
  const page = dashboardsOf(
    userId,
    sql`
      and exists (
        select from dashboard_group_members m
        where m.viewer_id = ${userId} and m.group_id = wanted.group_id and m.owner_id = d.owner_id)
      and (wanted.after_id is null or (d.shared_since, d.id) < (wanted.after_at, wanted.after_id))
      and (wanted.before_id is null or (d.shared_since, d.id) > (wanted.before_at, wanted.before_id))
      order by d.shared_since ${order}, d.id ${order}
      limit ${size + 1}`,
  );
  const keys = (part: 'after' | 'before', index: number) => wanted.map(({ request }) => request[part]?.[index] ?? null);
  const { rows } = await sql<Dashboard & { place: number }>`
    select wanted.place, page.*
    from unnest(
      ${wanted.map(({ groupId }) => groupId)}::uuid[],
      ${keys('after', 0)}::timestamptz[], ${keys('after', 1)}::uuid[],
      ${keys('before', 0)}::timestamptz[], ${keys('before', 1)}::uuid[])
      with ordinality as wanted (group_id, after_at, after_id, before_at, before_id, place)
    cross join lateral (${page}) page
    order by wanted.place, page."sharedSince" ${order}, page.id ${order}`.execute(ctx.em.getKysely());
  const pages = Map.groupBy(rows, ({ place }) => place);
  return wanted.map((_, index) => pages.get(index + 1) ?? []);
}
