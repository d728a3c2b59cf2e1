import { randomUUID } from 'node:crypto';
import cors from '@fastify/cors';
import { fastify, LogController, type FastifyBaseLogger, type FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import type { Gateway } from '../gateway.ts';
import { dambelRoutes } from '../../dialects/dambel/routes.ts';
import { nowatchRoutes } from '../../dialects/nowatch/routes.ts';
import { samplesRoutes } from '../../dialects/samples/routes.ts';
import { trainItAllRoutes } from '../../dialects/train-it-all/routes.ts';
import { sportTracksRoutes } from '../../dialects/sporttracks/routes.ts';
import { oauthRoutes } from '../../oauth/routes.tsx';
import { isUpgrade } from '../live/websocket.ts';
import { graphqlRoutes } from '../graphql/routes.ts';
import { downloadRoutes } from './downloads.ts';
import { answerErrors } from './errors.ts';
import { healthRoutes } from './health.ts';
import { logRequests } from './logging.ts';
import { pictureRoutes } from './pictures.ts';
import { takeInRefusedBodies } from './refused-bodies.ts';
import { signedInContext } from './request-context.ts';
import { endConnections } from './stopping.ts';

const jsonBodyLimitBytes = 4 * 1024 * 1024;
/** What scripts of web apps may read of an answer beside its body. */
const exposedHeaders = [
  'retry-after',
  'www-authenticate',
  'x-request-id',
  'x-page',
  'x-per-page',
  'x-prev-page',
  'x-next-page',
  'x-has-next-page',
];
/** A whole request must arrive in this time, also a 25 MB file over a slow phone. */
const requestTimeoutMs = 300_000;

/** All HTTP doors on one Fastify; it does not listen yet. */
export async function buildServer(gateway: Gateway, logger: Logger): Promise<FastifyInstance> {
  const app: FastifyInstance = fastify({
    loggerInstance: logger as FastifyBaseLogger,
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: () => randomUUID(),
    trustProxy: gateway.config.trustProxy,
    bodyLimit: jsonBodyLimitBytes,
    // An id that is far too long is an id that nobody has.
    routerOptions: { maxParamLength: 16_384 },
    rewriteUrl: ({ url = '/' }) => decodable(url),
    requestTimeout: requestTimeoutMs,
    forceCloseConnections: 'idle',
    http: { shouldUpgradeCallback: isUpgrade },
  });
  endConnections(app);
  answerErrors(app);
  logRequests(app);
  takeInRefusedBodies(app);
  const origins = [...gateway.config.corsOrigins];
  if (origins.length > 0)
    await app.register(cors, { origin: origins, methods: ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'], exposedHeaders });
  const signedIn = (authorization: string | undefined) => signedInContext(gateway, 'REST', authorization);
  await app.register(async (scope) => healthRoutes(scope, gateway));
  await app.register((scope) => trainItAllRoutes(scope, { signedIn, shelf: gateway.shelf }));
  await app.register(async (scope) => downloadRoutes(scope, gateway));
  await app.register(async (scope) => pictureRoutes(scope, gateway));
  await app.register(async (scope) => samplesRoutes(scope, { signedIn }));
  await app.register(async (scope) => dambelRoutes(scope, { signedIn }));
  await app.register(async (scope) =>
    sportTracksRoutes(scope, { signedIn, shelf: gateway.shelf, publicUrl: gateway.publicUrl }),
  );
  await app.register(async (scope) => nowatchRoutes(scope, { signedIn, pictures: gateway.pictures }));
  await app.register(async (scope) =>
    oauthRoutes(scope, {
      publicUrl: gateway.publicUrl,
      secure: gateway.config.publicUrl?.startsWith('https:') ?? false,
      secrets: gateway.secrets,
      limits: gateway.limits,
      newEm: () => gateway.orm.em.fork(),
      forgetTokens: gateway.bearer.forget,
      registration: gateway.config.registration,
    }),
  );
  await app.register(async (scope) => graphqlRoutes(scope, gateway));
  return app;
}

/** A path with a percent sign that stands for nothing names nothing; as it is, the router would refuse it in its own words. */
function decodable(url: string): string {
  const [path = ''] = url.split('?', 1);
  try {
    decodeURIComponent(path);
    return url;
  } catch {
    return path.replaceAll('%', '%25') + url.slice(path.length);
  }
}
