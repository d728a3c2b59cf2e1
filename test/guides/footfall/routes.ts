import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { numberedDaily } from '../../../src/daily/record.read.ts';
import { recordDaily } from '../../../src/daily/record.write.ts';
import { wellnessDays } from '../../../src/daily/wellness-day.ts';
import { requireViewer } from '../../../src/platform/context.ts';
import { DataAccess } from '../../../src/sharing/access.ts';
import type { DialectParts } from '../../../src/dialects/kit/dialect.ts';
import { PagePlaces } from '../../../src/dialects/kit/page-places.ts';
import { serveDialect } from '../../../src/dialects/kit/serve-dialect.ts';
import { errorBody, footfall } from './dialect.ts';
import { dayRequest, dayResponse, fromWellnessDay, toWellnessDay } from './mapping.ts';

const perPage = 50;

/** The Footfall API, version 2: a day's steps and energy. */
export function footfallRoutes(app: FastifyInstance, parts: DialectParts): Promise<void> {
  return serveDialect(app, footfall, parts, (scope) => {
    const places = new PagePlaces();

    scope.get(
      '/days',
      {
        config: { needs: 'dailyWellness:read' },
        schema: {
          operationId: 'listDays',
          summary: 'Days, newest first',
          tags: ['Days'],
          querystring: z.object({ page: z.coerce.number('must be a number').int().min(1).max(1_000_000).default(1) }),
          response: { 200: z.object({ days: z.array(dayResponse), more: z.boolean() }), 400: errorBody },
        },
      },
      async ({ ctx, query }) => {
        const asked = { walk: requireViewer(ctx).tokenId, page: query.page, perPage };
        const start = { ...places.startOf(asked), size: perPage };
        const { records, hasMore, end } = await numberedDaily(ctx, wellnessDays, DataAccess.own(ctx), start);
        places.wasRead(asked, start, end);
        return { days: records.map(fromWellnessDay), more: hasMore };
      },
    );

    scope.post(
      '/days',
      {
        config: { needs: 'dailyWellness:write' },
        schema: {
          operationId: 'putDay',
          summary: 'Writes a day, or changes what this client wrote of it',
          tags: ['Days'],
          body: dayRequest,
          response: { 200: z.object({ date: z.iso.date() }), 400: errorBody },
        },
      },
      async ({ ctx, body }) => {
        const { record } = await recordDaily(ctx, wellnessDays, toWellnessDay(body));
        return { date: record.localDate };
      },
    );
  });
}
