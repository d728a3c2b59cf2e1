import { ApolloClient, CombinedGraphQLErrors, gql, InMemoryCache } from '@apollo/client';
import { GraphQLWsLink } from '@apollo/client/link/subscriptions';
import { createClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import { useGateway } from '../gateway/test-gateway.ts';
import { testLiveClient, type Data, type LiveClient } from './live-client.ts';

const gateway = useGateway();

/** Apollo Client, with its link over the client of graphql-ws. */
function open(token: string): LiveClient {
  const socket = createClient({
    url: `${gateway.url.replace('http', 'ws')}/graphql`,
    webSocketImpl: WebSocket,
    connectionParams: { authorization: `Bearer ${token}` },
  });
  const apollo = new ApolloClient({ link: new GraphQLWsLink(socket), cache: new InMemoryCache() });
  return {
    subscribe(query, variables, { next, failed }) {
      const subscription = apollo.subscribe<Data>({ query: gql(query), variables }).subscribe(({ data, error }) => {
        if (error) failed(CombinedGraphQLErrors.is(error) ? error.errors : [error]);
        else if (data) next(data.notificationAdded);
      });
      return () => subscription.unsubscribe();
    },
    dispose() {
      apollo.stop();
      return socket.dispose();
    },
  };
}

testLiveClient(gateway, open);
