import { sql, type Kysely } from 'kysely';
import { requireScope, type RequestContext } from '../platform/context.ts';
import { toPage, pageRequest, type ConnectionArguments, type Page, type PageRequest } from '../platform/relay/page.ts';
import { keyPart, type CursorBinding } from '../platform/relay/cursor.ts';
import { validate } from '../platform/validate.ts';
import type { DataAccess } from '../sharing/access.ts';
import type { ActivityTables } from './activity.entity.ts';
import { activityFilter, type ActivityFilter } from './activity.input.ts';
import { toActivity, type Activity, type StoredActivity } from './activity.ts';

export interface ActivityFilterInput {
  sports?: readonly string[] | null | undefined;
  from?: string | null | undefined;
  to?: string | null | undefined;
  updatedSince?: string | null | undefined;
}

const tables = (ctx: RequestContext): Kysely<ActivityTables> => ctx.em.getKysely<ActivityTables>();

/** The list's ordering: newest first, by local date, then instant, then id. */
const keyShape = [keyPart.localDate, keyPart.instant, keyPart.id];
const keyOf = (row: StoredActivity) => [row.local_date, row.started_at, row.id];

/**
 * A page of the activities that the access opens, newest first.
 * @throws DomainError FORBIDDEN without `activities:read`, BAD_USER_INPUT for a wrong filter, size or cursor
 */
export async function listActivities(
  ctx: RequestContext,
  access: DataAccess,
  filterInput: ActivityFilterInput,
  args: ConnectionArguments,
): Promise<Page<Activity>> {
  requireScope(ctx, 'activities:read');
  const filter = validate(activityFilter, filterInput);
  const binding: CursorBinding = { list: 'activities/newest', filter: [access.ownerId, filter] };
  const request = pageRequest(args, binding, keyShape);
  const rows = request.size === 0 ? [] : await readPage(ctx, access, filter, request);
  const page = toPage(request, rows, binding, keyOf);
  return { ...page, edges: page.edges.map(({ node, cursor }) => ({ node: toActivity(node), cursor })) };
}

/** One index range per range of dates that is open, clipped by filter and cursor; reads no row in vain. */
async function readPage(
  ctx: RequestContext,
  access: DataAccess,
  filter: ActivityFilter,
  request: PageRequest,
): Promise<StoredActivity[]> {
  // Newest first: what comes after a cursor is older, so it bounds from above, and `before` from below.
  const [upper, lower] = [request.after, request.before];
  const order = sql.raw(request.backward ? 'asc' : 'desc');
  const result = await sql<StoredActivity>`
    select page.*
    from unnest(${access.datesOf('WORKOUT')}::datemultirange) as open(dates)
    cross join lateral (
      select a.*
      from activities a
      where a.owner_id = ${access.ownerId}
        and a.local_date >= greatest(coalesce(lower(open.dates), '-infinity'), ${filter.from ?? '-infinity'}::date, ${lower?.[0] ?? '-infinity'}::date)
        and a.local_date <= least(coalesce(upper(open.dates) - 1, 'infinity'), ${filter.to ?? 'infinity'}::date, ${upper?.[0] ?? 'infinity'}::date)
        ${upper ? sql`and (a.local_date, a.started_at, a.id) < (${sql.join(castKey(upper))})` : sql``}
        ${lower ? sql`and (a.local_date, a.started_at, a.id) > (${sql.join(castKey(lower))})` : sql``}
        ${narrowed(filter)}
      order by a.local_date ${order}, a.started_at ${order}, a.id ${order}
      limit ${request.size + 1}
    ) page
    order by page.local_date ${order}, page.started_at ${order}, page.id ${order}
    limit ${request.size + 1}`.execute(tables(ctx));
  return result.rows;
}

const castKey = ([date, instant, id]: readonly string[]) => [
  sql`${date}::date`,
  sql`${instant}::timestamptz`,
  sql`${id}::uuid`,
];

const narrowed = (filter: ActivityFilter) => sql`
  ${filter.sports ? sql`and a.sport = any(${filter.sports}::text[])` : sql``}
  ${filter.updatedSince ? sql`and a.updated_at >= ${new Date(filter.updatedSince.epochMs).toISOString()}::timestamptz` : sql``}`;

/** How many activities the whole list has; read only when it is asked for. */
export async function countActivities(
  ctx: RequestContext,
  access: DataAccess,
  filterInput: ActivityFilterInput,
): Promise<number> {
  requireScope(ctx, 'activities:read');
  const filter = validate(activityFilter, filterInput);
  const result = await sql<{ count: number }>`
    select count(*) as count
    from unnest(${access.datesOf('WORKOUT')}::datemultirange) as open(dates)
    join activities a on a.owner_id = ${access.ownerId}
      and a.local_date >= greatest(coalesce(lower(open.dates), '-infinity'), ${filter.from ?? '-infinity'}::date)
      and a.local_date <= least(coalesce(upper(open.dates) - 1, 'infinity'), ${filter.to ?? 'infinity'}::date)
      ${narrowed(filter)}`.execute(tables(ctx));
  return result.rows[0]?.count ?? 0;
}

/** Activities by id, as far as the access opens them; the others are left out. */
export async function activitiesById(
  ctx: RequestContext,
  access: DataAccess,
  ids: readonly string[],
): Promise<Activity[]> {
  requireScope(ctx, 'activities:read');
  const rows = await tables(ctx)
    .selectFrom('activities')
    .selectAll()
    .where('owner_id', '=', access.ownerId)
    .where('id', 'in', ids)
    .where(sql<boolean>`local_date <@ ${access.datesOf('WORKOUT')}::datemultirange`)
    .execute();
  return rows.map(toActivity);
}
