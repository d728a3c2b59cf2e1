import type { FastifyInstance } from 'fastify';
import { missingMigrations } from '../../platform/database/migrate.ts';
import type { Gateway } from '../gateway.ts';

/** `live`: the process answers. `ready`: the database is reachable and has the newest schema. */
export async function healthRoutes(app: FastifyInstance, gateway: Gateway): Promise<void> {
  app.get('/health/live', async () => ({ status: 'ok' }));
  app.get('/health/ready', async (_request, reply) => {
    try {
      const missing = await missingMigrations(gateway.orm.em.fork());
      if (missing.length === 0) return { status: 'ok' };
      return reply.code(503).send({ status: 'not ready', reason: `missing migrations: ${missing.join(', ')}` });
    } catch (error) {
      app.log.warn({ err: error }, 'the database does not answer');
      return reply.code(503).send({ status: 'not ready', reason: 'the database does not answer' });
    }
  });
}
