import { chmod, mkdir, realpath, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { findBinaries, type Binaries } from './binaries.ts';
import { EmbeddedDatabaseError } from './error.ts';
import { keptPassword } from './password.ts';
import { canEnter, serverUser, type ServerUser } from './server-user.ts';
import { makeShelter, shelteredName } from './shelter.ts';

/** Where everything of an embedded database is, or will be. */
export interface Placement {
  /** The data folder, absolute. */
  dataDir: string;
  /** PostgreSQL's own folder in the data folder, or a link to it. */
  cluster: string;
  /** How the path starts under which a new cluster is made; beside `cluster` unless it has to lie elsewhere. */
  draft: string;
  /** Whether a new cluster has to lie elsewhere, with `cluster` a link to it. */
  sheltered: boolean;
  password: string;
  binaries: Binaries;
  user: ServerUser | undefined;
  logFile: string;
}

/**
 * Finds or makes the place of the database in a data folder. Where the server's user cannot enter it (root, with a clone below
 * /root), the cluster lies in /var/lib/vitalgate, and `postgres` in the data folder is a link to it: whoever deletes the data
 * folder starts anew, and the old cluster stays behind there.
 * @throws EmbeddedDatabaseError when there is no place, or it belongs to someone else
 */
export async function place(dataDir: string): Promise<Placement> {
  const folder = await makeDataFolder(dataDir);
  const cluster = join(folder, 'postgres');
  const user = await serverUser(await clusterBehind(cluster));
  const sheltered = user !== undefined && !(await canEnter(folder, user));
  if (sheltered) await makeShelter(user, folder);
  return {
    dataDir: folder,
    cluster,
    draft: `${sheltered ? shelteredName(folder) : cluster}.new-`,
    sheltered,
    password: await keptPassword(join(folder, 'postgres.password')),
    binaries: await findBinaries(user),
    user,
    logFile: join(folder, 'postgres.log'),
  };
}

async function makeDataFolder(dataDir: string): Promise<string> {
  const path = resolve(dataDir);
  try {
    const made = await mkdir(path, { recursive: true });
    // Root lets others pass, so that the server's user gets to its own folder in it; what else lies there keeps others out itself.
    if (made) await chmod(path, process.getuid?.() === 0 ? 0o711 : 0o700);
    return await realpath(path);
  } catch (error) {
    throw new EmbeddedDatabaseError(`The data folder ${path} cannot be used: ${(error as Error).message}`, {
      cause: error,
    });
  }
}

/**
 * The real folder of the cluster, wherever `path` leads; `undefined` where there is none. A cluster appears under its name only
 * when it is whole.
 */
export async function clusterBehind(path: string): Promise<string | undefined> {
  try {
    await stat(join(path, 'PG_VERSION'));
    return await realpath(path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return undefined;
    if (code === 'EACCES')
      throw new EmbeddedDatabaseError(`${path} belongs to another user: run this as whoever started the gateway.`, {
        cause: error,
      });
    throw error;
  }
}
