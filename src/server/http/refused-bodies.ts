import { once } from 'node:events';
import type { FastifyInstance } from 'fastify';

/** How long a client may go on sending what is not read. */
const patienceMs = 10_000;

/**
 * Before a body that is too large is answered, the rest of it is taken in and thrown away. Answered in the middle, many clients
 * would only see a broken connection, and send it again.
 */
export function takeInRefusedBodies(app: FastifyInstance): void {
  app.addHook('onSend', async (request, reply) => {
    if (reply.statusCode !== 413 || request.raw.complete || request.raw.destroyed) return;
    // A parser that broke off still stands in the way.
    request.raw.unpipe();
    request.raw.resume();
    // Whoever is slower than that is cut off, which is what the error would say.
    await once(request.raw, 'end', { signal: AbortSignal.timeout(patienceMs) }).catch(() => request.raw.destroy());
  });
}
