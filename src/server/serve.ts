import type { Logger } from 'pino';
import type { Config } from '../platform/config.ts';
import { migrate } from '../platform/database/migrate.ts';
import { ownEmbeddedDatabase } from '../platform/embedded/embedded-postgres.ts';
import { answer, StartError, type Answering, type AnsweringTask } from './answering.ts';
import { greet } from './banner.ts';
import { withOrm } from './database.ts';
import { loadDemoHistory } from './demo/history.ts';
import { freshDemoTokens, makeDemoPeople } from './demo/people.ts';
import { createLogger } from './http/logging.ts';
import { answerInWorkers } from './workers.ts';

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
  const demo = embedded !== undefined && config.demo ? await prepareDemo(databaseUrl) : { people: [], tokens: [] };
  const history = new AbortController();
  let loading = Promise.resolve();
  parts.defer(() => loading);
  const answering = await answerAs(config.workers)({ config, databaseUrl }, logger);
  // First of all nobody is let in any more, and meanwhile the history comes to its end.
  parts.defer(() => {
    history.abort();
    return answering.stop();
  });
  greet(config.publicUrl ?? answering.url, demo.tokens);
  const task = { databaseUrl, people: demo.people, until: new Date().toISOString() };
  loading = loadDemoHistory(task, history.signal).catch((error: unknown) =>
    logger.error({ err: error }, 'the demo history could not be loaded'),
  );

  const held = parts.move();
  return {
    url: answering.url,
    stop: () => held.disposeAsync(),
    failed: embedded
      ? embedded.exited.then(() => 'The embedded database server ended unexpectedly.')
      : new Promise<never>(() => {}),
  };
}

const answerAs =
  (workers: number) =>
  (task: AnsweringTask, logger: Logger): Promise<Answering> =>
    workers === 1 ? answer(task, logger) : answerInWorkers(task, workers, logger);

const prepareDemo = (databaseUrl: string) =>
  withOrm(databaseUrl, async (em) => ({
    people: await makeDemoPeople(em, new Date()),
    tokens: await freshDemoTokens(em, new Date()),
  }));

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
