import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll } from 'vitest';

const channel = 'fastify.initialization';

/**
 * Every route of the gateways that start in this test file, as `METHOD /path`; HEAD goes with its GET. Fastify tells of each instance
 * when it is made, before it has any route.
 */
export function watchRoutes(): ReadonlySet<string> {
  const routes = new Set<string>();
  const watch = (message: unknown) => {
    const { fastify } = message as { fastify: FastifyInstance };
    fastify.addHook('onRoute', ({ method, url }) => {
      for (const name of [method].flat()) if (name !== 'HEAD') routes.add(`${name} ${url}`);
    });
  };
  beforeAll(() => subscribe(channel, watch));
  afterAll(() => {
    unsubscribe(channel, watch);
  });
  return routes;
}
