import { once } from 'node:events';
import { onTestFinished } from 'vitest';
import { WebSocket, type ClientOptions } from 'ws';
import { until } from '../clients/live-client.ts';

export interface Message {
  type: string;
  id?: string;
  payload?: unknown;
}

export interface RawSocket {
  socket: WebSocket;
  heard: Message[];
  say: (message: object | string | Buffer) => void;
  /** Subscribes under an id. */
  follows: (id: string, after?: string | null, selection?: string) => void;
  /** What was told under an id, in order. */
  told: <Told = { cursor: string; kind: string; category: string | null }>(id: string) => Told[];
  /** The messages of a type under an id. */
  under: (id: string, type: string) => Message[];
  hears: (type: string, id?: string) => Promise<Message>;
  /** Why it was closed; `undefined` while it is open. */
  ending: () => { code: number; reason: string } | undefined;
  closed: Promise<{ code: number; reason: string }>;
}

/** A websocket on which one may say anything, in whatever order; with a token it has introduced itself. */
export async function rawSocket(url: string, token?: string, options: ClientOptions = {}): Promise<RawSocket> {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws', options);
  onTestFinished(() => socket.terminate());
  const heard: Message[] = [];
  let ending: { code: number; reason: string } | undefined;
  socket.on('message', (bytes: Buffer) => heard.push(JSON.parse(bytes.toString()) as Message));
  socket.on('error', () => socket.terminate());
  const closed = once(socket, 'close').then(
    ([code, reason]) => (ending = { code: code as number, reason: String(reason as Buffer) }),
  );
  await once(socket, 'open');
  const say = (message: object | string | Buffer) =>
    socket.send(typeof message === 'string' || Buffer.isBuffer(message) ? message : JSON.stringify(message));
  const find = (type: string, id?: string) =>
    heard.find((message) => message.type === type && (id === undefined || message.id === id));
  const under = (id: string, type: string) => heard.filter((message) => message.id === id && message.type === type);
  const hears = async (type: string, id?: string): Promise<Message> => {
    await until(() => find(type, id) !== undefined || ending !== undefined);
    const message = find(type, id);
    if (!message) throw new Error(`It was closed: ${JSON.stringify(ending)}`);
    return message;
  };
  if (token !== undefined) {
    say({ type: 'connection_init', payload: { authorization: `Bearer ${token}` } });
    await hears('connection_ack');
  }
  return {
    socket,
    heard,
    say,
    follows: (id, after = null, selection = 'cursor kind category') =>
      say({ id, type: 'subscribe', payload: { query: following(selection), variables: { after } } }),
    told: <Told>(id: string) =>
      under(id, 'next').map(({ payload }) => (payload as { data: { notificationAdded: Told } }).data.notificationAdded),
    under,
    hears,
    ending: () => ending,
    closed,
  };
}

export const following = (selection: string): string =>
  `subscription ($after: String) { notificationAdded(after: $after) { ${selection} } }`;
