import swaggerUi from '@fastify/swagger-ui';
import type { FastifyInstance } from 'fastify';
import type { Dialect } from './dialect.ts';

/** `/<dialect>/openapi.json` for programs, and `/<dialect>/docs` for people: Swagger UI out of npm, which asks nobody else for anything. */
export async function serveReference(app: FastifyInstance, { name, title }: Dialect): Promise<void> {
  app.get(`/${name}/openapi.json`, { schema: { hide: true } }, async () => app.swagger());
  await app.register(swaggerUi, {
    routePrefix: `/${name}/docs`,
    staticCSP: {
      'default-src': [`'none'`],
      'script-src': [`'self'`],
      // Swagger UI writes styles into its elements.
      'style-src': [`'self'`, `'unsafe-inline'`],
      'img-src': [`'self'`, 'data:'],
      'connect-src': [`'self'`],
      'base-uri': [`'none'`],
      'form-action': [`'none'`],
      'frame-ancestors': [`'none'`],
    },
    theme: { title },
    uiConfig: { docExpansion: 'list', deepLinking: true, validatorUrl: null, defaultModelsExpandDepth: -1 },
  });
}
