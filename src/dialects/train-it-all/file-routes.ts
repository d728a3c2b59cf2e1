import { z } from 'zod';
import { activityAsFit, ownActivity } from '../../activities/activity-fit.ts';
import { importRecording, type FileShelf } from '../../activities/import-recording.ts';
import { maxFileBytes } from '../../files/codec-pool.ts';
import { requireViewer } from '../../platform/context.ts';
import { badInput } from '../../platform/errors.ts';
import { idOf, typeId } from '../../platform/ids.ts';
import type { DialectApp } from '../kit/dialect.ts';
import { acceptUploads, uploadedFile } from '../kit/upload.ts';
import { members } from './daily.mapping.ts';
import { errorBody } from './envelope.ts';

const tags = ['FIT files'];

/** A FIT file comes in and becomes activities; of each activity one can be had. */
export async function fileRoutes(app: DialectApp, shelf: FileShelf): Promise<void> {
  app.removeAllContentTypeParsers();
  await acceptUploads(app, maxFileBytes);

  app.post(
    '/fit-files',
    {
      config: { needs: 'activities:write', fileField: 'file' },
      schema: {
        operationId: 'uploadFitFile',
        summary: 'Makes activities of a FIT file: one for each session',
        description: 'A form (`multipart/form-data`) with the field `file`, at most 25 MB, whose name ends in `.fit`.',
        tags,
        consumes: ['multipart/form-data'],
        response: {
          200: z.object({ id: z.string(), duplicate: z.literal(true) }),
          201: z.object({ id: z.string(), storageKey: z.string() }),
          400: errorBody,
          413: errorBody,
          415: errorBody,
        },
      },
    },
    async (request, reply) => {
      const file = await uploadedFile(request, 'file');
      if (!/\.fit$/i.test(file.name)) throw badInput('file', 'must have a name that ends in .fit');
      const { activities, duplicate } = await importRecording(request.ctx, shelf, { ...file, only: 'FIT' });
      const [first] = activities;
      if (!first) throw badInput('file', 'has no activity');
      const id = typeId('Activity', first.id);
      if (duplicate) return reply.code(200).send({ id, duplicate });
      const { organizationId, athleteId } = members(first.ownerId, requireViewer(request.ctx));
      const storageKey = `fit/${organizationId}/${athleteId}/${first.createdAt.slice(0, 10)}/${id.slice(4)}.fit`;
      return reply.code(201).send({ id, storageKey });
    },
  );

  app.get(
    '/activities/:activityId/fit',
    {
      config: { needs: 'activities:read', answerHeaders: { 'Cache-Control': 'no-store' } },
      schema: {
        operationId: 'downloadFit',
        summary: 'The activity as a FIT file',
        description: 'The file that was uploaded where it still tells what is stored, else one made of what is stored.',
        tags,
        params: z.object({ activityId: z.string() }),
        response: {
          200: { description: 'A FIT file.', content: { 'application/octet-stream': { schema: z.any() } } },
          404: errorBody,
        },
      },
    },
    async (request, reply) => {
      const { ctx, params } = request;
      const file = await activityAsFit(ctx, shelf, await ownActivity(ctx, idOf('Activity', params.activityId)));
      return reply
        .header('content-type', 'application/octet-stream')
        .header('content-disposition', `attachment; filename*=UTF-8''${encodeURIComponent(file.name)}`)
        .header('cache-control', 'no-store')
        .header('x-content-type-options', 'nosniff')
        .send(file.content as never);
    },
  );
}
