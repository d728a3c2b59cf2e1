import type { FastifyBaseLogger } from 'fastify';
import { sweep } from '../oauth/sweep.ts';
import type { Orm } from '../platform/database/orm.ts';

const everyMs = 600_000;

/** Sweeps what has expired every ten minutes. Several processes may do so at once: each row is deleted by one of them. */
export function sweepRegularly(orm: Orm, log: FastifyBaseLogger): { stop: () => Promise<void> } {
  let running = Promise.resolve();
  const timer = setInterval(() => {
    running = sweep(orm.em.fork(), new Date()).catch((error: unknown) =>
      log.error({ err: error }, 'what has expired could not be swept'),
    );
  }, everyMs);
  timer.unref();
  return {
    stop: () => {
      clearInterval(timer);
      return running;
    },
  };
}
