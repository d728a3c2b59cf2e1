import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { open, stat } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { EmbeddedDatabaseError } from './error.ts';
import type { Cluster } from './initialise.ts';
import { isServing, type Postmaster } from './postmaster.ts';

export type ServerSettings = Readonly<Record<string, string>>;

const settings: ServerSettings = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  // Sixteen workers at most, of which each takes eleven.
  max_connections: '220',
  shared_buffers: '64MB',
  max_wal_size: '512MB',
  // initdb writes down the machine's zone; what a query answers must not depend on it.
  timezone: 'UTC',
  log_timezone: 'UTC',
  // The server's messages and statements quote the data that they are about; of those only what ends the server is kept.
  log_min_messages: 'fatal',
  log_min_error_statement: 'panic',
  log_error_verbosity: 'terse',
};

const longestLogBytes = 1_000_000;

/** A server that was told to start: its process, and what it has said so far. */
export interface StartedServer {
  hasEnded: () => boolean;
  lastWords: () => Promise<string>;
}

/** Starts the server in a process group of its own, so that Ctrl-C reaches only the gateway, which then finishes its requests first. */
export async function startServer(cluster: Cluster, extra: ServerSettings): Promise<StartedServer> {
  const port = await freePort();
  const options = Object.entries({ ...settings, ...extra }).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const logged = await stat(cluster.logFile).then(
    ({ size }) => size,
    () => 0,
  );
  const start = logged > longestLogBytes ? 0 : logged;
  const log = await open(cluster.logFile, start === logged ? 'a' : 'w', 0o600);
  try {
    // Else an ordinary user could not go on where root has begun.
    if (cluster.user) await log.chown(cluster.user.uid, cluster.user.gid);
    const child = spawn(cluster.binaries.postgres, ['-D', cluster.folder, '-p', String(port), ...options], {
      ...cluster.user,
      // The gateway's environment may hold secrets and settings that are not for PostgreSQL.
      env: {},
      cwd: '/',
      detached: true,
      stdio: ['ignore', log.fd, log.fd],
    });
    await spawned(child, cluster);
    child.unref();
    return {
      hasEnded: () => child.exitCode !== null || child.signalCode !== null,
      lastWords: () => lastLine(cluster.logFile, start),
    };
  } finally {
    await log.close();
  }
}

async function spawned(child: ChildProcess, { dataDir }: Cluster): Promise<void> {
  try {
    await once(child, 'spawn');
  } catch (error) {
    throw new EmbeddedDatabaseError(`PostgreSQL could not be started for ${dataDir}: ${(error as Error).message}`, {
      cause: error,
    });
  }
}

async function lastLine(logFile: string, start: number): Promise<string> {
  const log = await open(logFile, 'r');
  try {
    const text = await log.createReadStream({ start, encoding: 'utf8' }).toArray();
    return text.join('').trim().split('\n').at(-1) ?? '';
  } finally {
    await log.close();
  }
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as AddressInfo;
  probe.close();
  await once(probe, 'close');
  return port;
}

/** Ways to end the server: `fast` cuts its clients off and writes everything, `immediate` leaves the writing to the next start. */
const ways = { fast: 'SIGINT', immediate: 'SIGQUIT' } as const;

/** Ends this very server, and not one that another process has started since; waits until it is gone. */
export async function stopServer(
  cluster: Pick<Cluster, 'folder' | 'binaries'>,
  postmaster: Postmaster,
  way: keyof typeof ways,
): Promise<void> {
  if (!(await isServing(postmaster, cluster.folder))) return;
  await signal(cluster.binaries.pgCtl, postmaster.pid, ways[way]);
  const deadline = Date.now() + 60_000;
  while (await isServing(postmaster, cluster.folder)) {
    if (Date.now() > deadline) throw new EmbeddedDatabaseError('The embedded database server does not stop.');
    await sleep(10);
  }
}

async function signal(pgCtl: string, pid: number, name: 'SIGINT' | 'SIGQUIT'): Promise<void> {
  if (process.platform === 'win32') {
    // Node.js can only terminate a process there; PostgreSQL has a way of its own to hear signals.
    await promisify(execFile)(pgCtl, ['kill', name.slice(3), String(pid)]);
    return;
  }
  try {
    process.kill(pid, name);
  } catch (error) {
    // It ended by itself meanwhile.
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
