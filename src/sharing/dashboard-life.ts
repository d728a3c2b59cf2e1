import type { EntityManager } from '@mikro-orm/postgresql';
import { sql } from 'kysely';
import { newId } from '../platform/ids.ts';
import type { SharingTables } from './sharing.entity.ts';

/** The two sides of a share. */
export interface Parties {
  viewerId: string;
  ownerId: string;
}

/**
 * Makes the dashboard of two people where there is none, and holds its row until the transaction ends: whoever makes or ends a share of
 * the two waits for each other, so that there is a dashboard exactly while a share is live.
 */
export async function openDashboard(em: EntityManager, { viewerId, ownerId }: Parties, at: string): Promise<void> {
  await sql`
    insert into dashboards as d (viewer_id, owner_id, id, shared_since, updated_at)
    values (${viewerId}, ${ownerId}, ${newId()}, ${at}, ${at})
    on conflict (viewer_id, owner_id) do update set id = d.id`.execute(em.getKysely());
}

/**
 * Holds the row of a dashboard until the transaction ends.
 * @returns false when there is none: then no share of the two is live, and nothing is held that would keep a new one away
 */
export async function holdDashboard(em: EntityManager, { viewerId, ownerId }: Parties): Promise<boolean> {
  const held = await em
    .getKysely<SharingTables>()
    .selectFrom('dashboards')
    .select('id')
    .where('viewer_id', '=', viewerId)
    .where('owner_id', '=', ownerId)
    .forUpdate()
    .executeTakeFirst();
  return held !== undefined;
}

/**
 * Takes the dashboard away when no share of the two is live any more, and with it its picture and its place in groups. The row must be
 * held.
 */
export async function closeDashboard(em: EntityManager, { viewerId, ownerId }: Parties): Promise<void> {
  await sql`
    delete from dashboards d
    where d.viewer_id = ${viewerId} and d.owner_id = ${ownerId}
      and not exists (
        select from shares s where s.viewer_id = ${viewerId} and s.owner_id = ${ownerId} and s.ended_at is null)`.execute(
    em.getKysely(),
  );
}
