import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { refusalHeaders } from '../../accounts/refusal-headers.ts';
import { DomainError, statusOf } from '../../platform/errors.ts';

/** The one place where an error outside a dialect becomes an HTTP answer, in GraphQL's own shape so that every client can read it. */
export function answerErrors(app: FastifyInstance): void {
  app.setErrorHandler(answerError);
  app.setNotFoundHandler((_request, reply) =>
    reply.code(404).send(body(new DomainError('NOT_FOUND', 'There is nothing at this address.'))),
  );
}

function answerError(error: FastifyError, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const refusal = error instanceof DomainError ? error : fromStatus(error.statusCode ?? 500, error.message);
  if (refusal.code === 'INTERNAL_SERVER_ERROR') request.log.error({ err: error }, 'unforeseen error');
  void reply.headers(refusalHeaders(refusal, request.headers.authorization !== undefined));
  // The HTTP layer knows a better status for some bad input, such as 415 for a type of content that nobody reads.
  const status = refusal.code === 'BAD_USER_INPUT' ? (error.statusCode ?? 400) : statusOf[refusal.code];
  return reply.code(status).send(body(refusal));
}

const body = ({ message, code, fields }: DomainError) => ({
  errors: [{ message, extensions: { code, ...(fields && { fields }) } }],
});

/** A refusal of the HTTP layer itself: malformed JSON, a body over the limit, … */
function fromStatus(status: number, message: string): DomainError {
  if (status === 413) return new DomainError('PAYLOAD_TOO_LARGE', message);
  if (status >= 400 && status < 500) return new DomainError('BAD_USER_INPUT', message);
  return new DomainError('INTERNAL_SERVER_ERROR', 'Something went wrong inside the gateway; it was logged.');
}
