import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { requireViewer } from '../../platform/context.ts';
import type { Dialect, DialectParts } from '../kit/dialect.ts';
import { serveDialect } from '../kit/serve-dialect.ts';
import type { Refusal } from '../kit/refusal.ts';

const errorBody = z.object({ error: z.object({ code: z.string(), message: z.string() }) });

export const sportTracks: Dialect = {
  name: 'sporttracks',
  title: 'Vitalgate: the SportTracks API',
  version: '2.0.0',
  description: 'For clients that were written for SportTracks, version 2. So far they can connect.',
  base: '/api/v2',
  envelope: ({ status, code, message }: Refusal) => ({ status, body: { error: { code, message } } }),
  errorBody,
};

/** The SportTracks API, version 2. */
export function sportTracksRoutes(app: FastifyInstance, parts: DialectParts): Promise<void> {
  return serveDialect(app, sportTracks, parts, (scope) => {
    // Nothing is read of the body, whatever it is.
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, _body, done) => done(null, undefined));

    scope.post(
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
  });
}
