import { chmod, mkdtemp, readdir, realpath, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connectOrStart, urlOf } from './connection.ts';
import type { EmbeddedDatabase } from './embedded-postgres.ts';
import { ensureCluster } from './initialise.ts';
import { place } from './placement.ts';
import { isAlive, postmasterOf } from './postmaster.ts';
import { stopServer } from './server-process.ts';
import { database, ensureDatabase } from './vitalgate-database.ts';

const prefix = 'vitalgate-throw-away-';

/** Fast, since it may lose everything in a crash. */
const settings = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  max_connections: '200',
  // It works once a minute at best, and would hinder copying a database just then.
  autovacuum: 'off',
} as const;

/** A server for tests, gone without a trace when it is stopped. */
export async function throwAwayDatabase(): Promise<EmbeddedDatabase> {
  await removeAbandoned();
  const folder = await mkdtemp(join(tmpdir(), `${prefix}${process.pid}-`));
  if (process.getuid?.() === 0) await chmod(folder, 0o711);
  const cluster = await ensureCluster(await place(folder), ['--no-sync']);
  const { postmaster, session, ended } = await connectOrStart(cluster, settings);
  await ensureDatabase(session);
  return {
    url: urlOf(cluster, postmaster, database),
    isNew: true,
    exited: ended,
    stop: async () => {
      await stopServer(cluster, postmaster, 'immediate');
      await ended;
      for (const path of [cluster.folder, folder]) await rm(path, { recursive: true, force: true });
    },
  };
}

/** Ends and removes what test runs that were killed have left behind: a server that runs for ever, and its folder. */
async function removeAbandoned(): Promise<void> {
  for (const entry of await readdir(tmpdir())) {
    const owner = entry.startsWith(prefix) ? Number.parseInt(entry.slice(prefix.length), 10) : process.pid;
    const folder = join(tmpdir(), entry);
    if (isAlive(owner) || !(await isOwn(folder))) continue;
    const cluster = await realpath(join(folder, 'postgres')).catch(() => undefined);
    const postmaster = cluster && (await postmasterOf(cluster));
    if (postmaster)
      await stopServer({ folder: cluster, binaries: (await place(folder)).binaries }, postmaster, 'immediate');
    for (const path of [cluster, folder]) if (path) await rm(path, { recursive: true, force: true });
  }
}

/** Not another person's. */
const isOwn = (folder: string): Promise<boolean> =>
  stat(folder).then(
    ({ uid }) => uid === (process.getuid?.() ?? uid),
    () => false,
  );
