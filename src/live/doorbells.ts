import type { EntityManager, EventSubscriber, TransactionEventArgs } from '@mikro-orm/postgresql';
import { createClient } from '@redis/client';
import type { Orm } from '../platform/database/orm.ts';
import type { Doorbell } from '../platform/context.ts';
import { newNotifications } from '../sharing/notify-viewers.ts';

/** PostgreSQL rings by itself, with the commit, on the channel of the same name. */
export const databaseDoorbell: Doorbell = { isInDatabase: true, ringAfterCommit: () => {} };

export interface RedisDoorbell extends Doorbell {
  close: () => Promise<void>;
}

interface Ears {
  heard: (ring: string) => void;
  /** Rings may have been missed up to now; from here on they are heard. */
  listening: () => void;
  /** Redis cannot be reached; told once a minute. */
  away: (error: unknown) => void;
}

/**
 * Rings by Redis, which spares PostgreSQL the queue that all notifying commits stand in. The log stays the truth: while Redis is away
 * nothing is lost, since logs are looked at every few seconds, and a gateway starts without it.
 */
export function redisDoorbell(orm: Orm, url: string, { heard, listening, away }: Ears): RedisDoorbell {
  let toldAt = -Infinity;
  const failed = (error: unknown): void => {
    if (performance.now() - toldAt < toldEveryMs) return;
    toldAt = performance.now();
    away(error);
  };
  const rungAfter = new WeakMap<object, string[]>();
  const publisher = createClient({ url, disableOfflineQueue: true, socket: { reconnectStrategy } });
  const subscriber = createClient({ url, socket: { reconnectStrategy } });
  for (const client of [publisher, subscriber]) client.on('error', failed);
  subscriber.on('ready', () => {
    toldAt = -Infinity;
    listening();
  });

  const afterCommit: EventSubscriber = {
    async afterTransactionCommit({ transaction }: TransactionEventArgs) {
      const rings = transaction && rungAfter.get(transaction);
      if (!rings) return;
      rungAfter.delete(transaction);
      // The commit stands, whatever becomes of the ring.
      for (const ring of rings) publisher.publish(newNotifications, ring).catch(failed);
    },
  };
  orm.em.getEventManager().registerSubscriber(afterCommit);
  publisher.connect().catch(failed);
  subscriber
    .connect()
    .then(() => subscriber.subscribe(newNotifications, heard))
    .catch(failed);

  return {
    isInDatabase: false,
    ringAfterCommit(em: EntityManager, rings) {
      const transaction = em.getTransactionContext<object>();
      if (transaction && rings.length > 0)
        rungAfter.set(transaction, [...(rungAfter.get(transaction) ?? []), ...rings]);
    },
    async close() {
      for (const client of [publisher, subscriber]) if (client.isOpen) client.destroy();
    },
  };
}

const toldEveryMs = 60_000;
const longestPauseMs = 2000;
const reconnectStrategy = (attempts: number): number => Math.min(100 * 2 ** attempts, longestPauseMs);
