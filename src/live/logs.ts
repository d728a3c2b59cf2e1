import type { EntityManager } from '@mikro-orm/postgresql';
import { sql } from 'kysely';
import type { Notification } from '../notifications/notification.ts';
import { notificationColumns } from '../notifications/notification.read.ts';
import { DataAccess } from '../sharing/access.ts';
import type { LogPage, Logs } from './hub.ts';

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
    return new Map([...(await pagesOf(em, rows))]);
  },
});

async function pagesOf(em: EntityManager, rows: readonly Notification[]): Promise<Map<string, LogPage>> {
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
  const pages = new Map<string, LogPage>();
  for (const [viewerId, own] of Map.groupBy(rows, (row) => row.viewerId))
    pages.set(viewerId, { shown: own.filter(isShown), readUpTo: own.at(-1)?.number ?? 0 });
  return pages;
}
