import { spawn } from 'node:child_process';
import { chown, mkdir, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { EmbeddedDatabaseError } from './error.ts';
import { pointTo, type Placement } from './placement.ts';

/**
 * Makes the cluster where there is none. It is made under another name and renamed when it is whole, so that a killed first start
 * leaves nothing half-made behind, and of two at once one wins.
 */
export async function initialise(placement: Placement): Promise<void> {
  const { cluster, user } = placement;
  if (await isCluster(cluster)) return;
  const parent = dirname(cluster);
  await removeLeftovers(parent, basename(cluster));
  const draft = `${cluster}.new-${process.pid}`;
  const passwordFile = `${draft}.password`;
  await mkdir(draft, { mode: 0o700 });
  await writeFile(passwordFile, placement.password, { mode: 0o600, flag: 'wx' });
  try {
    if (user) {
      await chown(draft, user.uid, user.gid);
      await chown(passwordFile, user.uid, user.gid);
    }
    await initdb(placement, draft, passwordFile);
    await rename(draft, cluster).catch(async (error: unknown) => {
      if (!(await isCluster(cluster))) throw error;
    });
    await pointTo(placement.dataDir, cluster);
  } finally {
    await rm(passwordFile, { force: true });
    await rm(draft, { recursive: true, force: true });
  }
}

/** PostgreSQL writes this file into every cluster; ours appears under its name only when it is whole. */
const isCluster = (folder: string): Promise<boolean> =>
  stat(join(folder, 'PG_VERSION')).then(
    () => true,
    () => false,
  );

/** Drafts of first starts that were killed. */
async function removeLeftovers(parent: string, name: string): Promise<void> {
  for (const entry of await readdir(parent)) {
    const [, pid] = entry.startsWith(`${name}.new-`) ? (/\.new-(\d+)/.exec(entry) ?? []) : [];
    if (pid && !isAlive(Number(pid))) await rm(join(parent, entry), { recursive: true, force: true });
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function initdb(placement: Placement, folder: string, passwordFile: string): Promise<void> {
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
  ];
  return new Promise((resolve, reject) => {
    const child = spawn(placement.binaries.initdb, options, {
      ...placement.user,
      cwd: '/',
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let complaint = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => (complaint += text));
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0) resolve();
      else
        reject(
          new EmbeddedDatabaseError(`The database could not be made in ${placement.dataDir}: ${complaint.trim()}`),
        );
    });
  });
}
