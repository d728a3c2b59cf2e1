import cluster, { type Worker } from 'node:cluster';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Logger } from 'pino';
import { StartError, type Answering, type AnsweringTask } from './answering.ts';

/** What a worker says once: where it listens, or why it cannot. */
export type WorkerStart = { url: string } | { refusal: string };

const program = fileURLToPath(new URL('./worker.process.js', import.meta.url));
/** A worker that ends at its start would else be replaced as fast as the machine can. */
const replacedAfterMs = 1000;

/**
 * Answers requests in several processes behind one port. One that dies is replaced; all end with this one, however that ends.
 * @throws StartError when they cannot start
 */
export async function answerInWorkers(task: AnsweringTask, count: number, logger: Logger): Promise<Answering> {
  // The task, with the database's password, goes by message: an environment can be looked at.
  cluster.setupPrimary({ exec: program, args: [], serialization: 'advanced' });
  const stopping = new AbortController();
  const start = async (): Promise<string> => {
    const worker = cluster.fork();
    worker.send(task);
    const url = await listening(worker);
    logger.info({ pid: worker.process.pid }, 'a worker answers');
    return url;
  };
  const replace = () => {
    if (stopping.signal.aborted) return;
    start().catch((error: unknown) =>
      logger.error({ err: error }, 'a worker could not be replaced; it is tried again'),
    );
  };
  const stop = async () => {
    stopping.abort();
    await Promise.all(Object.values(cluster.workers ?? {}).map((worker) => worker && end(worker)));
  };
  try {
    // The first says where they listen, and alone says what is wrong.
    const url = await start();
    await Promise.all(Array.from({ length: count - 1 }, start));
    cluster.on('exit', ({ process: { pid } }, code, signal) => {
      if (stopping.signal.aborted) return;
      logger.error({ pid, code, signal }, 'a worker ended; another takes its place');
      setTimeout(replace, replacedAfterMs).unref();
    });
    return { url, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function listening(worker: Worker): Promise<string> {
  const said = await Promise.race([
    once(worker, 'message').then(([start]) => start as WorkerStart),
    once(worker, 'exit').then(() => ({ refusal: 'A worker ended before it could answer.' })),
  ]);
  if ('refusal' in said) throw new StartError(said.refusal);
  return said.url;
}

async function end(worker: Worker): Promise<void> {
  if (worker.isDead()) return;
  const ended = once(worker, 'exit');
  // One that is ending by itself cannot be told any more, and need not be.
  if (worker.isConnected()) worker.send('stop', () => undefined);
  await ended;
}
