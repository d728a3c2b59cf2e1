import { execFile } from 'node:child_process';
import { readFile, realpath, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { promisify } from 'node:util';
import { EmbeddedDatabaseError } from './error.ts';

const run = promisify(execFile);

/** Whom the server runs as, where that is not oneself. */
export interface ServerUser {
  uid: number;
  gid: number;
}

/**
 * PostgreSQL refuses to run as root, so root starts it as whoever owns the cluster; a new one is owned by the user `postgres`, made
 * where it is missing. Anyone else: as oneself.
 * @param cluster the folder of a cluster that exists
 */
export async function serverUser(cluster: string | undefined): Promise<ServerUser | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  if (cluster !== undefined) {
    const { uid, gid } = await stat(cluster);
    if (uid !== 0) return { uid, gid };
  }
  return (await userCalledPostgres()) ?? (await makeUserCalledPostgres());
}

async function makeUserCalledPostgres(): Promise<ServerUser> {
  try {
    await run('groupadd', ['--system', '--force', 'postgres']);
    await run('useradd', ['--system', '--gid=postgres', '--no-create-home', '--shell=/usr/sbin/nologin', 'postgres']);
  } catch (error) {
    // Another first start may have made it meanwhile.
    const made = await userCalledPostgres();
    if (made) return made;
    throw new EmbeddedDatabaseError(
      'PostgreSQL does not run as root, and the user postgres could not be made: start the gateway as an ordinary user, or set DATABASE_URL.',
      { cause: error },
    );
  }
  const made = await userCalledPostgres();
  if (!made) throw new EmbeddedDatabaseError('The user postgres was made but is not in /etc/passwd: set DATABASE_URL.');
  return made;
}

async function userCalledPostgres(): Promise<ServerUser | undefined> {
  const line = (await readFile('/etc/passwd', 'utf8')).split('\n').find((entry) => entry.startsWith('postgres:'));
  const [, , uid, gid] = line?.split(':') ?? [];
  return uid === undefined ? undefined : { uid: Number(uid), gid: Number(gid) };
}

/** Whether the user may go into a folder: each folder on the way must let it search. */
export async function canEnter(folder: string, user: ServerUser): Promise<boolean> {
  let path = await realpath(resolve(folder));
  for (;;) {
    const { mode, uid, gid } = await stat(path);
    const search = uid === user.uid ? 0o100 : gid === user.gid ? 0o010 : 0o001;
    if ((mode & search) === 0) return false;
    const parent = dirname(path);
    if (parent === path) return true;
    path = parent;
  }
}
