import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { onTestFinished } from 'vitest';
import { connectOrStart, urlOf } from '../../../src/platform/embedded/connection.ts';
import { ensureCluster } from '../../../src/platform/embedded/initialise.ts';
import { place } from '../../../src/platform/embedded/placement.ts';
import { stopServer } from '../../../src/platform/embedded/server-process.ts';
import { database, ensureDatabase } from '../../../src/platform/embedded/vitalgate-database.ts';
import { testDataFolder } from '../../database/data-folder.ts';
import { freePort } from './ports.ts';

/** A PostgreSQL of the test's own, which can be restarted: at the same address, as an operator's is. */
export interface Postgres {
  url: string;
  dataDir: string;
  restart: (way: 'fast' | 'immediate') => Promise<void>;
  /** Runs a statement, and again for as long as the server is away. */
  query: <Row extends pg.QueryResultRow>(statement: string, values?: unknown[]) => Promise<Row[]>;
}

export async function startPostgres(): Promise<Postgres> {
  const dataDir = await testDataFolder();
  const cluster = await ensureCluster(await place(dataDir), ['--no-sync']);
  // What is committed must outlive the server, but not the machine.
  const settings = { port: String(await freePort()), max_connections: '100', fsync: 'off' };
  let { postmaster, session, ended } = await connectOrStart(cluster, settings);
  await ensureDatabase(session);
  const url = urlOf(cluster, postmaster, database);
  const pool = new pg.Pool({ connectionString: url, application_name: 'crash test', max: 3 });
  // A connection that is lost while nobody uses it is made anew for the next who does.
  pool.on('error', () => undefined);
  onTestFinished(() => pool.end());

  return {
    url,
    dataDir,
    async restart(way) {
      await stopServer(cluster, postmaster, way);
      await ended;
      ({ postmaster, session, ended } = await connectOrStart(cluster, settings));
    },
    query: (statement, values) => untilItAnswers(async () => (await pool.query(statement, values)).rows),
  };
}

/** What PostgreSQL says on its way down and up, and the network while it is away. */
const awayCodes = ['57P01', '57P02', '57P03', 'ECONNREFUSED', 'ECONNRESET', 'EPIPE'];
const isAway = (error: unknown): boolean =>
  awayCodes.includes((error as { code?: string }).code ?? '') || /Connection terminated/.test(String(error));

async function untilItAnswers<Answer>(ask: () => Promise<Answer>): Promise<Answer> {
  for (const end = Date.now() + 60_000; ; await sleep(50)) {
    try {
      return await ask();
    } catch (error) {
      if (Date.now() > end || !isAway(error)) throw error;
    }
  }
}
