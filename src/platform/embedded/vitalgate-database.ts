import type pg from 'pg';

/** Vitalgate's own database on the embedded server. */
export const database = 'vitalgate';

/** Advisory lock of whoever makes the database. */
const making = 4_207_733;

/** Makes Vitalgate's database where it is missing; of two who find it missing at once, one makes it. */
export async function ensureDatabase(session: pg.Client): Promise<void> {
  const isMissing = async () => {
    const { rowCount } = await session.query('select from pg_database where datname = $1', [database]);
    return rowCount === 0;
  };
  if (!(await isMissing())) return;
  await session.query('select pg_advisory_lock($1)', [making]);
  try {
    if (await isMissing()) await session.query(`create database ${database}`);
  } finally {
    await session.query('select pg_advisory_unlock($1)', [making]);
  }
}
