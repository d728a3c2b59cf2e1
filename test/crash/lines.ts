import { createClient as createEventClient } from 'graphql-sse';
import { createClient as createSocketClient } from 'graphql-ws';
import { WebSocket } from 'ws';

export interface Heard {
  id: string;
  cursor: string;
  occurredAt: string;
}

/** What comes of an event; what of it could not be read comes as an error. */
export interface Event {
  data?: { notificationAdded: Heard } | null | undefined;
  errors?: readonly { message: string; extensions?: Record<string, unknown> | undefined }[] | undefined;
}

/** A connection by which someone is told. */
export interface Line {
  /** Resolves when it is over, with the reason. */
  ended: Promise<string>;
  /** As a network does it: without a word. */
  cut: () => void;
}

export interface Ears {
  /** It stands. */
  opened: () => void;
  heard: (event: Event) => void;
}

export type OpenLine = (url: string, token: string, after: string, ears: Ears) => Line;

/** What shows a record and a person has to be read for every event, which a database that is away hinders. */
const query = `subscription ($after: String!) {
  notificationAdded(after: $after) { id cursor occurredAt owner { name } record { id } }
}`;

/** Nothing counts that is heard after the end: whoever goes on by their last cursor hears it again. */
function ending({ heard, opened }: Ears) {
  const { promise, resolve } = Promise.withResolvers<string>();
  let isOver = false;
  return {
    ended: promise,
    end: (why: string) => {
      isOver = true;
      resolve(why);
    },
    open: () => {
      if (!isOver) opened();
    },
    hear: (event: Event) => {
      if (!isOver) heard(event);
    },
  };
}

const inWords = (error: unknown): string => {
  const { code, reason, message } = error as { code?: unknown; reason?: unknown; message?: unknown };
  return [code, reason, message, Array.isArray(error) ? JSON.stringify(error) : undefined].filter(Boolean).join(' ');
};

/** The public client of `graphql-transport-ws`. */
export const bySocket: OpenLine = (url, token, after, ears) => {
  const { ended, end, open, hear } = ending(ears);
  let socket: WebSocket | undefined;
  const client = createSocketClient({
    url: `${url.replace('http', 'ws')}/graphql`,
    webSocketImpl: WebSocket,
    retryAttempts: 0,
    connectionParams: { authorization: `Bearer ${token}` },
    on: {
      opened: (opened) => (socket = opened as WebSocket),
      connected: open,
      closed: (event) => end(`closed ${inWords(event)}`),
    },
  });
  client.subscribe(
    { query, variables: { after } },
    {
      next: (event) => hear(event as Event),
      error: (error) => {
        end(`error ${inWords(error)}`);
        void client.dispose();
      },
      complete: () => end('complete'),
    },
  );
  return {
    ended,
    cut: () => {
      end('cut');
      socket?.terminate();
    },
  };
};

/** The public client of `graphql-sse`. */
export const byEvents: OpenLine = (url, token, after, ears) => {
  const { ended, end, open, hear } = ending(ears);
  const client = createEventClient({
    url: `${url}/graphql/stream`,
    headers: { authorization: `Bearer ${token}` },
    retryAttempts: 0,
    on: { connected: open },
  });
  client.subscribe(
    { query, variables: { after } },
    {
      next: (event) => hear(event as Event),
      error: (error) => end(`error ${inWords(error)}`),
      complete: () => end('complete'),
    },
  );
  return {
    ended,
    cut: () => {
      end('cut');
      client.dispose();
    },
  };
};
