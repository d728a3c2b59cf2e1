import { sql } from 'kysely';
import { requireScope, requireViewer, type RequestContext } from '../platform/context.ts';
import type { DataAccess } from '../sharing/access.ts';
import { readNumbered, type NumberedList } from '../sharing/numbered-list.ts';
import { toActivity, type Activity, type StoredActivity } from './activity.ts';

const list: NumberedList = {
  table: 'activities',
  orderedBy: 'started_at',
  type: 'timestamptz',
  dates: (access) => access.datesOf('WORKOUT'),
};

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
): Promise<NumberedActivities> {
  requireScope(ctx, 'activities:read');
  const { rows, hasMore, end } = await readNumbered<StoredActivity>(ctx.em, list, access, start);
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

/** The newest source of each activity, with what the viewer's own client sent along. */
export async function newestSources(
  ctx: RequestContext,
  access: DataAccess,
  activityIds: readonly string[],
): Promise<Map<string, NewestSource>> {
  const { clientId } = requireViewer(ctx);
  const { rows } = await sql<NewestSource & { activityId: string }>`
    select distinct on (s.activity_id) s.activity_id as "activityId", s.provider, s.client_id as "clientId",
      s.created_at as "createdAt",
      case when s.client_id is not distinct from ${clientId} then s.external_id end as "externalId",
      case when s.client_id is not distinct from ${clientId} then s.checksum end as checksum,
      case when s.client_id is not distinct from ${clientId} then s.payload end as payload
    from activity_sources s
    where s.owner_id = ${access.ownerId} and s.activity_id = any(${activityIds}::uuid[])
      and exists (
        select from activities a
        where a.owner_id = ${access.ownerId} and a.id = any(${activityIds}::uuid[]) and a.id = s.activity_id
          and a.local_date <@ ${access.datesOf('WORKOUT')}::datemultirange)
    order by s.activity_id, s.number desc`.execute(ctx.em.getKysely());
  return new Map(rows.map(({ activityId, ...source }) => [activityId, source]));
}
