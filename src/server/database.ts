import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { Config } from '../platform/config.ts';
import { migrate, missingMigrations } from '../platform/database/migrate.ts';
import { closeOrm, openOrm } from '../platform/database/orm.ts';
import { DatabaseError, openSession } from '../platform/database/session.ts';
import { withEmbeddedDatabase } from '../platform/embedded/embedded-postgres.ts';
import { entities } from './entities.ts';

/** Where the uploaded files lie. */
export const filesFolder = (config: Config): string => join(config.dataDir, 'files');

/** Runs one command's work on the database: one's own server, or the embedded one whether the gateway runs or not. */
export async function withDatabase<T>(config: Config, task: (em: EntityManager) => Promise<T>): Promise<T> {
  if (config.databaseUrl !== undefined) return withOrm(config.databaseUrl, task);
  if (!existsSync(join(config.dataDir, 'postgres')))
    throw new DatabaseError(
      `There is no database in ${config.dataDir}: start the gateway first, run vitalgate migrate to make one, or set DATA_DIR as the gateway has it.`,
    );
  return withEmbeddedDatabase(config.dataDir, async (url) => {
    await migrate(url);
    return withOrm(url, task);
  });
}

/** Runs some work on a database that has the newest schema. @throws DatabaseError when it cannot be reached or has not */
export async function withOrm<T>(url: string, task: (em: EntityManager) => Promise<T>): Promise<T> {
  // Says in words for the console why a server cannot be used, which the pool does not.
  await (await openSession(url, 'vitalgate command')).end();
  const orm = await openOrm(url, entities, 2);
  try {
    if ((await missingMigrations(orm.em.fork())).length > 0)
      throw new DatabaseError('DATABASE_URL: this database lacks migrations: run vitalgate migrate first.');
    return await task(orm.em.fork());
  } finally {
    await closeOrm(orm);
  }
}
