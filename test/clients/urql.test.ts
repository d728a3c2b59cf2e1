import { Client, fetchExchange, subscriptionExchange } from '@urql/core';
import { createClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import { useGateway } from '../gateway/test-gateway.ts';
import { testLiveClient, type Data, type LiveClient } from './live-client.ts';

const gateway = useGateway();

/** urql, with its exchange for subscriptions over the client of graphql-ws. */
function open(token: string): LiveClient {
  const socket = createClient({
    url: `${gateway.url.replace('http', 'ws')}/graphql`,
    webSocketImpl: WebSocket,
    connectionParams: { authorization: `Bearer ${token}` },
  });
  const client = new Client({
    url: `${gateway.url}/graphql`,
    exchanges: [
      fetchExchange,
      subscriptionExchange({
        enableAllOperations: true,
        forwardSubscription: ({ query = '', variables }) => ({
          subscribe: (sink) => ({ unsubscribe: socket.subscribe({ query, variables: variables ?? {} }, sink) }),
        }),
      }),
    ],
  });
  return {
    subscribe(query, variables, { next, failed }) {
      const { unsubscribe } = client.subscription<Data>(query, variables).subscribe(({ data, error }) => {
        if (error) failed(error.graphQLErrors);
        else if (data) next(data.notificationAdded);
      });
      return unsubscribe;
    },
    dispose: () => socket.dispose(),
  };
}

testLiveClient(gateway, open);
