import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createYoga } from 'graphql-yoga';
import { gatewayParts } from './gateway-parts.ts';

// GraphQL Yoga as it comes around the gateway's schema and resolvers.
const { schema, contextOf, listening } = await gatewayParts();
const yoga = createYoga({
  schema,
  context: ({ request }) => contextOf(request.headers.get('authorization') ?? undefined),
  logging: 'error',
});
const server = createServer(yoga);
server.listen(0, '127.0.0.1', () => listening(`http://127.0.0.1:${(server.address() as AddressInfo).port}`));
