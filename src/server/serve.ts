import type { FastifyInstance } from 'fastify';
import type { Config } from '../platform/config.ts';
import { migrate } from '../platform/database/migrate.ts';
import { ownEmbeddedDatabase } from '../platform/embedded/embedded-postgres.ts';
import { greet } from './banner.ts';
import { loadDemoHistory } from './demo/history.ts';
import { freshDemoTokens, makeDemoPeople } from './demo/people.ts';
import { openGateway } from './gateway.ts';
import { createLogger } from './http/logging.ts';
import { buildServer } from './http/server.ts';

/** The gateway cannot start, for a reason that the person at the console can mend. */
export class StartError extends Error {
  override readonly name = 'StartError';
}

export interface RunningGateway {
  url: string;
  /** Finishes the requests under way, then lets go of everything, last the database. */
  stop: () => Promise<void>;
  /** Resolves when the gateway cannot go on because its database server died. */
  failed: Promise<string>;
}

/** Starts all parts in order, and undoes the ones that stand when a later one fails. */
export async function serve(config: Config): Promise<RunningGateway> {
  const logger = createLogger(config.logLevel);
  await using parts = new AsyncDisposableStack();
  const embedded =
    config.databaseUrl === undefined
      ? await ownEmbeddedDatabase(config.dataDir, (line) => logger.info(line))
      : undefined;
  if (embedded) parts.defer(() => embedded.stop());
  const databaseUrl = config.databaseUrl ?? (embedded?.url as string);
  await migrate(databaseUrl);
  let url = '';
  const gateway = await openGateway({ config, databaseUrl, log: logger, publicUrl: () => config.publicUrl ?? url });
  parts.defer(() => gateway.close());
  const { orm } = gateway;
  const app = await buildServer(gateway, logger);
  const hasDemo = embedded !== undefined && config.demo;
  const madeNow = hasDemo ? await makeDemoPeople(orm.em.fork(), new Date()) : [];
  url = await listen(app, config);
  const history = new AbortController();
  let loading = Promise.resolve();
  parts.defer(() => loading);
  // First of all nobody is let in any more, and meanwhile the history comes to its end.
  parts.defer(() => {
    history.abort();
    return app.close();
  });
  greet(gateway.publicUrl(), hasDemo ? await freshDemoTokens(orm.em.fork(), new Date()) : []);
  const task = { databaseUrl, people: madeNow, until: new Date().toISOString() };
  loading = loadDemoHistory(task, history.signal).catch((error: unknown) =>
    logger.error({ err: error }, 'the demo history could not be loaded'),
  );

  const held = parts.move();
  return {
    url,
    stop: () => held.disposeAsync(),
    failed: embedded
      ? embedded.exited.then(() => 'The embedded database server ended unexpectedly.')
      : new Promise<never>(() => {}),
  };
}

async function listen(app: FastifyInstance, { host, port }: Config): Promise<string> {
  try {
    return await app.listen({ host, port });
  } catch (error) {
    await app.close();
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EADDRINUSE')
      throw new StartError(`${host}:${port} is in use: another gateway may be running. Set PORT to another one.`);
    if (code === 'EACCES') throw new StartError(`This user may not listen on port ${port}. Set PORT to 1024 or above.`);
    if (code === 'ENOTFOUND' || code === 'EADDRNOTAVAIL')
      throw new StartError(`HOST: ${host} is no address of this machine.`);
    throw error;
  }
}

/** The command `serve`: runs until SIGTERM, SIGINT or the loss of its database. A second signal ends the process at once. */
export async function serveUntilStopped(config: Config): Promise<void> {
  const running = await serve(config);
  const signal = new Promise<undefined>((resolve) => {
    for (const name of ['SIGTERM', 'SIGINT'] as const) process.once(name, () => resolve(undefined));
  });
  const failure = await Promise.race([signal, running.failed]);
  await running.stop();
  if (failure) throw new StartError(failure);
}
