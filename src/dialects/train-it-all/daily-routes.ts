import { z } from 'zod';
import type { DraftOf, RecordBase } from '../../daily/record-kind.ts';
import { numberedDaily } from '../../daily/record.read.ts';
import { recordDaily } from '../../daily/record.write.ts';
import { requireViewer } from '../../platform/context.ts';
import { typeId } from '../../platform/ids.ts';
import { DataAccess } from '../../sharing/access.ts';
import type { DialectApp } from '../kit/dialect.ts';
import type { PagePlaces } from '../kit/page-places.ts';
import { fromRecord, requestOf, responseOf, toDraft, vendorNameOf } from './daily.mapping.ts';
import { dailyResources } from './daily-resources.ts';
import { errorBody } from './envelope.ts';
import { numberedPage, pageHeaders, pageOf, pageQuery } from './paging.ts';

const made = z.object({ id: z.string() });

/** Body metrics, sleep, nutrition and wellness days: each is listed, and upserted by what names a record. */
export function dailyRoutes(app: DialectApp, places: PagePlaces): void {
  for (const resource of dailyResources) {
    const { path, kind, title, key } = resource;
    const body = requestOf(resource);

    app.get(
      path,
      {
        config: { needs: kind.scopes.read, answerHeaders: pageHeaders },
        schema: {
          operationId: `list${kind.name}s`,
          summary: `${title}, newest first`,
          tags: [title],
          querystring: pageQuery,
          response: { 200: pageOf(responseOf(resource)), 400: errorBody },
        },
      },
      async (request, reply) => {
        const viewer = requireViewer(request.ctx);
        return numberedPage(places, request, reply, async (start) => {
          const { records, hasMore, end } = await numberedDaily(request.ctx, kind, DataAccess.own(request.ctx), start);
          const items = records.map((record) =>
            fromRecord(resource, record as RecordBase & Record<string, unknown>, viewer),
          );
          return { items, hasMore, end };
        });
      },
    );

    app.post(
      path,
      {
        config: {
          needs: kind.scopes.write,
          vendorName: vendorNameOf(resource),
        },
        schema: {
          operationId: `upsert${kind.name}`,
          summary: `Writes the record of a ${key.name === 'day' ? 'day' : 'moment'}, or changes what is there`,
          description: 'What is left out stays as it is; null clears it. Unknown keys are ignored.',
          tags: [title],
          body,
          response: { 200: made, 201: made, 400: errorBody, 413: errorBody, 415: errorBody },
        },
      },
      async (request, reply) => {
        const draft = toDraft(resource, request.body) as DraftOf<typeof kind>;
        const { record, created } = await recordDaily(request.ctx, kind, draft, request.body['rawPayload']);
        return reply.code(created ? 201 : 200).send({ id: typeId(kind.name, record.id) });
      },
    );
  }
}
