import { errorCodes, type FastifyError, type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { refusalHeaders } from '../../accounts/refusal-headers.ts';
import { requireScope, type RequestContext } from '../../platform/context.ts';
import { DomainError, statusOf } from '../../platform/errors.ts';
import { addSamples } from '../../samples/add-samples.ts';
import { fromFieldErrors, toBatch, type Detail } from './mapping.ts';

/** What is wrong with a body, element by element. */
class ValidationError extends Error {
  readonly details: Detail[];

  constructor(details: Detail[]) {
    super('validation_error');
    this.details = details;
  }
}

/**
 * The samples API, version 1.1: partners send heart rates and steps in batches.
 * @param signedIn makes the context of a request from its Authorization header
 */
export async function samplesRoutes(
  app: FastifyInstance,
  signedIn: (authorization: string | undefined) => Promise<RequestContext>,
): Promise<void> {
  const contexts = new WeakMap<FastifyRequest, RequestContext>();
  app.removeContentTypeParser(['text/plain', 'application/json']);
  // Fastify searches the whole text for keys that could reach an object's prototype; here only known fields are read.
  app.addContentTypeParser('application/json', { parseAs: 'string' }, app.getDefaultJsonParser('ignore', 'ignore'));
  app.setErrorHandler(answerError);

  app.get('/api/status', async () => ({ status: 'Ok', minimal_api_version: 'v1.0' }));

  app.post('/api/v1.1/samples', {
    // Before the body is read: who may not send samples does not get to send a large one.
    async onRequest(request) {
      const ctx = await signedIn(request.headers.authorization);
      requireScope(ctx, 'samples:write');
      contexts.set(request, ctx);
    },
    async handler(request) {
      // Fastify lets a request pass that has no content and says nothing of it.
      if (request.headers['content-type'] === undefined) throw new errorCodes.FST_ERR_CTP_INVALID_MEDIA_TYPE('');
      const batch = toBatch(request.body);
      if ('details' in batch) throw new ValidationError(batch.details);
      try {
        const ctx = contexts.get(request) as RequestContext;
        return { status: 'ok', ...(await addSamples(ctx, batch.metric, batch.samples)) };
      } catch (error) {
        if (!(error instanceof DomainError) || !error.fields) throw error;
        throw new ValidationError(fromFieldErrors(batch.dataType, error.fields));
      }
    },
  });
}

/** The one place where an error becomes an answer of this API. */
function answerError(
  error: FastifyError | DomainError | ValidationError,
  request: FastifyRequest,
  reply: FastifyReply,
) {
  if (error instanceof ValidationError)
    return reply.code(422).send({ error: 'validation_error', details: error.details });
  const status = error instanceof DomainError ? statusOf[error.code] : (error.statusCode ?? 500);
  if (error instanceof DomainError)
    void reply.headers(refusalHeaders(error, request.headers.authorization !== undefined));
  if (status >= 500) request.log.error({ err: error }, 'unforeseen error');
  const told = status < 500 ? error.message : 'Something went wrong inside the gateway; it was logged.';
  return reply.code(status).send({ error: told });
}
