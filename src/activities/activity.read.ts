import { sql, type RawBuilder } from 'kysely';
import { requireScope, type RequestContext } from '../platform/context.ts';
import { mapPage, type ConnectionArguments, type Page } from '../platform/relay/page.ts';
import { validate } from '../platform/validate.ts';
import type { DataAccess } from '../sharing/access.ts';
import { healthRecordsById, type HealthList, type Narrowing } from '../sharing/health-list.ts';
import { healthCount, healthPage } from '../sharing/health-list.loaders.ts';
import { carriersOf, requireOpen } from '../sharing/lock.ts';
import { shown, shownByOwner, type Seen } from '../sharing/shown.ts';
import { activityFilter, type ActivityFilter } from './activity.input.ts';
import { toActivity, type Activity, type StoredActivity } from './activity.ts';

export interface ActivityFilterInput {
  sports?: readonly string[] | null | undefined;
  from?: string | null | undefined;
  to?: string | null | undefined;
  updatedSince?: string | null | undefined;
}

const list: HealthList = { table: 'activities', orderedBy: 'started_at', carriers: carriersOf('Activity') };

/** The fields of an activity that lie in columns of its own. */
const stored = Object.keys(toActivity({} as StoredActivity));

/**
 * A page of the activities that the access opens, newest first.
 * @param fields which fields are asked for, by default all; the others may be missing
 * @throws DomainError FORBIDDEN without `activities:read` or a share of workouts, BAD_USER_INPUT for a wrong filter, size or cursor
 */
export async function listActivities(
  ctx: RequestContext,
  access: DataAccess,
  filterInput: ActivityFilterInput,
  args: ConnectionArguments,
  fields?: ReadonlySet<string>,
): Promise<Page<Activity>> {
  const filter = checked(ctx, access, filterInput);
  const read = { ...list, fields: fields ? stored.filter((field) => fields.has(field)) : stored };
  const page = await healthPage<Activity>(ctx, read, access, filter, args, narrowing(filter));
  const activities = shown(
    ctx,
    access,
    'Activity',
    page.edges.map(({ node }) => node),
  );
  return mapPage(page, (_, index) => activities[index] as Activity);
}

/** How many activities the whole list has; read only when it is asked for. */
export async function countActivities(
  ctx: RequestContext,
  access: DataAccess,
  filterInput: ActivityFilterInput,
): Promise<number> {
  const filter = checked(ctx, access, filterInput);
  return healthCount(ctx, list, access, filter, narrowing(filter));
}

function checked(ctx: RequestContext, access: DataAccess, filterInput: ActivityFilterInput): ActivityFilter {
  requireScope(ctx, 'activities:read');
  requireOpen(access, list.carriers);
  return validate(activityFilter, filterInput);
}

function narrowing({ sports }: ActivityFilter): Narrowing {
  const where: RawBuilder<unknown> = sports ? sql`and r.sport = any(${sports}::text[])` : sql``;
  return { where, filter: sports ?? null };
}

/**
 * An activity by its id, among those of one owner that the access opens.
 * @throws DomainError FORBIDDEN without `activities:read` or a share of workouts
 */
export async function activityById(
  ctx: RequestContext,
  access: DataAccess,
  id: string,
): Promise<Seen<Activity> | undefined> {
  requireOpen(access, list.carriers);
  return (await activitiesById(ctx, [access], [id]))[0];
}

/** Activities by id, as far as one of the accesses opens them; the others are left out. */
export async function activitiesById(
  ctx: RequestContext,
  accesses: readonly DataAccess[],
  ids: readonly string[],
): Promise<Seen<Activity>[]> {
  requireScope(ctx, 'activities:read');
  const rows = await healthRecordsById<StoredActivity>(ctx.em, list, accesses, ids);
  return shownByOwner(ctx, accesses, 'Activity', rows.map(toActivity));
}
