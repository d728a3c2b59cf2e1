import { urlOf } from './connection.ts';
import { ensureCluster } from './initialise.ts';
import { place } from './placement.ts';
import { stopServer } from './server-process.ts';
import { join, joinAsGateway, leave } from './users.ts';
import { database, ensureDatabase } from './vitalgate-database.ts';

export interface EmbeddedDatabase {
  /** Where Vitalgate's database is, with its password. */
  url: string;
  /** Whether the data folder held no database before. */
  isNew: boolean;
  /** Resolves when the server is gone, whoever ended it. */
  exited: Promise<void>;
  /** Ends the server and waits until it is gone. */
  stop: () => Promise<void>;
}

/**
 * Owns the database of a data folder for a gateway's lifetime: made where there is none, started where it does not run, and taken
 * over where a killed gateway left it running.
 * @param log gets a line for whatever was out of the ordinary
 * @throws EmbeddedDatabaseError when another gateway has it, or it cannot be made or started
 */
export async function ownEmbeddedDatabase(
  dataDir: string,
  log: (line: string) => void = () => undefined,
): Promise<EmbeddedDatabase> {
  const cluster = await ensureCluster(await place(dataDir));
  const connected = await joinAsGateway(cluster);
  const { postmaster, session, ended, started } = connected;
  try {
    await ensureDatabase(session);
  } catch (error) {
    await leave(cluster, connected);
    throw error;
  }
  if (!started) log('the database server was running already, and was taken over');
  if (cluster.sheltered) log(`the database lies in ${cluster.folder}, since its user cannot enter ${cluster.dataDir}`);
  return {
    url: urlOf(cluster, postmaster, database),
    isNew: cluster.isNew,
    exited: ended,
    stop: async () => {
      await stopServer(cluster, postmaster, 'fast');
      await ended;
    },
  };
}

/**
 * Runs a command's task on the database of a data folder: on the server that runs, or on one started for it. Of several commands
 * at once the last one ends the server; a gateway that started meanwhile keeps it.
 * @throws EmbeddedDatabaseError when the database cannot be made or started; else what the task throws
 */
export async function withEmbeddedDatabase<T>(dataDir: string, task: (url: string) => Promise<T>): Promise<T> {
  const cluster = await ensureCluster(await place(dataDir));
  const connected = await join(cluster);
  try {
    await ensureDatabase(connected.session);
    return await task(urlOf(cluster, connected.postmaster, database));
  } finally {
    await leave(cluster, connected);
  }
}
