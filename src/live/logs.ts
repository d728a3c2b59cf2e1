import type { EntityManager } from '@mikro-orm/postgresql';
import { sql } from 'kysely';
import { isoText } from '../platform/database/pg-types.ts';
import { plainArray } from '../platform/database/plain-array.ts';
import type { Notification } from '../notifications/notification.ts';
import { isShown } from '../notifications/notification.read.ts';
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
    const { rows } = await sql<LogRow>`
      select n.viewer_id as "viewerId", n.number, n.id, n.share_id as "shareId", n.read_at as "readAt", ${isShown} as "isShown",
        ${eventText} as event
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
    const events = new Map<string, Event>();
    for (const { isShown: isTold, event: text, ...own } of rows) {
      const page = pages.get(own.viewerId) as Missed;
      page.readUpTo = own.number;
      if (!isTold) continue;
      const event = events.get(text) ?? eventOf(text);
      events.set(text, event);
      page.shown.push({ ...own, ...event });
    }
    return pages;
  },
});

/** What a notification says that is the same for all viewers who are told. */
type Event = Omit<Notification, 'viewerId' | 'number' | 'id' | 'shareId' | 'readAt'>;

interface LogRow extends Omit<Notification, keyof Event> {
  isShown: boolean;
  event: string;
}

/** SQL: the event of a notification `n` as one text. What one act tells hundreds of viewers is taken apart once instead of for each. */
const eventText = sql`concat(n.kind, '|', n.category, '|', n.count, '|', n.owner_id, '|', n.record_type, '|', n.record_id, '|',
  n.local_date, '|', n.occurred_at)`;

function eventOf(text: string): Event {
  const [kind, category, count, ownerId, recordType, recordId, localDate, occurredAt] = text.split('|') as string[];
  return {
    kind: kind as Event['kind'],
    category: (category || null) as Event['category'],
    count: Number(count),
    ownerId: ownerId as string,
    recordType: (recordType || null) as Event['recordType'],
    recordId: recordId || null,
    localDate: localDate || null,
    occurredAt: isoText(occurredAt as string),
  };
}
