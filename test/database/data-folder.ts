import { chmod, mkdir, mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { onTestFinished } from 'vitest';
import { place } from '../../src/platform/embedded/placement.ts';
import { isServing, postmasterOf, type Postmaster } from '../../src/platform/embedded/postmaster.ts';
import { stopServer } from '../../src/platform/embedded/server-process.ts';

/** A data folder of the test's own; with all that was started in it, it is gone when the test ends. */
export async function testDataFolder(mode?: number): Promise<string> {
  const { folder, remove } = await makeDataFolder(mode);
  onTestFinished(remove);
  return folder;
}

/**
 * A data folder that stays until it is removed, with all that was started in it.
 * @param mode of the folder around it: 0o700 keeps the user postgres out where root runs the tests
 */
export async function makeDataFolder(mode = 0o711): Promise<{ folder: string; remove: () => Promise<void> }> {
  const parent = await mkdtemp(join(tmpdir(), 'vitalgate-embedded-'));
  await chmod(parent, mode);
  const folder = join(parent, 'data');
  await mkdir(folder);
  const remove = async () => {
    const cluster = await clusterOf(folder).catch(() => undefined);
    const running = cluster && (await runningServer(folder));
    if (running) await stopServer({ folder: cluster, binaries: (await place(folder)).binaries }, running, 'immediate');
    // An initdb whose parent was killed may still be writing.
    for (const path of [cluster, parent]) if (path) await rm(path, { recursive: true, force: true, maxRetries: 20 });
  };
  return { folder, remove };
}

/** PostgreSQL's own folder, wherever it lies. */
export const clusterOf = (dataDir: string): Promise<string> => realpath(join(dataDir, 'postgres'));

/** The server that runs on the data folder, if one does. */
export async function runningServer(dataDir: string): Promise<Postmaster | undefined> {
  const cluster = await clusterOf(dataDir);
  const postmaster = await postmasterOf(cluster);
  return postmaster && (await isServing(postmaster, cluster)) ? postmaster : undefined;
}

/** Runs one statement on a connection of its own. */
export async function query<Row extends pg.QueryResultRow>(url: string, statement: string): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Row>(statement)).rows;
  } finally {
    await client.end();
  }
}
