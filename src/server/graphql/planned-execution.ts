import { HeaderMap, type ApolloServerPlugin } from '@apollo/server';
import { OperationTypeNode, type GraphQLFormattedError } from 'graphql';
import type { GraphqlContext } from './context.ts';
import type { Execute } from './executor/executor.ts';

/**
 * Answers queries by the planned executor. As a plugin, since Apollo's option for executors of one's own keeps the data of each request until
 * a full collection. What Apollo does with the errors of an execution is done here.
 */
export const plannedExecution = (
  execute: Execute,
  told: (error: unknown) => GraphQLFormattedError,
): ApolloServerPlugin<GraphqlContext> => ({
  async requestDidStart() {
    return {
      async responseForOperation({ document, operation, operationName, request, contextValue }) {
        // There is none, whatever its type says, when it has a name that the document lacks.
        if ((operation as typeof operation | undefined)?.operation !== OperationTypeNode.QUERY) return null;
        const variableValues = request.variables ?? {};
        const { data, errors } = await execute({ document, operationName, variableValues, contextValue });
        // It could not even begin: Apollo has its own words for that.
        if (data === undefined) return null;
        return {
          http: { headers: new HeaderMap(), status: undefined },
          body: { kind: 'single', singleResult: { ...(errors && { errors: errors.map(told) }), data } },
        };
      },
    };
  },
});
