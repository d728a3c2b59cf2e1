import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { ownProfile } from '../../accounts/users.service.ts';
import type { FileShelf } from '../../activities/import-recording.ts';
import { typeId } from '../../platform/ids.ts';
import type { DialectApp, DialectParts } from '../kit/dialect.ts';
import { serveDialect } from '../kit/serve-dialect.ts';
import { PagePlaces } from '../kit/page-places.ts';
import { activityRoutes } from './activity-routes.ts';
import { dailyRoutes } from './daily-routes.ts';
import { trainItAll } from './dialect.ts';
import { instantOut, isoMilliseconds } from './fields.ts';
import { fileRoutes } from './file-routes.ts';

/** The Train it All external API, version 1. */
export function trainItAllRoutes(app: FastifyInstance, parts: DialectParts & { shelf: FileShelf }): Promise<void> {
  return serveDialect(app, trainItAll, parts, async (scope) => {
    const places = new PagePlaces();
    profileRoute(scope);
    activityRoutes(scope, places);
    await scope.register(async (files) => fileRoutes(files as DialectApp, parts.shelf));
    dailyRoutes(scope, places);
  });
}

const profile = z.object({
  id: z.string(),
  email: z.string(),
  name: z.string().nullable(),
  image: z.string().nullable(),
  createdAt: instantOut,
});

function profileRoute(app: DialectApp): void {
  app.get(
    '/profile',
    {
      config: { needs: 'profile:read' },
      schema: {
        operationId: 'getProfile',
        summary: 'The person whom the token speaks for',
        tags: ['Profile'],
        response: { 200: profile },
      },
    },
    async ({ ctx }) => {
      const { id, email, name, image, createdAt } = await ownProfile(ctx);
      return { id: typeId('User', id), email, name, image, createdAt: isoMilliseconds(createdAt) };
    },
  );
}
