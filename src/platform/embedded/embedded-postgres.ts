import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import { connectOrStart, holders, urlOf, type Connected, type Holder } from './connection.ts';
import { EmbeddedDatabaseError } from './error.ts';
import { initialise } from './initialise.ts';
import { place, type Placement } from './placement.ts';
import { stopServer } from './server-process.ts';

export interface EmbeddedDatabase {
  /** Where Vitalgate's database is, with its password. */
  url: string;
  /** Resolves when the server is gone, whoever ended it. */
  exited: Promise<void>;
  /** Ends the server and waits until it is gone. */
  stop: () => Promise<void>;
}

const database = 'vitalgate';

/** The advisory lock that says who owns the data folder. It dies with its session, so no crash leaves it behind. */
const ownerLock = 4_207_731;

/** How long a gateway waits for a command that holds the data folder. */
const commandPatienceMs = 60_000;

/**
 * Owns the database of a data folder for a gateway's lifetime: made where there is none, started where it does not run, and taken
 * over where a killed gateway left it running.
 * @throws EmbeddedDatabaseError when another gateway has it, or it cannot be made or started
 */
export async function ownEmbeddedDatabase(dataDir: string): Promise<EmbeddedDatabase> {
  const placement = await place(dataDir);
  await initialise(placement);
  const { port, session } = await takeOver(placement);
  const exited = new Promise<void>((resolve) => session.once('end', resolve));
  await ensureDatabase(session);
  return {
    url: urlOf(placement, port, database),
    exited,
    stop: async () => {
      await stopServer(placement, 'fast');
      await exited;
    },
  };
}

async function takeOver(placement: Placement): Promise<Connected> {
  const deadline = Date.now() + commandPatienceMs;
  for (;;) {
    const connected = await connectOrStart(placement, 'gateway');
    const holder = await takeLock(connected.session, 'gateway');
    if (holder === 'oneself') return connected;
    await connected.session.end();
    if (holder === 'gateway' || Date.now() > deadline) {
      throw new EmbeddedDatabaseError(
        `Another gateway is using ${placement.dataDir}. Stop it, or set DATA_DIR to another folder.`,
      );
    }
    await sleep(100);
  }
}

/** Takes the lock, or tells who has it. */
async function takeLock(session: pg.Client, as: Holder): Promise<'oneself' | Holder> {
  const { rows } = await session.query<{ taken: boolean; by_gateway: boolean }>(
    `select pg_try_advisory_lock($1) as taken, exists (
       select from pg_locks l join pg_stat_activity a using (pid)
       where l.locktype = 'advisory' and l.granted and l.pid <> pg_backend_pid() and a.application_name = $2) as by_gateway`,
    [ownerLock, holders.gateway],
  );
  if (rows[0]?.taken) return 'oneself';
  return rows[0]?.by_gateway && as === 'gateway' ? 'gateway' : 'command';
}

async function ensureDatabase(session: pg.Client): Promise<void> {
  const { rowCount } = await session.query('select from pg_database where datname = $1', [database]);
  if (rowCount === 0) await session.query(`create database ${database}`);
}

/**
 * Runs a command's task on the database of a data folder: on the server that runs, or on one started for as long as it takes.
 * Other commands that joined meanwhile finish before it ends.
 */
export async function withEmbeddedDatabase<T>(dataDir: string, task: (url: string) => Promise<T>): Promise<T> {
  const placement = await place(dataDir);
  await initialise(placement);
  const { port, session, started } = await connectOrStart(placement, 'command');
  try {
    if (started) {
      await takeLock(session, 'command');
      await ensureDatabase(session);
    }
    return await task(urlOf(placement, port, database));
  } finally {
    // The server is told to end before the lock is let go: a gateway that waits for it must not take over a server that is ending.
    const stopped = started ? stopServer(placement, 'patient') : undefined;
    await session.end();
    await stopped;
  }
}

/** A server for tests, gone without a trace when it is stopped; fast, since it may lose everything in a crash. */
export async function throwAwayDatabase(): Promise<EmbeddedDatabase> {
  const folder = await mkdtemp(join(tmpdir(), 'vitalgate-test-'));
  await chmod(folder, 0o711);
  const placement = await place(folder);
  await initialise(placement);
  const { port, session } = await connectOrStart(placement, 'gateway', {
    fsync: 'off',
    synchronous_commit: 'off',
    full_page_writes: 'off',
    max_connections: '200',
  });
  const exited = new Promise<void>((resolve) => session.once('end', resolve));
  await ensureDatabase(session);
  return {
    url: urlOf(placement, port, database),
    exited,
    stop: async () => {
      await stopServer(placement, 'fast');
      await exited;
      await rm(folder, { recursive: true });
    },
  };
}
