import { sql, type RawBuilder } from 'kysely';
import { requireScope, type RequestContext } from '../platform/context.ts';
import type { ConnectionArguments, Page } from '../platform/relay/page.ts';
import { validate } from '../platform/validate.ts';
import type { DataAccess } from '../sharing/access.ts';
import { countHealthRecords, readHealthPage, type HealthList, type Narrowing } from '../sharing/health-list.ts';
import type { ActivityTables } from './activity.entity.ts';
import { activityFilter, type ActivityFilter } from './activity.input.ts';
import { toActivity, type Activity, type StoredActivity } from './activity.ts';

export interface ActivityFilterInput {
  sports?: readonly string[] | null | undefined;
  from?: string | null | undefined;
  to?: string | null | undefined;
  updatedSince?: string | null | undefined;
}

const list: HealthList = {
  table: 'activities',
  orderedBy: 'started_at',
  dates: (access) => access.datesOf('WORKOUT'),
};

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
  const page = await readHealthPage<StoredActivity>(ctx.em, list, access, filter, args, narrowing(filter));
  return { ...page, edges: page.edges.map(({ node, cursor }) => ({ node: toActivity(node), cursor })) };
}

/** How many activities the whole list has; read only when it is asked for. */
export async function countActivities(
  ctx: RequestContext,
  access: DataAccess,
  filterInput: ActivityFilterInput,
): Promise<number> {
  requireScope(ctx, 'activities:read');
  const filter = validate(activityFilter, filterInput);
  return countHealthRecords(ctx.em, list, access, filter, narrowing(filter));
}

function narrowing({ sports }: ActivityFilter): Narrowing {
  const where: RawBuilder<unknown> = sports ? sql`and r.sport = any(${sports}::text[])` : sql``;
  return { where, filter: sports ?? null };
}

/** Activities by id, as far as the access opens them; the others are left out. */
export async function activitiesById(
  ctx: RequestContext,
  access: DataAccess,
  ids: readonly string[],
): Promise<Activity[]> {
  requireScope(ctx, 'activities:read');
  const rows = await ctx.em
    .getKysely<ActivityTables>()
    .selectFrom('activities')
    .selectAll()
    .where('owner_id', '=', access.ownerId)
    .where('id', 'in', ids)
    .where(sql<boolean>`local_date <@ ${access.datesOf('WORKOUT')}::datemultirange`)
    .execute();
  return rows.map(toActivity);
}
