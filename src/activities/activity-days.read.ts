import type { EntityManager } from '@mikro-orm/postgresql';
import { sql, type RawBuilder } from 'kysely';
import type { DataAccess } from '../sharing/access.ts';
import { carriersOf, opened } from '../sharing/lock.ts';
import { toActivity, type Activity, type StoredActivity } from './activity.ts';

/** An activity with the client that wrote it first; `null`: the person themself. */
export interface SourcedActivity extends Activity {
  clientId: string | null;
}

const carriers = carriersOf('Activity');

/** The activities of some local days, both ends inclusive, oldest first. */
export const activitiesOfDays = (
  em: EntityManager,
  access: DataAccess,
  { from, to }: { from: string; to: string },
): Promise<SourcedActivity[]> => read(em, access, sql`a.local_date between ${from}::date and ${to}::date`);

/**
 * Activities, and those of the same sport that started within some milliseconds of them. `offset 0` keeps it to one index range for
 * each activity: joined freely, 800 workouts of one day once took minutes.
 */
export const activitiesNear = (
  em: EntityManager,
  access: DataAccess,
  ids: readonly string[],
  withinMs: number,
): Promise<SourcedActivity[]> =>
  read(
    em,
    access,
    sql`a.id = any(array(
      select near.id
      from activities x
      cross join lateral (
        select n.id
        from activities n
        where n.owner_id = ${access.ownerId} and n.sport = x.sport
          and n.local_date between x.local_date - 2 and x.local_date + 2
          and n.started_at between x.started_at - ${withinMs} * interval '1 ms' and x.started_at + ${withinMs} * interval '1 ms'
        offset 0
      ) near
      where x.owner_id = ${access.ownerId} and x.id = any(${ids}::uuid[])
    ))`,
  );

async function read(em: EntityManager, access: DataAccess, which: RawBuilder<unknown>): Promise<SourcedActivity[]> {
  const { rows } = await sql<StoredActivity & { client_id: string | null }>`
    select a.*, s.client_id
    from activities a
    left join activity_sources s on s.owner_id = ${access.ownerId} and s.activity_id = a.id and s.number = 1
    where ${opened(access, carriers, 'a')} and ${which}
    order by a.local_date, a.started_at, a.id`.execute(em.getKysely());
  return rows.map((row) => ({ ...toActivity(row), clientId: row.client_id }));
}
