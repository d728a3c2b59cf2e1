import { randomBytes } from 'node:crypto';
import { link, open, readFile, rm } from 'node:fs/promises';
import { EmbeddedDatabaseError } from './error.ts';

/**
 * The server's password: random, in a file that at no moment anyone but its owner can read. Of two first starts at once both use
 * the one that won.
 */
export async function keptPassword(file: string): Promise<string> {
  const known = await readPassword(file);
  if (known !== undefined) return known;
  const draft = `${file}.${randomBytes(6).toString('hex')}`;
  try {
    const handle = await open(draft, 'wx', 0o600);
    try {
      await handle.writeFile(randomBytes(24).toString('base64url'));
      // The cluster outlives a power cut, so its password has to.
      await handle.sync();
    } finally {
      await handle.close();
    }
    // A link, unlike a rename, fails when the name is taken.
    await link(draft, file).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error;
    });
  } finally {
    await rm(draft, { force: true });
  }
  return (await readPassword(file)) as string;
}

async function readPassword(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return undefined;
    if (code === 'EACCES')
      throw new EmbeddedDatabaseError(`${file} belongs to another user: run this as whoever started the gateway.`, {
        cause: error,
      });
    throw error;
  }
}
