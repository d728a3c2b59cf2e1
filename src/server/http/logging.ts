import type { FastifyInstance } from 'fastify';
import { pino, type Logger } from 'pino';

/**
 * The log never holds a token, a password or health data: no headers, bodies or query strings are logged, and of an error from
 * the database only its code and place, since PostgreSQL quotes the offending values in its messages.
 */
export const createLogger = (level: string): Logger =>
  pino({ level, base: null, serializers: { err: serializeError } });

function serializeError(error: unknown): object {
  if (!(error instanceof Error)) return { type: typeof error };
  const fromDatabase = 'severity' in error || error.cause instanceof Error;
  const { code, constraint, routine } = error as Error & { code?: unknown; constraint?: unknown; routine?: unknown };
  return {
    type: error.name,
    ...(fromDatabase ? {} : { message: error.message }),
    ...(code !== undefined && { code }),
    ...(constraint !== undefined && { constraint }),
    ...(routine !== undefined && { routine }),
    stack: error.stack
      ?.split('\n')
      .filter((line) => /^\s+at /.test(line))
      .join('\n'),
  };
}

/** One line per request, when it was answered. The path is the route's pattern, so that ids stay out of it. */
export function logRequests(app: FastifyInstance): void {
  app.addHook('onRequest', async (request, reply) => {
    void reply.header('x-request-id', request.id);
  });
  app.addHook('onResponse', async (request, reply) => {
    request.log.info({
      method: request.method,
      route: request.routeOptions.url ?? 'unknown',
      status: reply.statusCode,
      ms: Math.round(reply.elapsedTime),
    });
  });
}
