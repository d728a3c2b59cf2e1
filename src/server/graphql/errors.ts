import { unwrapResolverError } from '@apollo/server/errors';
import type { FastifyBaseLogger } from 'fastify';
import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import { DomainError } from '../../platform/errors.ts';
import { uploadRefusal } from './multipart.ts';

/** Apollo's own codes for a document that is wrong; ours has one for all that a client sent wrong. */
const clientsFault = new Set([
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'BAD_USER_INPUT',
  'BAD_REQUEST',
  'OPERATION_RESOLUTION_FAILURE',
  'PERSISTED_QUERY_NOT_SUPPORTED',
]);

const longestMessage = 500;

/** The one place where an error becomes a GraphQL error. What nobody foresaw is logged, and told without its words. */
export const formatErrors =
  (log: FastifyBaseLogger) =>
  (formatted: GraphQLFormattedError, thrown: unknown): GraphQLFormattedError => {
    const place = {
      ...(formatted.locations && { locations: formatted.locations }),
      ...(formatted.path && { path: formatted.path }),
    };
    const cause = causeOf(thrown);
    const refusal = cause instanceof DomainError ? cause : uploadRefusal(cause);
    if (refusal) {
      return {
        message: refusal.message,
        ...place,
        extensions: {
          code: refusal.code,
          ...(refusal.fields && { fields: refusal.fields }),
          ...(refusal.retryAfterSeconds !== undefined && { retryAfterSeconds: refusal.retryAfterSeconds }),
        },
      };
    }
    if (clientsFault.has(String(formatted.extensions?.['code']))) {
      return { message: clearly(formatted.message), ...place, extensions: { code: 'BAD_USER_INPUT' } };
    }
    log.error({ err: cause, path: formatted.path?.join('.') }, 'unforeseen error in GraphQL');
    return {
      message: 'Something went wrong inside the gateway; it was logged.',
      ...place,
      extensions: { code: 'INTERNAL_SERVER_ERROR' },
    };
  };

/** The same for what was thrown outside Apollo, in whatever form it comes. */
export const errorTeller = (log: FastifyBaseLogger): ((thrown: unknown) => GraphQLFormattedError) => {
  const format = formatErrors(log);
  return (thrown) => {
    const error = asGraphqlError(thrown);
    return format(error.toJSON(), error);
  };
};

export const asGraphqlError = (thrown: unknown): GraphQLError =>
  thrown instanceof GraphQLError
    ? thrown
    : new GraphQLError(thrown instanceof Error ? thrown.message : String(thrown), {
        originalError: thrown instanceof Error ? thrown : null,
      });

/** graphql-js does not say what it gave up on, and repeats what it refuses, however long that is. */
function clearly(message: string): string {
  if (message === 'Validation aborted.') return 'This query selects the same fields too many times to be checked.';
  return message.length > longestMessage ? `${message.slice(0, longestMessage)}…` : message;
}

function causeOf(thrown: unknown): unknown {
  const inner = unwrapResolverError(thrown);
  return inner instanceof GraphQLError ? (inner.originalError ?? inner) : inner;
}
