import { createHash, randomBytes } from 'node:crypto';
import { link, lstat, mkdir, readFile, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { findBinaries, type Binaries } from './binaries.ts';
import { EmbeddedDatabaseError } from './error.ts';
import { canEnter, serverUser, type ServerUser } from './server-user.ts';

/** Where everything of an embedded database is. */
export interface Placement {
  /** The data folder as the person named it. */
  dataDir: string;
  /** PostgreSQL's own folder. */
  cluster: string;
  password: string;
  binaries: Binaries;
  user: ServerUser | undefined;
  logFile: string;
}

/** What lies here instead of in a folder that the user `postgres` cannot enter. */
const shelter = '/var/lib/vitalgate';

/**
 * Finds or makes the place of the database in a data folder. Where the server's user cannot enter it (root, with a clone below
 * /root), the cluster lies in /var/lib/vitalgate, and `postgres` in the data folder is a link to it.
 */
export async function place(dataDir: string): Promise<Placement> {
  const user = await serverUser();
  await mkdir(dataDir, { recursive: true, mode: user ? 0o711 : 0o700 });
  const folder = await realpath(dataDir);
  return {
    dataDir,
    cluster: await clusterFolder(folder, user),
    password: await keptPassword(join(folder, 'postgres.password')),
    binaries: await findBinaries(user, shelter),
    user,
    logFile: join(folder, 'postgres.log'),
  };
}

async function clusterFolder(folder: string, user: ServerUser | undefined): Promise<string> {
  const usual = join(folder, 'postgres');
  const kind = await lstat(usual).catch(() => undefined);
  if (kind?.isSymbolicLink()) {
    return realpath(usual).catch(() => {
      throw new EmbeddedDatabaseError(
        `${usual} is a link to a folder that does not exist: the database was moved or deleted.`,
      );
    });
  }
  if (!user || kind || (await canEnter(folder, user))) return usual;
  const sheltered = join(shelter, createHash('sha256').update(folder).digest('hex').slice(0, 16));
  await mkdir(sheltered, { recursive: true, mode: 0o755 });
  // The link is made by whoever initialises the cluster, when there is something to point at.
  return join(sheltered, 'postgres');
}

/** Leaves the link from the data folder to a cluster that lies elsewhere. */
export async function pointTo(dataDir: string, cluster: string): Promise<void> {
  const usual = join(await realpath(dataDir), 'postgres');
  if (usual === cluster || (await lstat(usual).catch(() => undefined))) return;
  await symlink(cluster, usual);
}

/** The server's password: random, in a file that only its owner can read. Of two first starts at once both use the one that won. */
async function keptPassword(file: string): Promise<string> {
  const known = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
    return undefined;
  });
  if (known) return known;
  const draft = `${file}.${process.pid}`;
  await writeFile(draft, randomBytes(24).toString('base64url'), { mode: 0o600, flag: 'wx' });
  try {
    // A link, unlike a rename, fails when the name is taken.
    await link(draft, file).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error;
    });
  } finally {
    await rm(draft);
  }
  return readFile(file, 'utf8');
}
