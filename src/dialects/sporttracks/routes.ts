import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { FileShelf } from '../../activities/import-recording.ts';
import { requireViewer } from '../../platform/context.ts';
import type { DialectApp, DialectParts } from '../kit/dialect.ts';
import { PagePlaces } from '../kit/page-places.ts';
import { serveDialect } from '../kit/serve-dialect.ts';
import { errorBody, sportTracks } from './dialect.ts';
import { listRoutes } from './list-routes.ts';
import { uploadRoutes } from './upload-routes.ts';
import { workoutRoutes } from './workout-routes.ts';

export interface SportTracksParts extends DialectParts {
  shelf: FileShelf;
  /** The address that clients use, without a slash at its end. */
  publicUrl: () => string;
}

/** The SportTracks API, version 2. */
export function sportTracksRoutes(app: FastifyInstance, parts: SportTracksParts): Promise<void> {
  return serveDialect(app, sportTracks, parts, async (scope) => {
    listRoutes(scope, new PagePlaces(), parts.publicUrl);
    workoutRoutes(scope, parts);
    await scope.register(async (uploads) => uploadRoutes(uploads as DialectApp, parts));
    await scope.register(async (system) => connectRoute(system as DialectApp));
  });
}

function connectRoute(app: DialectApp): void {
  // Nothing is read of the body, whatever it is.
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, _body, done) => done(null, undefined));

  app.post(
    '/system/connect',
    {
      config: { needs: 'token' },
      schema: {
        operationId: 'connect',
        summary: 'Whose account it is that the app was connected to',
        tags: ['System'],
        response: { 200: z.object({ user: z.object({ uid: z.int() }) }), 413: errorBody, 415: errorBody },
      },
    },
    async ({ ctx }) => ({ user: { uid: requireViewer(ctx).number } }),
  );
}
