import { Readable } from 'node:stream';
import { z } from 'zod';
import { maxPictureBytes } from '../../files/picture.codec.ts';
import { notFound } from '../../platform/errors.ts';
import { dashboardIdOf } from '../../sharing/dashboards.ts';
import { deletePicture, setPicture } from '../../sharing/pictures.ts';
import type { DialectApp } from '../kit/dialect.ts';
import { acceptUploads, uploadedForm } from '../kit/upload.ts';
import { errorBody } from './envelope.ts';
import { toOwnerId } from './mapping.ts';
import type { Pictures } from './shared-entities.ts';
import { personBody, succeeded, success } from './shared.schema.ts';

const tags = ['Pictures'];
const path = '/shared/custom/profile-picture';
const refusals = { 400: errorBody, 404: errorBody, 413: errorBody, 415: errorBody };

/** The viewer's own picture of someone who shares with them. */
export async function pictureRoutes(app: DialectApp, pictures: Pictures): Promise<void> {
  app.delete(
    path,
    {
      config: { needs: 'shares:write' },
      schema: {
        operationId: 'deletePicture',
        summary: 'Takes your picture of a person away',
        tags,
        body: personBody,
        response: { 200: success, ...refusals },
      },
    },
    async ({ ctx, body: { userId } }) => {
      const id = await dashboardIdOf(ctx, toOwnerId(userId));
      await deletePicture(ctx, id);
      return succeeded;
    },
  );
  await app.register(async (uploads) => uploadRoute(uploads as DialectApp, pictures));
}

async function uploadRoute(app: DialectApp, pictures: Pictures): Promise<void> {
  app.removeAllContentTypeParsers();
  await acceptUploads(app, maxPictureBytes);

  app.post(
    path,
    {
      config: {
        needs: 'shares:write',
        fileField: 'file',
        formFields: { userId: '`fromId` of the person who shares with you' },
      },
      schema: {
        operationId: 'uploadPicture',
        summary: 'A picture of your own for a person who shares with you',
        description: 'A form (`multipart/form-data`) with a jpg, png or webp of at most 5 MB. Answers its address.',
        tags,
        consumes: ['multipart/form-data'],
        response: { 200: z.string(), ...refusals },
      },
    },
    async (request, reply) => {
      const { ctx } = request;
      const { content, fields } = await uploadedForm(request, { file: 'file', fields: ['userId'] });
      const id = await dashboardIdOf(ctx, toOwnerId(fields.userId));
      const url = pictures.of(await setPicture(ctx, id, Readable.from([content])), ctx.now());
      if (url === null) throw notFound('The picture');
      // As it is, text would be sent as text.
      return reply.type('application/json').send(JSON.stringify(url));
    },
  );
}
