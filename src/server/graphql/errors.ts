import { unwrapResolverError } from '@apollo/server/errors';
import type { FastifyBaseLogger } from 'fastify';
import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import { DomainError } from '../../platform/errors.ts';

/** Apollo's own codes for a document that is wrong; ours has one for all that a client sent wrong. */
const clientsFault = new Set([
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'BAD_USER_INPUT',
  'BAD_REQUEST',
  'OPERATION_RESOLUTION_FAILURE',
  'PERSISTED_QUERY_NOT_SUPPORTED',
]);

/** The one place where an error becomes a GraphQL error. What nobody foresaw is logged, and told without its words. */
export const formatErrors =
  (log: FastifyBaseLogger) =>
  (formatted: GraphQLFormattedError, thrown: unknown): GraphQLFormattedError => {
    const place = {
      ...(formatted.locations && { locations: formatted.locations }),
      ...(formatted.path && { path: formatted.path }),
    };
    const cause = causeOf(thrown);
    if (cause instanceof DomainError) {
      return {
        message: cause.message,
        ...place,
        extensions: { code: cause.code, ...(cause.fields && { fields: cause.fields }) },
      };
    }
    if (clientsFault.has(String(formatted.extensions?.['code']))) {
      return { message: formatted.message, ...place, extensions: { code: 'BAD_USER_INPUT' } };
    }
    log.error({ err: cause, path: formatted.path?.join('.') }, 'unforeseen error in GraphQL');
    return {
      message: 'Something went wrong inside the gateway; it was logged.',
      ...place,
      extensions: { code: 'INTERNAL_SERVER_ERROR' },
    };
  };

function causeOf(thrown: unknown): unknown {
  const inner = unwrapResolverError(thrown);
  return inner instanceof GraphQLError ? (inner.originalError ?? inner) : inner;
}
