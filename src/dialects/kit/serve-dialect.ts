import swagger from '@fastify/swagger';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import type { z } from 'zod';
import { refusalHeaders } from '../../accounts/refusal-headers.ts';
import { requireScope, requireViewer } from '../../platform/context.ts';
import { DomainError } from '../../platform/errors.ts';
import type { Dialect, DialectApp, DialectParts } from './dialect.ts';
import { describeRoutes } from './openapi.ts';
import { serveReference } from './reference-page.ts';
import { InvalidInput, refusalOf } from './refusal.ts';

/**
 * Serves a dialect: its routes with their tokens and scopes, their input checked by zod, every refusal in the vendor's words, and its
 * documentation made of the same schemas.
 */
export async function serveDialect(
  app: FastifyInstance,
  dialect: Dialect,
  { signedIn }: DialectParts,
  routes: (app: DialectApp) => void | Promise<void>,
): Promise<void> {
  // Fastify searches the whole text for keys that could reach an object's prototype; here only known fields are read.
  app.removeContentTypeParser(['text/plain', 'application/json']);
  app.addContentTypeParser('application/json', { parseAs: 'string' }, app.getDefaultJsonParser('ignore', 'ignore'));
  app.setValidatorCompiler<z.ZodType>(({ schema, httpPart }) => (given: unknown) => {
    const result = schema.safeParse(given);
    if (result.success) return { value: result.data };
    return { error: new InvalidInput(httpPart ?? 'body', result.error.issues, given) };
  });
  // What comes out was made by a mapping, whose tests hold it to its schema.
  app.setSerializerCompiler(() => (body) => JSON.stringify(body));

  const refuse = (error: Parameters<typeof refusalOf>[0], request: FastifyRequest, reply: FastifyReply) => {
    const refusal = refusalOf(error);
    if (refusal.status >= 500) request.log.error({ err: error }, `unforeseen error of ${dialect.name}`);
    const { status, body } = dialect.envelope(refusal, request);
    const headers = error instanceof DomainError ? refusalHeaders(error, hasToken(request)) : {};
    return reply.code(status).headers(headers).send(body);
  };
  app.setErrorHandler(refuse);

  await app.register(swagger, describeRoutes(dialect));
  await serveReference(app, dialect);
  await app.register(
    async (scope) => {
      scope.decorateRequest('ctx');
      scope.decorateRequest('receivedKeys');
      // A checked body has only the fields that its schema knows.
      scope.addHook('preValidation', async (request) => {
        request.receivedKeys = isObject(request.body) ? Object.keys(request.body) : [];
      });
      // Before a body is read: who may not write does not get to send a large one.
      scope.addHook('onRequest', async (request, reply) => {
        const { needs } = request.routeOptions.config;
        if (needs === undefined) return;
        void reply.header('cache-control', 'no-store');
        request.ctx = await signedIn(request.headers.authorization);
        if (needs === 'token') requireViewer(request.ctx);
        else for (const scope of [needs].flat()) requireScope(request.ctx, scope);
      });
      if (dialect.base !== undefined)
        scope.setNotFoundHandler((request, reply) =>
          refuse(new DomainError('NOT_FOUND', 'There is nothing at this address.'), request, reply),
        );
      await routes(scope.withTypeProvider<ZodTypeProvider>());
    },
    { prefix: dialect.base ?? '' },
  );
}

const isObject = (given: unknown): given is object =>
  typeof given === 'object' && given !== null && !Array.isArray(given);

const hasToken = (request: FastifyRequest): boolean => request.headers.authorization !== undefined;
