import type { EntityManager } from '@mikro-orm/postgresql';
import { sql } from 'kysely';
import type { Notification } from '../notifications/notification.ts';
import { notificationColumns } from '../notifications/notification.read.ts';
import { DataAccess } from '../sharing/access.ts';
import type { Missed } from './follower.ts';
import type { Logs } from './hub.ts';

/** Reads viewers' logs from the database. What is not shared any more is left out, by the same lock as every read. */
export const logsIn = (newEm: () => EntityManager): Logs => ({
  async lastNumbers(viewerIds) {
    const { rows } = await sql<{ viewerId: string; last: number }>`
      select c.viewer_id as "viewerId", c.last from notification_counters c
      where c.viewer_id = any(${viewerIds}::uuid[])`.execute(newEm().getKysely());
    return new Map(rows.map(({ viewerId, last }) => [viewerId, last]));
  },

  async after(places, most) {
    const em = newEm();
    const { rows } = await sql<Notification>`
      select ${notificationColumns}
      from unnest(${[...places.keys()]}::uuid[], ${[...places.values()]}::bigint[]) as v (viewer_id, place)
      cross join lateral (
        select * from notifications n
        where n.viewer_id = v.viewer_id and n.number > v.place
        order by n.number
        limit ${most}
      ) n
      order by n.viewer_id, n.number`.execute(em.getKysely());
    return pagesOf(em, places, rows);
  },
});

async function pagesOf(
  em: EntityManager,
  places: ReadonlyMap<string, number>,
  rows: readonly Notification[],
): Promise<Map<string, Missed>> {
  const logged = rows.filter(({ kind }) => kind === 'LOGGED');
  const accesses =
    logged.length === 0
      ? new Map<string, Map<string, DataAccess>>()
      : await DataAccess.sharedWith(
          em,
          [...new Set(logged.map(({ viewerId }) => viewerId))],
          [...new Set(logged.map(({ ownerId }) => ownerId))],
        );
  const isShown = ({ kind, viewerId, ownerId, category, localDate }: Notification): boolean =>
    kind !== 'LOGGED' ||
    (category !== null &&
      localDate !== null &&
      (accesses.get(viewerId)?.get(ownerId)?.opens(category, localDate) ?? false));
  const own = Map.groupBy(rows, ({ viewerId }) => viewerId);
  const pages = new Map<string, Missed>();
  for (const [viewerId, place] of places) {
    const read = own.get(viewerId) ?? [];
    pages.set(viewerId, { shown: read.filter(isShown), readUpTo: read.at(-1)?.number ?? place });
  }
  return pages;
}
