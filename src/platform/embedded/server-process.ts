import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { open, readFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { EmbeddedDatabaseError } from './error.ts';
import type { Placement } from './placement.ts';

/** What PostgreSQL's own postmaster.pid says of a running server. */
export interface Postmaster {
  pid: number;
  port: number;
}

const settings = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: '60',
  shared_buffers: '64MB',
  max_wal_size: '512MB',
  // The server's messages and statements quote the data that they are about; of those only what ends the server is kept.
  log_min_messages: 'fatal',
  log_min_error_statement: 'panic',
  log_error_verbosity: 'terse',
};

/** Starts the server in a process group of its own, so that Ctrl-C reaches only the gateway, which then finishes its requests first. */
export async function startServer(placement: Placement, extra: Readonly<Record<string, string>> = {}): Promise<void> {
  const port = await freePort();
  const options = Object.entries({ ...settings, ...extra }).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const log = await open(placement.logFile, 'w', 0o600);
  try {
    const child = spawn(placement.binaries.postgres, ['-D', placement.cluster, '-p', String(port), ...options], {
      ...placement.user,
      cwd: '/',
      detached: true,
      stdio: ['ignore', log.fd, log.fd],
    });
    await once(child, 'spawn');
    child.unref();
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

/** The server that runs on this cluster, or ran when the machine went down; `undefined` when it was stopped properly. */
export async function postmasterOf({ cluster }: Placement): Promise<Postmaster | undefined> {
  const text = await readFile(join(cluster, 'postmaster.pid'), 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
    return undefined;
  });
  const [pid, , , port] = text?.split('\n') ?? [];
  return pid && port ? { pid: Number(pid), port: Number(port) } : undefined;
}

/** Whether that process exists and is the server of this cluster: after a crash its number may belong to anyone. */
export async function isServing({ pid }: Postmaster, { cluster }: Placement): Promise<boolean> {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false;
  }
  if (process.platform !== 'linux') return true;
  const commandLine = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
  return commandLine.split('\0').includes(cluster);
}

/** Ways to end the server: `fast` cuts its clients off, `patient` waits until they have gone. */
const signals = { fast: 'SIGINT', patient: 'SIGTERM' } as const;

/** Ends the server and waits until it has written everything and is gone. */
export async function stopServer(placement: Placement, way: keyof typeof signals, withinMs = 60_000): Promise<void> {
  const postmaster = await postmasterOf(placement);
  if (!postmaster || !(await isServing(postmaster, placement))) return;
  process.kill(postmaster.pid, signals[way]);
  const deadline = Date.now() + withinMs;
  while ((await postmasterOf(placement))?.pid === postmaster.pid && (await isServing(postmaster, placement))) {
    if (Date.now() > deadline) throw new EmbeddedDatabaseError('The embedded database server does not stop.');
    await sleep(20);
  }
}
