import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { EmbeddedDatabaseError } from './error.ts';
import type { Cluster } from './initialise.ts';
import { isServing, postmasterOf, removeStalePidFile, type Postmaster } from './postmaster.ts';
import { startServer, type ServerSettings } from './server-process.ts';

/** How long a server may take to come up, replay what a crash left, or go down. */
const patienceMs = 120_000;

/** Pauses before each further try to start. */
const retryMs = [100, 200, 400, 800];

export const urlOf = (cluster: Cluster, { port }: Postmaster, database: string): string =>
  `postgres://vitalgate:${cluster.password}@127.0.0.1:${port}/${database}`;

/** A server that answers, and a session in its `postgres` database. */
export interface Connected {
  postmaster: Postmaster;
  session: pg.Client;
  /** Resolves when the session has ended, whoever ended it. */
  ended: Promise<void>;
}

/** Connects to the server, after starting it where none runs. */
export async function connectOrStart(
  cluster: Cluster,
  settings: ServerSettings = {},
): Promise<Connected & { started: boolean }> {
  const running = await connectRunning(cluster);
  if (running) return { ...running, started: false };
  // More than one try: the port may be taken by another program meanwhile, and after a crash the old server's last processes hold
  // its memory for a moment.
  for (let attempt = 0; ; attempt += 1) {
    await removeStalePidFile(cluster.folder);
    const server = await startServer(cluster, settings);
    while (!server.hasEnded()) {
      const connected = await connectRunning(cluster);
      if (connected) return { ...connected, started: true };
      await sleep(10);
    }
    const pause = retryMs[attempt];
    if (pause === undefined)
      throw new EmbeddedDatabaseError(
        `The embedded database in ${cluster.dataDir} did not start: ${await server.lastWords()}`,
      );
    await sleep(pause);
  }
}

/** Connects to the running server; `undefined` when none runs. Waits for one that is coming up or going down. */
async function connectRunning(cluster: Cluster): Promise<Connected | undefined> {
  const deadline = Date.now() + patienceMs;
  for (;;) {
    const postmaster = await postmasterOf(cluster.folder);
    if (!postmaster || !(await isServing(postmaster, cluster.folder))) return undefined;
    const connected = await tryConnect(cluster, postmaster);
    if (connected) return connected;
    if (Date.now() > deadline)
      throw new EmbeddedDatabaseError(`The database server in ${cluster.dataDir} runs but does not answer.`);
    await sleep(20);
  }
}

/** A session, or `undefined` while the server cannot be talked to. */
async function tryConnect(cluster: Cluster, postmaster: Postmaster): Promise<Connected | undefined> {
  const session = new pg.Client({
    connectionString: urlOf(cluster, postmaster, 'postgres'),
    application_name: 'vitalgate',
    connectionTimeoutMillis: 5000,
    ssl: false,
  });
  // A session that is cut must not end the process as an unhandled 'error' event; its end is told by `ended`.
  session.on('error', () => undefined);
  const ended = new Promise<void>((resolve) => session.once('end', resolve));
  try {
    await session.connect();
    return { postmaster, session, ended };
  } catch (error) {
    await session.end();
    const { code } = error as NodeJS.ErrnoException;
    if (code === '28P01')
      throw new EmbeddedDatabaseError(
        `The password in ${cluster.dataDir} (postgres.password) is not that of its database.`,
        { cause: error },
      );
    return undefined;
  }
}
