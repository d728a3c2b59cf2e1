import { once } from 'node:events';
import { WebSocket } from 'ws';

// The subscribers of the live job, in a process of their own. It is told whom to follow where, and tells what they got.

/** What it is told first. */
export interface Following {
  url: string;
  tokens: string[];
}

/** What it tells when it is asked to report. */
export interface Received {
  p50: number;
  p99: number;
  /** The last message. */
  last: string;
}

const [following] = (await once(process, 'message')) as [Following];
const query = 'subscription { notificationAdded { id cursor kind category count occurredAt } }';
let received = 0;
/** How long each took, in ms, since the event that it tells of was sent off. */
let latencies: number[] = [];
let last = '';
let wanted = 0;
let sentAt = 0;

async function connect(token: string): Promise<void> {
  const socket = new WebSocket(`${following.url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws');
  socket.once('error', (error) => {
    throw error;
  });
  socket.once('close', (code, reason) => {
    throw new Error(`a connection ended with ${code} ${reason.toString()}`);
  });
  await once(socket, 'open');
  socket.send(JSON.stringify({ type: 'connection_init', payload: { authorization: `Bearer ${token}` } }));
  await once(socket, 'message');
  socket.send(JSON.stringify({ id: '1', type: 'subscribe', payload: { query } }));
  socket.on('message', (data: Buffer) => {
    const text = data.toString();
    if (!text.includes('"notificationAdded"')) throw new Error(text);
    latencies.push(performance.now() - sentAt);
    last = text;
    received += 1;
    if (received === wanted) process.send?.('all');
  });
}

for (let from = 0; from < following.tokens.length; from += 100)
  await Promise.all(following.tokens.slice(from, from + 100).map(connect));

process.on('message', (message: { expect: number } | 'report') => {
  if (message !== 'report') {
    sentAt = performance.now();
    wanted = received + message.expect;
    process.send?.('ready');
    return;
  }
  const sorted = latencies.toSorted((a, b) => a - b);
  const at = (share: number) => sorted[Math.floor(sorted.length * share)] ?? 0;
  process.send?.({ p50: at(0.5), p99: at(0.99), last } satisfies Received);
  latencies = [];
});
process.send?.('connected');
