import { fastifyApolloHandler } from '@as-integrations/fastify';
import type { FastifyInstance } from 'fastify';
import type { Gateway } from '../gateway.ts';
import { requestContext } from '../http/request-context.ts';
import { startApollo } from './apollo.ts';
import { liveDoor } from '../live/live-door.ts';
import { acceptEventStreams } from '../live/sse.ts';
import { acceptWebsockets } from '../live/websocket.ts';
import type { GraphqlContext } from './context.ts';
import { callDirectly } from './direct-resolvers.ts';
import { plannedExecutor } from './executor/executor.ts';
import { renderGraphiqlPage, type GraphiqlPage } from './graphiql.ts';
import { acceptMultipart } from './multipart.ts';
import { buildGraphqlSchema } from './schema.ts';

/** `/graphql`: GraphiQL for browsers, JSON and multipart requests for clients. */
export async function graphqlRoutes(app: FastifyInstance, gateway: Gateway): Promise<void> {
  const schema = await buildGraphqlSchema();
  callDirectly(schema);
  const execute = plannedExecutor(schema);
  const apollo = await startApollo(app, schema, {
    production: gateway.config.production,
    bearer: gateway.bearer,
    execute,
  });
  let page: Promise<GraphiqlPage> | undefined;

  const live = { ...gateway, door: liveDoor(gateway, schema, execute, app.log) };
  acceptWebsockets(app, live);
  acceptEventStreams(app, live);
  acceptMultipart(app);
  const handle = fastifyApolloHandler<GraphqlContext>(apollo, {
    context: async () => ({
      ...requestContext(gateway, 'GRAPHQL'),
      shelf: gateway.shelf,
      publicUrl: gateway.publicUrl(),
      pictures: gateway.pictures,
    }),
  });
  app.route({
    method: ['GET', 'POST'],
    url: '/graphql',
    async handler(request, reply) {
      if (request.method !== 'GET' || !request.headers.accept?.includes('text/html')) {
        return handle.call(app, request, reply);
      }
      page ??= renderGraphiqlPage();
      const { body, contentSecurityPolicy } = await page;
      return reply
        .header('content-type', 'text/html; charset=utf-8')
        .header('content-encoding', 'gzip')
        .header('content-security-policy', contentSecurityPolicy)
        .header('cache-control', 'no-cache')
        .send(body);
    },
  });
}
