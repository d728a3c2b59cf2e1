import type { EntityManager } from '@mikro-orm/postgresql';
import { sql } from 'kysely';
import { plainArray } from '../platform/database/plain-array.ts';
import type { Notification } from '../notifications/notification.ts';
import { isShown, notificationColumns } from '../notifications/notification.read.ts';
import type { Missed } from './follower.ts';
import type { Logs } from './hub.ts';

/** Reads viewers' logs from the database. What is not shared any more is left out, by the same lock as every read. */
export const logsIn = (newEm: () => EntityManager): Logs => ({
  async lastNumbers(viewerIds) {
    const { rows } = await sql<{ viewerId: string; last: number }>`
      select c.viewer_id as "viewerId", c.last from notification_counters c
      where c.viewer_id = any(${plainArray(viewerIds)}::uuid[])`.execute(newEm().getKysely());
    return new Map(rows.map(({ viewerId, last }) => [viewerId, last]));
  },

  async after(places, most) {
    const { rows } = await sql<Notification & { isShown: boolean }>`
      select ${notificationColumns}, ${isShown} as "isShown"
      from unnest(${plainArray(places.keys())}::uuid[], ${plainArray(places.values())}::bigint[]) as v (viewer_id, place)
      cross join lateral (
        select * from notifications n
        where n.viewer_id = v.viewer_id and n.number > v.place
        order by n.number
        limit ${most}
      ) n
      order by n.viewer_id, n.number`.execute(newEm().getKysely());
    const pages = new Map<string, Missed>();
    for (const [viewerId, place] of places) pages.set(viewerId, { shown: [], readUpTo: place });
    for (const row of rows) {
      const page = pages.get(row.viewerId) as Missed;
      page.readUpTo = row.number;
      if (row.isShown) page.shown.push(row);
    }
    return pages;
  },
});
