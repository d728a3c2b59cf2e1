import { fastify } from 'fastify';
import type * as configModule from '../../src/platform/config.ts';
import type * as gatewayModule from '../../src/server/gateway.ts';
import type { GraphqlContext } from '../../src/server/graphql/context.ts';
import type * as schemaModule from '../../src/server/graphql/schema.ts';
import type * as contextModule from '../../src/server/http/request-context.ts';
import { built } from '../built.ts';

/** The gateway's schema, resolvers and services without its GraphQL server, to put another one around them. */
export async function gatewayParts() {
  const { openGateway } = await built<typeof gatewayModule>('server/gateway.js');
  const { loadConfig } = await built<typeof configModule>('platform/config.js');
  const { buildGraphqlSchema } = await built<typeof schemaModule>('server/graphql/schema.js');
  const { signedInContext } = await built<typeof contextModule>('server/http/request-context.js');
  const config = loadConfig();
  const app = fastify();
  let url = '';
  const gateway = await openGateway({
    config,
    databaseUrl: config.databaseUrl as string,
    log: app.log,
    publicUrl: () => url,
  });
  return {
    app,
    schema: await buildGraphqlSchema(),
    contextOf: async (authorization: string | undefined): Promise<GraphqlContext> => ({
      ...(await signedInContext(gateway, 'GRAPHQL', authorization)),
      shelf: gateway.shelf,
      publicUrl: url,
      pictures: gateway.pictures,
    }),
    listening(address: string) {
      url = address;
      process.send?.({ url });
    },
  };
}
