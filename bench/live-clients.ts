import { once } from 'node:events';
import { WebSocket } from 'ws';

// The subscribers of the live bench, in a process of their own. It is told whom to follow where, and tells what they got.

interface Task {
  url: string;
  tokens: string[];
}

const [task] = (await once(process, 'message')) as [Task];
const query = 'subscription { notificationAdded { id cursor kind category count occurredAt } }';
let received = 0;
/** How long each took, in ms, since the event that it tells of was sent off. */
let latencies: number[] = [];
let wanted = 0;
let sentAt = 0;

async function connect(token: string): Promise<void> {
  const socket = new WebSocket(`${task.url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws');
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
    received += 1;
    if (received === wanted) process.send?.({ received });
  });
}

for (let from = 0; from < task.tokens.length; from += 100)
  await Promise.all(task.tokens.slice(from, from + 100).map(connect));

process.on('message', (message: { expect: number } | 'report') => {
  if (message === 'report') {
    const sorted = latencies.toSorted((a, b) => a - b);
    const at = (share: number) => sorted[Math.floor(sorted.length * share)] ?? 0;
    process.send?.({ received, p50: at(0.5), p99: at(0.99) });
    latencies = [];
    return;
  }
  sentAt = performance.now();
  wanted = received + message.expect;
  process.send?.({ ready: true });
});
process.send?.({ connected: true });
