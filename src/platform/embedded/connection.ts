import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { EmbeddedDatabaseError } from './error.ts';
import type { Placement } from './placement.ts';
import { isServing, postmasterOf, startServer } from './server-process.ts';

/** Who holds the data folder, as PostgreSQL's list of sessions shows it. */
export const holders = { gateway: 'vitalgate gateway', command: 'vitalgate command' } as const;
export type Holder = keyof typeof holders;

/** How long a server may take to come up, replay what a crash left, or go down. */
const patienceMs = 120_000;

export const urlOf = (placement: Placement, port: number, database: string): string =>
  `postgres://vitalgate:${placement.password}@127.0.0.1:${port}/${database}`;

const startAttempts = 5;

/** In this time a server that was started has written its postmaster.pid, or has ended. */
const startMs = 2000;

/** A server that answers: which port, and a session in its `postgres` database. */
export interface Connected {
  port: number;
  session: pg.Client;
}

/** Connects to the running server; `undefined` when none runs. Waits for one that is coming up or going down. */
export async function connectRunning(placement: Placement, holder: Holder): Promise<Connected | undefined> {
  const deadline = Date.now() + patienceMs;
  for (;;) {
    const postmaster = await postmasterOf(placement);
    if (!postmaster || !(await isServing(postmaster, placement))) return undefined;
    const session = await tryConnect(urlOf(placement, postmaster.port, 'postgres'), holder);
    if (session) return { port: postmaster.port, session };
    if (Date.now() > deadline)
      throw new EmbeddedDatabaseError(`The database server in ${placement.dataDir} runs but does not answer.`);
    await sleep(30);
  }
}

/** Connects to the server, after starting it where none runs. */
export async function connectOrStart(
  placement: Placement,
  holder: Holder,
  settings?: Readonly<Record<string, string>>,
): Promise<Connected & { started: boolean }> {
  const running = await connectRunning(placement, holder);
  if (running) return { ...running, started: false };
  // More than one try: the port may be taken by another program meanwhile, and after a crash the old server's last processes hold
  // its memory for a moment.
  for (let attempt = 0; attempt < startAttempts; attempt += 1) {
    await startServer(placement, settings);
    const deadline = Date.now() + startMs;
    while (Date.now() < deadline) {
      const connected = await connectRunning(placement, holder);
      if (connected) return { ...connected, started: true };
      await sleep(25);
    }
  }
  throw new EmbeddedDatabaseError(`The embedded database did not start; ${placement.logFile} says why.`);
}

/** A session, or `undefined` while the server cannot be talked to. */
async function tryConnect(connectionString: string, holder: Holder): Promise<pg.Client | undefined> {
  const client = new pg.Client({
    connectionString,
    application_name: holders[holder],
    connectionTimeoutMillis: 5000,
  });
  // A session that is cut must not end the process as an unhandled 'error' event; its end is told by 'end'.
  client.on('error', () => undefined);
  try {
    await client.connect();
    return client;
  } catch (error) {
    await client.end();
    const { code } = error as NodeJS.ErrnoException;
    if (code === '28P01')
      throw new EmbeddedDatabaseError('The password in the data folder is not that of its database.', { cause: error });
    return undefined;
  }
}
