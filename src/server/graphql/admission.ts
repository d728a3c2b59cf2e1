import type { ApolloServerPlugin } from '@apollo/server';
import type { GraphQLSchema } from 'graphql';
import type { BearerCheck } from '../../accounts/bearer.ts';
import type { GraphqlContext } from './context.ts';
import { costCheck } from './cost.ts';
import { checkVariables } from './variables.ts';

/**
 * What stands between a valid document and its execution, in this order: do the variables fit, is it cheap enough, who is asking.
 * One plugin, since Apollo runs the hooks of several at the same time, and reading the token is a request's first SQL.
 * No token is no error here: the schema may be read by anyone, and the services ask for a viewer. A wrong one ends the request.
 */
export function admission(schema: GraphQLSchema, bearer: BearerCheck): ApolloServerPlugin<GraphqlContext> {
  const checkCost = costCheck(schema);
  return {
    async requestDidStart() {
      return {
        async didResolveOperation({ operation, operationName, document, request, contextValue }) {
          // No operation of that name: the executor refuses it in its own words.
          if (!operation) return;
          const variables = request.variables ?? {};
          checkVariables(schema, operation, variables);
          checkCost({ document, operationName, variables });
          contextValue.viewer = await bearer.viewerOf(request.http?.headers.get('authorization'));
        },
      };
    },
  };
}
