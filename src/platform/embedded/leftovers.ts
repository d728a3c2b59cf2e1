import { readdir, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

/** Longer than making a cluster or a copy takes on the slowest machine. */
const abandonedAfterMs = 600_000;

/**
 * Removes the drafts of processes that were killed while making them: those whose path starts with `prefix`. They are told by age,
 * not by process id, since an id means nothing after a restart and in another container.
 */
export async function removeLeftovers(prefix: string): Promise<void> {
  const folder = dirname(prefix);
  for (const entry of await readdir(folder)) {
    if (!entry.startsWith(basename(prefix))) continue;
    const path = join(folder, entry);
    const draft = await stat(path).catch((error: NodeJS.ErrnoException) => {
      // Its maker has just finished.
      if (error.code !== 'ENOENT') throw error;
      return undefined;
    });
    if (draft && Date.now() - draft.mtimeMs > abandonedAfterMs) await rm(path, { recursive: true, force: true });
  }
}
