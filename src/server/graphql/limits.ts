import type { ApolloServerPlugin } from '@apollo/server';
import { maxAliasesRule } from '@escape.tech/graphql-armor-max-aliases';
import { maxDepthRule } from '@escape.tech/graphql-armor-max-depth';
import { fieldExtensionsEstimator, getComplexity, simpleEstimator } from 'graphql-query-complexity';
import { DomainError } from '../../platform/errors.ts';

/** What one request may be, checked before any SQL runs. The whole introspection query of GraphiQL has depth 13 and 230 tokens. */
export const queryLimits = { depth: 15, aliases: 30, tokens: 2000, cost: 25_000 } as const;

export const limitRules = [
  maxDepthRule({ n: queryLimits.depth, ignoreIntrospection: false }),
  maxAliasesRule({ n: queryLimits.aliases }),
];

const estimators = [fieldExtensionsEstimator(), simpleEstimator({ defaultComplexity: 1 })];

/** Cost: a point per field; a connection costs its page size times what is selected of each record. */
export const costLimit: ApolloServerPlugin = {
  async requestDidStart() {
    return {
      async didResolveOperation({ schema, document, request, operationName }) {
        const cost = getComplexity({
          schema,
          query: document,
          variables: request.variables ?? {},
          ...(operationName && { operationName }),
          estimators,
        });
        if (cost > queryLimits.cost) {
          throw new DomainError('BAD_USER_INPUT', `This query costs ${cost}; at most ${queryLimits.cost} is allowed.`);
        }
      },
    };
  },
};
