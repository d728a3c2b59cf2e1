import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyInstance } from 'fastify';

/** How long a request under way may still take when the gateway stops. */
const patienceMs = 30_000;

/**
 * Lets a stop come to its end. By itself Node waits for connections on which a request is only begun, or none at all, for as long as their
 * clients like; here they end at once, and requests under way some time later.
 */
export function endConnections(app: FastifyInstance): void {
  const { server } = app;
  const unused = new Set<Socket>();
  let isStopping = false;
  server.on('connection', (socket: Socket) => {
    if (isStopping) return void socket.destroy();
    unused.add(socket);
    socket.once('close', () => unused.delete(socket));
  });
  server.on('upgrade', ({ socket }: IncomingMessage) => unused.delete(socket));
  server.on('request', ({ socket }: IncomingMessage, response: ServerResponse) => {
    unused.delete(socket);
    response.once('close', () => !socket.destroyed && unused.add(socket));
  });
  app.addHook('preClose', async () => {
    isStopping = true;
    for (const socket of unused) socket.destroy();
    setTimeout(() => server.closeAllConnections(), patienceMs).unref();
  });
}
