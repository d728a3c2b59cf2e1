import { errorCodes, type FastifyInstance } from 'fastify';
import { z } from 'zod';
import { addSamples } from '../../samples/add-samples.ts';
import type { Dialect, DialectParts } from '../kit/dialect.ts';
import { serveDialect } from '../kit/serve-dialect.ts';
import { envelope, errorBody, validationError } from './envelope.ts';
import { samplesBody, toBatch } from './mapping.ts';

export const samplesApi: Dialect = {
  name: 'samples',
  title: 'Vitalgate: the samples API',
  version: '1.1.0',
  description: 'Heart rates and steps in batches. More in `src/dialects/samples/README.md`.',
  envelope,
  errorBody,
};

/** The samples API, version 1.1: partners send heart rates and steps in batches. */
export function samplesRoutes(app: FastifyInstance, parts: DialectParts): Promise<void> {
  return serveDialect(app, samplesApi, parts, (scope) => {
    scope.get(
      '/api/status',
      {
        schema: {
          operationId: 'getStatus',
          summary: 'The oldest version that is served',
          tags: ['Samples'],
          response: { 200: z.object({ status: z.literal('Ok'), minimal_api_version: z.string() }) },
        },
      },
      async () => ({ status: 'Ok' as const, minimal_api_version: 'v1.0' }),
    );

    scope.post(
      '/api/v1.1/samples',
      {
        config: { needs: 'samples:write' },
        schema: {
          operationId: 'addSamples',
          summary: 'Stores a batch, all or nothing; what was sent before changes nothing',
          tags: ['Samples'],
          body: samplesBody,
          response: {
            200: z.object({ status: z.literal('ok'), accepted: z.int(), duplicates: z.int() }),
            400: errorBody,
            413: errorBody,
            415: errorBody,
            422: validationError,
          },
        },
        async preValidation(request) {
          // Fastify lets a request pass that has no content and says nothing of it.
          if (request.headers['content-type'] === undefined) throw new errorCodes.FST_ERR_CTP_INVALID_MEDIA_TYPE('');
        },
      },
      async ({ ctx, body }) => {
        const { metric, samples } = toBatch(body);
        return { status: 'ok' as const, ...(await addSamples(ctx, metric, samples)) };
      },
    );
  });
}
