import { setTimeout as sleep } from 'node:timers/promises';
import { connectOrStart, type Connected } from './connection.ts';
import { EmbeddedDatabaseError } from './error.ts';
import type { Cluster } from './initialise.ts';
import { stopServer } from './server-process.ts';

// Who uses the server is told by PostgreSQL's advisory locks: they die with their session, so no crash leaves one behind.

/** Shared by all who use the server. Whoever gets it alone is the last one, and nobody comes in while it stops the server. */
const use = 4_207_731;

/** Held by the gateway for as long as it lives. */
const ownership = 4_207_732;

/** The server takes a moment to notice that the process behind a session was killed. */
const deadSessionMs = 1000;

const joinAttempts = 20;

/** Joins those who use the server; starts it where it does not run. */
export async function join(cluster: Cluster): Promise<Connected & { started: boolean }> {
  for (let attempt = 1; ; attempt += 1) {
    const connected = await connectOrStart(cluster);
    try {
      await connected.session.query('select pg_advisory_lock_shared($1)', [use]);
      return connected;
    } catch (error) {
      // The last one to leave was just stopping the server.
      await connected.session.end();
      if (attempt === joinAttempts)
        throw new EmbeddedDatabaseError(`The embedded database in ${cluster.dataDir} keeps stopping.`, {
          cause: error,
        });
    }
  }
}

/**
 * Joins as the one gateway of the data folder.
 * @throws EmbeddedDatabaseError when another one is
 */
export async function joinAsGateway(cluster: Cluster): Promise<Connected & { started: boolean }> {
  for (let attempt = 1; ; attempt += 1) {
    const connected = await join(cluster);
    const outcome = await takeOwnership(connected);
    if (outcome === 'taken') return connected;
    await leave(cluster, connected);
    if (outcome === 'refused' || attempt === joinAttempts)
      throw new EmbeddedDatabaseError(
        `Another gateway is using ${cluster.dataDir}. Stop it, or set DATA_DIR to another folder.`,
      );
  }
}

async function takeOwnership({ session }: Connected): Promise<'taken' | 'refused' | 'cut'> {
  const deadline = Date.now() + deadSessionMs;
  try {
    do {
      const { rows } = await session.query<{ taken: boolean }>('select pg_try_advisory_lock($1) as taken', [ownership]);
      if (rows[0]?.taken) return 'taken';
      await sleep(50);
    } while (Date.now() < deadline);
    return 'refused';
  } catch {
    // The other gateway has just stopped, and its server with it: now it is one's own turn.
    return 'cut';
  }
}

/** Ends one's use, and the server if nobody else uses it. */
export async function leave(cluster: Cluster, connected: Connected): Promise<void> {
  if (await isLast(connected)) await stopServer(cluster, connected.postmaster, 'fast');
  await connected.session.end();
}

async function isLast({ session }: Connected): Promise<boolean> {
  try {
    // First let go, then ask: of two who leave at once, the later one is the last.
    await session.query('select pg_advisory_unlock_shared($1)', [use]);
    const { rows } = await session.query<{ alone: boolean }>('select pg_try_advisory_lock($1) as alone', [use]);
    return rows[0]?.alone ?? false;
  } catch {
    // The gateway has stopped the server meanwhile: there is nothing left to stop.
    return false;
  }
}
