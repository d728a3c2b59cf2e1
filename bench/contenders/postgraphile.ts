import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { postgraphile } from 'postgraphile';
import { makePgService } from 'postgraphile/adaptors/pg';
import { grafserv } from 'postgraphile/grafserv/node';
import { PostGraphileAmberPreset } from 'postgraphile/presets/amber';
import { bearerCheck } from './bearer.ts';
import { openPool } from './pool.ts';
import { makeRole } from './postgraphile-role.ts';

// PostGraphile 5 with its own SQL over the same tables; row-level security is its lock.

const connectionString = await makeRole(process.env['DATABASE_URL'] as string);
const viewerOf = bearerCheck(openPool(connectionString));

const pgl = postgraphile({
  extends: [PostGraphileAmberPreset],
  pgServices: [
    makePgService({ connectionString, schemas: ['public'], poolConfig: { max: 10, options: '-c TimeZone=UTC' } }),
  ],
  grafserv: { graphqlPath: '/graphql', graphiql: false, watch: false, maxRequestLength: 4_000_000 },
  grafast: {
    context: async ({ node }: { node?: { req: IncomingMessage } }) => ({
      pgSettings: { 'bench.viewer_id': await viewerOf(node?.req.headers.authorization) },
    }),
  },
});
const serving = pgl.createServ(grafserv);
const server = createServer();
await serving.addTo(server);
server.listen(0, '127.0.0.1', () =>
  process.send?.({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }),
);
