import type { ApolloServerPlugin } from '@apollo/server';
import { viewerOfRequest } from '../http/bearer.ts';
import type { GraphqlContext } from './context.ts';

/**
 * Finds out who is asking, after the document passed all limits, since this is a request's first SQL. No token is no error here:
 * the schema may be read by anyone, and the services ask for a viewer. A wrong one ends the request.
 */
export const bearerCheck: ApolloServerPlugin<GraphqlContext> = {
  async requestDidStart() {
    return {
      async didResolveOperation({ contextValue, request }) {
        contextValue.viewer = await viewerOfRequest(contextValue, request.http?.headers.get('authorization'));
      },
    };
  },
};
