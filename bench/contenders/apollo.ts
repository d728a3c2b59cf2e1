import { ApolloServer } from '@apollo/server';
import { fastifyApolloHandler } from '@as-integrations/fastify';
import { gatewayParts } from './gateway-parts.ts';

// Apollo as it comes around the gateway's schema and resolvers.
const { app, schema, contextOf, listening } = await gatewayParts();
const apollo = new ApolloServer({ schema });
await apollo.start();
app.route({
  method: ['GET', 'POST'],
  url: '/graphql',
  handler: fastifyApolloHandler(apollo, { context: ({ headers }) => contextOf(headers.authorization) }),
});
listening(await app.listen({ port: 0, host: '127.0.0.1' }));
