import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import type * as migrateModule from '../src/platform/database/migrate.ts';
import type * as connectionModule from '../src/platform/embedded/connection.ts';
import type * as initialiseModule from '../src/platform/embedded/initialise.ts';
import type * as placementModule from '../src/platform/embedded/placement.ts';
import type * as processModule from '../src/platform/embedded/server-process.ts';
import { built } from './built.ts';
import type { Stage } from './job.ts';

export interface BenchServer extends AsyncDisposable {
  version: string;
  database: Stage['database'];
}

/** The embedded PostgreSQL with the gateway's own settings, in a folder of its own. It takes the connections of all contenders at once. */
export async function startServer(tell: (text: string) => void): Promise<BenchServer> {
  const { ensureCluster } = await built<typeof initialiseModule>('platform/embedded/initialise.js');
  const { place } = await built<typeof placementModule>('platform/embedded/placement.js');
  const { connectOrStart, urlOf } = await built<typeof connectionModule>('platform/embedded/connection.js');
  const { stopServer } = await built<typeof processModule>('platform/embedded/server-process.js');
  const { migrate } = await built<typeof migrateModule>('platform/database/migrate.js');
  const dataDir = await mkdtemp(join(tmpdir(), 'vitalgate-bench-'));
  const cluster = await ensureCluster(await place(dataDir));
  const { postmaster, session, ended } = await connectOrStart(cluster, { max_connections: '200' });
  const { rows } = await session.query<{ version: string }>(`select current_setting('server_version') as version`);
  return {
    version: rows[0]?.version as string,
    async database(name, fill) {
      tell(`loads the database ${name}`);
      await session.query(`create database ${pg.escapeIdentifier(name)}`);
      const url = urlOf(cluster, postmaster, name);
      await migrate(url);
      await fill(url);
      return url;
    },
    async [Symbol.asyncDispose]() {
      await stopServer(cluster, postmaster, 'fast');
      await ended;
      await rm(dataDir, { recursive: true, force: true });
      if (cluster.sheltered) await rm(cluster.folder, { recursive: true, force: true });
    },
  };
}
