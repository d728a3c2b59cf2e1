import { createClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import { useGateway } from '../gateway/test-gateway.ts';
import { testLiveClient, type Data, type LiveClient, type Problem } from './live-client.ts';

const gateway = useGateway();

/** The public client of graphql-ws. */
function open(token: string): LiveClient {
  const client = createClient({
    url: `${gateway.url.replace('http', 'ws')}/graphql`,
    webSocketImpl: WebSocket,
    connectionParams: { authorization: `Bearer ${token}` },
  });
  return {
    subscribe: (query, variables, { next, failed }) =>
      client.subscribe<Data>(
        { query, variables },
        {
          next: ({ data, errors }) => (errors ? failed(errors) : data && next(data.notificationAdded)),
          error: (problems) => failed(problems as Problem[]),
          complete: () => {},
        },
      ),
    dispose: () => client.dispose(),
  };
}

testLiveClient(gateway, open);
