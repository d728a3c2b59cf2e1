import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { refusalHeaders } from '../../accounts/refusal-headers.ts';
import { requireViewer, type RequestContext } from '../../platform/context.ts';
import { DomainError, statusOf } from '../../platform/errors.ts';

/**
 * What SportTracks clients ask first: whose account it is that they were connected to. Any token may ask that.
 * @param signedIn makes the context of a request from its Authorization header
 */
export async function sportTracksRoutes(
  app: FastifyInstance,
  signedIn: (authorization: string | undefined) => Promise<RequestContext>,
): Promise<void> {
  // Nothing is read of the body, whatever it is.
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, _body, done) => done(null, undefined));
  app.setErrorHandler(answerError);

  app.post('/api/v2/system/connect', async (request) => {
    const { number } = requireViewer(await signedIn(request.headers.authorization));
    return { user: { uid: number } };
  });
}

/** The one place where an error becomes an answer of this API. */
function answerError(error: FastifyError | DomainError, request: FastifyRequest, reply: FastifyReply) {
  const status = error instanceof DomainError ? statusOf[error.code] : (error.statusCode ?? 500);
  if (status >= 500) request.log.error({ err: error }, 'unforeseen error');
  if (error instanceof DomainError)
    void reply.headers(refusalHeaders(error, request.headers.authorization !== undefined));
  const message = status < 500 ? error.message : 'Something went wrong inside the gateway; it was logged.';
  return reply.code(status).send({ error: { code: String(error.code ?? 'BAD_USER_INPUT'), message } });
}
