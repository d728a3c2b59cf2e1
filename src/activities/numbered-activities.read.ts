import { sql } from 'kysely';
import { requireScope, requireViewer, type RequestContext } from '../platform/context.ts';
import type { DataAccess } from '../sharing/access.ts';
import { carriersOf, opened } from '../sharing/lock.ts';
import { countNumbered, readNumbered, type NumberedList } from '../sharing/numbered-list.ts';
import { toActivity, type Activity, type StoredActivity } from './activity.ts';

const list: NumberedList = {
  table: 'activities',
  orderedBy: 'started_at',
  type: 'timestamptz',
  carriers: carriersOf('Activity'),
};

/** Which activities: each bound a local date or an instant, both inclusive. */
export interface NumberedFilter {
  from?: Bound | undefined;
  to?: Bound | undefined;
}

export type Bound = { localDate: string } | { instant: string };

function narrowed({ from, to }: NumberedFilter): NumberedList {
  const bound = (comparison: string, given: Bound | undefined) => {
    if (!given) return sql``;
    const [column, value] = 'localDate' in given ? ['local_date', given.localDate] : ['started_at', given.instant];
    return sql`and ${sql.ref(`r.${column}`)} ${sql.raw(comparison)} ${value}`;
  };
  return { ...list, narrowing: sql`${bound('>=', from)} ${bound('<=', to)}` };
}

/** How many activities match. @throws DomainError FORBIDDEN without `activities:read` */
export async function countNumberedActivities(
  ctx: RequestContext,
  access: DataAccess,
  filter: NumberedFilter,
): Promise<number> {
  requireScope(ctx, 'activities:read');
  return countNumbered(ctx.em, narrowed(filter), access);
}

export interface NumberedActivities {
  activities: Activity[];
  hasMore: boolean;
  /** The key of the last one, to go on after. */
  end: string[] | undefined;
}

/** Activities by page number, newest first by their start, ties by id. @throws DomainError FORBIDDEN without `activities:read` */
export async function numberedActivities(
  ctx: RequestContext,
  access: DataAccess,
  start: { after: readonly string[] | undefined; skip: number; size: number },
  filter: NumberedFilter = {},
): Promise<NumberedActivities> {
  requireScope(ctx, 'activities:read');
  const { rows, hasMore, end } = await readNumbered<StoredActivity>(ctx.em, narrowed(filter), access, start);
  return { activities: rows.map(toActivity), hasMore, end };
}

/** Where an activity's data came from last. What a client sent along is for that client alone. */
export interface NewestSource {
  provider: string;
  clientId: string | null;
  externalId: string | null;
  checksum: Buffer | null;
  payload: unknown;
  createdAt: string;
}

/**
 * The newest source of each activity, with what the viewer's own client sent along.
 * @param only of the object that was sent under a key, which may be large, nothing but these members
 */
export async function newestSources(
  ctx: RequestContext,
  access: DataAccess,
  activityIds: readonly string[],
  only?: { under: string; names: readonly string[] },
): Promise<Map<string, NewestSource>> {
  const { clientId } = requireViewer(ctx);
  const payload = only
    ? sql`s.payload || jsonb_build_object(${only.under}::text, (
        select jsonb_object_agg(member.key, member.value)
        from jsonb_each(case jsonb_typeof(s.payload -> ${only.under}::text) when 'object' then s.payload -> ${only.under}::text end) member
        where member.key = any(${only.names}::text[])))`
    : sql`s.payload`;
  const { rows } = await sql<NewestSource & { activityId: string }>`
    select distinct on (s.activity_id) s.activity_id as "activityId", s.provider, s.client_id as "clientId",
      s.created_at as "createdAt",
      case when s.client_id is not distinct from ${clientId} then s.external_id end as "externalId",
      case when s.client_id is not distinct from ${clientId} then s.checksum end as checksum,
      case when s.client_id is not distinct from ${clientId} then ${payload} end as payload
    from activity_sources s
    where s.owner_id = ${access.ownerId} and s.activity_id = any(${activityIds}::uuid[])
      and exists (
        select from activities a
        where ${opened(access, list.carriers, 'a')} and a.id = any(${activityIds}::uuid[]) and a.id = s.activity_id)
    order by s.activity_id, s.number desc`.execute(ctx.em.getKysely());
  return new Map(rows.map(({ activityId, ...source }) => [activityId, source]));
}
