import { createClient, type Client } from 'graphql-ws';
import { WebSocket } from 'ws';

export interface Told {
  id: string;
  cursor: string;
  kind: string;
  category: string | null;
  count: number;
}

export interface Listener {
  told: Told[];
  errors: unknown[];
  /** Why the connection ended, when it did. */
  closed: () => { code: number; reason: string } | undefined;
  /** Resolves when so many were told. */
  until: (count: number) => Promise<Told[]>;
  stop: () => Promise<void>;
  client: Client;
}

const fields = 'id cursor kind category count';

/** Someone who follows their notifications by the public client of `graphql-transport-ws`. */
export async function listen(
  url: string,
  token: string,
  { after = null, selection = fields }: { after?: string | null; selection?: string } = {},
): Promise<Listener> {
  let closing: { code: number; reason: string } | undefined;
  const told: Told[] = [];
  const errors: unknown[] = [];
  const waiting: (() => void)[] = [];
  const connected = Promise.withResolvers<void>();
  const client = createClient({
    url: `${url.replace('http', 'ws')}/graphql`,
    webSocketImpl: WebSocket,
    retryAttempts: 0,
    connectionParams: { authorization: `Bearer ${token}` },
    on: {
      connected: () => connected.resolve(),
      closed: (event) => {
        closing = event as { code: number; reason: string };
        connected.resolve();
        waiting.splice(0).forEach((wake) => wake());
      },
    },
  });
  client.subscribe<{ notificationAdded: Told }>(
    {
      query: `subscription ($after: String) { notificationAdded(after: $after) { ${selection} } }`,
      variables: { after },
    },
    {
      next: ({ data, errors: problems }) => {
        if (data) told.push(data.notificationAdded);
        if (problems) errors.push(...problems);
        waiting.splice(0).forEach((wake) => wake());
      },
      error: (error) => errors.push(error),
      complete: () => {},
    },
  );
  await connected.promise;
  const closed = () => closing;
  return {
    told,
    errors,
    closed,
    client,
    async until(count) {
      while (told.length < count && !closed()) await new Promise<void>((resolve) => waiting.push(resolve));
      return told;
    },
    stop: async () => client.dispose(),
  };
}
