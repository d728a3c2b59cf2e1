import { Migrator } from '@mikro-orm/migrations';
import { MikroORM, type EntityManager } from '@mikro-orm/postgresql';
import { sql } from 'kysely';
import { migrations } from '../../../migrations/index.ts';
import { openSession } from './session.ts';

/** Any number that only Vitalgate's migrations use; PostgreSQL's advisory locks are numbered. */
const migrationLock = 7_316_208_451;

/**
 * Brings the database to the newest schema. Several processes may call it at once: one works, the others wait and find it done.
 * @throws DatabaseError when the server cannot be used
 */
export async function migrate(url: string): Promise<void> {
  const lock = await openSession(url, 'vitalgate migrate');
  try {
    await lock.query('select pg_advisory_lock($1)', [migrationLock]);
    await withMigrator(url, (migrator) => migrator.up());
  } finally {
    await lock.end();
  }
}

/** Names of the migrations that the database still lacks; empty = ready to serve. */
export async function missingMigrations(em: EntityManager): Promise<string[]> {
  const db = em.getKysely();
  const known = await sql<{ known: boolean }>`select to_regclass('mikro_orm_migrations') is not null as known`.execute(
    db,
  );
  if (!known.rows[0]?.known) return migrations.map((migration) => migration.name);
  const done = await sql<{ name: string }>`select name from mikro_orm_migrations`.execute(db);
  const names = new Set(done.rows.map((row) => row.name));
  return migrations.map((migration) => migration.name).filter((name) => !names.has(name));
}

async function withMigrator<T>(url: string, act: (migrator: Migrator) => Promise<T>): Promise<T> {
  const orm = await MikroORM.init({
    clientUrl: url,
    entities: [],
    discovery: { warnWhenNoEntities: false },
    extensions: [Migrator],
    migrations: {
      migrationsList: [...migrations],
      snapshot: false,
      silent: true,
      transactional: true,
      allOrNothing: true,
    },
    pool: { min: 0, max: 1 },
  });
  try {
    return await act(orm.migrator as Migrator);
  } finally {
    await orm.close();
  }
}
