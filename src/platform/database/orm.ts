import { setTimeout as sleep } from 'node:timers/promises';
import { MikroORM, type EntitySchema } from '@mikro-orm/postgresql';
import { pgTypes } from './pg-types.ts';
import { preparingClient } from './preparing-client.ts';

export type Orm = Awaited<ReturnType<typeof openOrm>>;

/** Opens the pool. Entities come from the composition root, since the platform knows no capability. */
export function openOrm(url: string, entities: EntitySchema[], poolSize = 10) {
  return MikroORM.init({
    clientUrl: url,
    entities,
    pool: { min: 0, max: poolSize },
    // The session's zone only decides how instants are printed; no statement depends on it. What takes half a minute is a defect, and
    // must not hold a connection for long.
    driverOptions: {
      types: pgTypes,
      Client: preparingClient(),
      options: '-c TimeZone=UTC -c statement_timeout=30s',
      application_name: 'vitalgate',
    },
    discovery: { warnWhenNoEntities: false },
  });
}

/**
 * Closes the pool when everything that was asked has been answered. MikroORM's own `close` does not wait for that: a statement that still waits for
 * a connection is never answered, and one whose connection is just being made never gives it back, for which the end then waits for ever.
 */
export async function closeOrm(orm: Orm): Promise<void> {
  const pool = await orm.em.getConnection().getNativeClient();
  while (pool.waitingCount > 0 || pool.idleCount < pool.totalCount) await sleep(5);
  await pool.end();
}
