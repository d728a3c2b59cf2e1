import type { FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import type { Config } from '../platform/config.ts';
import { openGateway } from './gateway.ts';
import { buildServer } from './http/server.ts';

/** The gateway cannot start, for a reason that the person at the console can mend. */
export class StartError extends Error {
  override readonly name = 'StartError';
}

/** What answers requests, in one process or several. */
export interface Answering {
  /** Where it listens. */
  url: string;
  /** Lets nobody in any more, finishes the requests under way, and lets go of everything. */
  stop: () => Promise<void>;
}

export interface AnsweringTask {
  config: Config;
  /** A database that has the newest schema. */
  databaseUrl: string;
}

/**
 * Answers requests in this process.
 * @throws StartError when it cannot listen where the settings say
 */
export async function answer({ config, databaseUrl }: AnsweringTask, logger: Logger): Promise<Answering> {
  await using parts = new AsyncDisposableStack();
  let url = '';
  const gateway = await openGateway({ config, databaseUrl, log: logger, publicUrl: () => config.publicUrl ?? url });
  parts.defer(() => gateway.close());
  const app = await buildServer(gateway, logger);
  parts.defer(() => app.close());
  url = await listen(app, config);
  const held = parts.move();
  return { url, stop: () => held.disposeAsync() };
}

async function listen(app: FastifyInstance, { host, port }: Config): Promise<string> {
  try {
    return await app.listen({ host, port });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EADDRINUSE')
      throw new StartError(`${host}:${port} is in use: another gateway may be running. Set PORT to another one.`);
    if (code === 'EACCES') throw new StartError(`This user may not listen on port ${port}. Set PORT to 1024 or above.`);
    if (code === 'ENOTFOUND' || code === 'EADDRNOTAVAIL')
      throw new StartError(`HOST: ${host} is no address of this machine.`);
    throw error;
  }
}
