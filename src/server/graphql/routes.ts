import { fastifyApolloHandler } from '@as-integrations/fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { processRequest } from 'graphql-upload-minimal';
import { maxFileBytes } from '../../files/decoder-pool.ts';
import type { Gateway } from '../gateway.ts';
import { requestContext } from '../http/request-context.ts';
import { startApollo } from './apollo.ts';
import type { GraphqlContext } from './context.ts';
import { renderGraphiqlPage, type GraphiqlPage } from './graphiql.ts';
import { buildGraphqlSchema } from './schema.ts';

/** `/graphql`: GraphiQL for browsers, JSON and multipart requests for clients. */
export async function graphqlRoutes(app: FastifyInstance, gateway: Gateway): Promise<void> {
  const apollo = await startApollo(app, await buildGraphqlSchema(), { production: gateway.config.production });
  let page: Promise<GraphiqlPage> | undefined;

  app.addContentTypeParser('multipart/form-data', (_request, _payload, done) => done(null));
  app.addHook('preValidation', async (request: FastifyRequest, reply: FastifyReply) => {
    if (!request.headers['content-type']?.startsWith('multipart/form-data')) return;
    // One byte more than allowed, so that a file of exactly the limit is not mistaken for one that was cut.
    request.body = await processRequest(request.raw, reply.raw, { maxFileSize: maxFileBytes + 1, maxFiles: 1 });
  });

  const handle = fastifyApolloHandler<GraphqlContext>(apollo, {
    context: async () => ({
      ...requestContext(gateway.orm),
      shelf: gateway.shelf,
      publicUrl: gateway.publicUrl(),
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
