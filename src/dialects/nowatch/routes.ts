import type { FastifyInstance } from 'fastify';
import type { DialectParts } from '../kit/dialect.ts';
import { serveDialect } from '../kit/serve-dialect.ts';
import { dashboardRoutes } from './dashboard-routes.ts';
import { nowatch } from './dialect.ts';
import { groupRoutes } from './group-routes.ts';
import { pictureRoutes } from './picture-routes.ts';
import type { Pictures } from './shared-entities.ts';

export interface NowatchParts extends DialectParts {
  pictures: Pictures;
}

/** What the NOWATCH API, version 0.9, has for those whom others share with. */
export function nowatchRoutes(app: FastifyInstance, { pictures, ...parts }: NowatchParts): Promise<void> {
  return serveDialect(app, nowatch, parts, async (scope) => {
    dashboardRoutes(scope, pictures);
    await pictureRoutes(scope, pictures);
    await groupRoutes(scope, pictures);
  });
}
