import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { GraphQLInt, GraphQLNonNull, GraphQLObjectType, GraphQLSchema, GraphQLString } from 'graphql';
import { useServer } from 'graphql-ws/use/ws';
import { WebSocketServer } from 'ws';

// What one would write with graphql-ws and nothing else: each subscriber gets what is published, executed by graphql-js. No token, no log.

interface Told {
  id: string;
  cursor: string;
  kind: string;
  category: string;
  count: number;
  occurredAt: string;
}

const text = { type: new GraphQLNonNull(GraphQLString) };
const Notification = new GraphQLObjectType({
  name: 'Notification',
  fields: {
    id: text,
    cursor: text,
    kind: text,
    category: text,
    count: { type: new GraphQLNonNull(GraphQLInt) },
    occurredAt: text,
  },
});

const waiting = new Set<(told: Told) => void>();

async function* follow(): AsyncGenerator<{ notificationAdded: Told }> {
  const queue: Told[] = [];
  let wake = () => {};
  waiting.add((told) => {
    queue.push(told);
    wake();
  });
  for (;;) {
    const next = queue.shift();
    if (next) yield { notificationAdded: next };
    else await new Promise<void>((resolve) => (wake = resolve));
  }
}

const schema = new GraphQLSchema({
  query: new GraphQLObjectType({ name: 'Query', fields: { ok: text } }),
  subscription: new GraphQLObjectType({
    name: 'Subscription',
    fields: { notificationAdded: { type: new GraphQLNonNull(Notification), subscribe: () => follow() } },
  }),
});

const server = createServer();
useServer({ schema }, new WebSocketServer({ server, path: '/graphql' }));
server.listen(0, '127.0.0.1', () => {
  const { port } = server.address() as AddressInfo;
  process.send?.({ url: `http://127.0.0.1:${port}` });
});
let published = 0;
process.on('message', () => {
  published += 1;
  const told = {
    id: 'ntf_01m88ynnnhexzat28nvqbmpf7n',
    cursor: Buffer.from(
      JSON.stringify(['abcdefghijk', String(published), '01a215c7-4091-7118-955a-8af6ab01099c']),
    ).toString('base64url'),
    kind: 'LOGGED',
    category: 'SLEEP',
    count: 1,
    occurredAt: new Date().toISOString(),
  };
  for (const tell of waiting) tell(told);
});
