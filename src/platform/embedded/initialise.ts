import { spawn } from 'node:child_process';
import { chown, lstat, mkdtemp, open, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { EmbeddedDatabaseError } from './error.ts';
import { removeLeftovers } from './leftovers.ts';
import { clusterBehind, type Placement } from './placement.ts';

/** A cluster that exists. */
export interface Cluster extends Placement {
  /** PostgreSQL's own folder, without links. */
  folder: string;
  /** Whether it was made just now, by this call. */
  isNew: boolean;
}

/**
 * Finds the cluster, or makes it where there is none. It is made under another name and gets its own when it is whole, so that a
 * killed first start leaves nothing half-made behind, and of two at once one wins.
 * @param extra more options for initdb
 */
export async function ensureCluster(placement: Placement, extra: readonly string[] = []): Promise<Cluster> {
  await removeLeftovers(placement.draft);
  const known = await clusterBehind(placement.cluster);
  if (known !== undefined) return { ...placement, folder: known, isNew: false };
  await refuseDeadLink(placement);
  const isNew = await makeCluster(placement, extra);
  const folder = await clusterBehind(placement.cluster);
  if (folder === undefined) throw new EmbeddedDatabaseError(`${placement.cluster} is not a folder of PostgreSQL.`);
  return { ...placement, folder, isNew };
}

/** A database that was moved away must not be replaced by an empty one. */
async function refuseDeadLink({ cluster }: Placement): Promise<void> {
  const kind = await lstat(cluster).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
    return undefined;
  });
  if (!kind?.isSymbolicLink()) return;
  throw new EmbeddedDatabaseError(
    `${cluster} is a link to a database that is not there: put it back, or delete the link to start anew.`,
  );
}

async function makeCluster(placement: Placement, extra: readonly string[]): Promise<boolean> {
  const { user } = placement;
  const draft = await mkdtemp(placement.draft);
  const passwordFile = join(draft, 'password');
  try {
    await writeFile(passwordFile, placement.password, { mode: 0o600, flag: 'wx' });
    if (user) for (const path of [passwordFile, draft]) await chown(path, user.uid, user.gid);
    await initdb(placement, join(draft, 'cluster'), passwordFile, extra);
    return await publish(placement, join(draft, 'cluster'));
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}

/** Gives the whole cluster its name; `false` when another process was first. */
async function publish(placement: Placement, made: string): Promise<boolean> {
  const elsewhere = dirname(made).replace('.new-', '-');
  try {
    if (placement.sheltered) {
      await rename(made, elsewhere);
      await symlink(elsewhere, placement.cluster);
    } else {
      await rename(made, placement.cluster);
    }
  } catch (error) {
    if (placement.sheltered) await rm(elsewhere, { recursive: true, force: true });
    if ((await clusterBehind(placement.cluster)) === undefined) throw error;
    return false;
  }
  for (const folder of new Set([dirname(placement.draft), placement.dataDir])) await flushFolder(folder);
  return true;
}

/** A new name is safe on disk only once its folder is. Windows cannot open a folder. */
async function flushFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function initdb(placement: Placement, folder: string, passwordFile: string, extra: readonly string[]) {
  const options = [
    `--pgdata=${folder}`,
    '--username=vitalgate',
    `--pwfile=${passwordFile}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    // The same order of text on every machine, whatever locales it has.
    '--locale=C',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--data-checksums',
    '--no-instructions',
    ...extra,
  ];
  const child = spawn(placement.binaries.initdb, options, {
    ...placement.user,
    // The gateway's environment may hold secrets and settings that are not for PostgreSQL.
    env: {},
    cwd: '/',
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let complaint = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (complaint += text));
  const succeeded = await new Promise<boolean>((resolve) => {
    child.on('error', (error) => {
      complaint += error.message;
      resolve(false);
    });
    child.on('close', (code) => resolve(code === 0));
  });
  if (!succeeded)
    throw new EmbeddedDatabaseError(`The database could not be made in ${placement.dataDir}: ${complaint.trim()}`);
}
