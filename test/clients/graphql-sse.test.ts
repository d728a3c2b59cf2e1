import { createClient } from 'graphql-sse';
import { useGateway } from '../gateway/test-gateway.ts';
import { testLiveClient, type Data, type LiveClient, type Problem } from './live-client.ts';

const gateway = useGateway();

/** The public client of graphql-sse, in its mode of distinct connections. */
function open(token: string): LiveClient {
  const client = createClient({
    url: `${gateway.url}/graphql/stream`,
    headers: { authorization: `Bearer ${token}` },
    retryAttempts: 0,
  });
  return {
    subscribe: (query, variables, { next, failed }) =>
      client.subscribe<Data>(
        { query, variables },
        {
          next: ({ data, errors }) => (errors ? failed(errors) : data && next(data.notificationAdded)),
          // The client hands on an answer that is no stream as it is.
          async error(error) {
            const answer = await (error as { response: Response }).response.json();
            failed((answer as { errors: Problem[] }).errors);
          },
          complete: () => {},
        },
      ),
    dispose: () => client.dispose(),
  };
}

testLiveClient(gateway, open);
