import { Readable } from 'node:stream';
import { z } from 'zod';
import { importRecording, type FileShelf } from '../../activities/import-recording.ts';
import { maxFileBytes } from '../../files/codec-pool.ts';
import { badInput, payloadTooLarge } from '../../platform/errors.ts';
import { text } from '../../platform/fields.ts';
import type { DialectApp } from '../kit/dialect.ts';
import { uriOf } from './addresses.ts';
import { errorBody } from './dialect.ts';

const formats = ['FIT', 'TCX', 'GPX'] as const;
/** A file of the greatest size in base64, which takes four characters for three bytes, and in a form up to three for each of some. */
const mostBodyBytes = 2 * maxFileBytes;

/** XML that came as text in JSON or a form is none of the encoding any more that it was once written in. */
const declaredEncoding = /^(\s*<\?xml[^>]{0,200}?)\s+encoding\s*=\s*["'][^"'>]{0,40}["']/;

const upload = z.object({
  format: z
    .string('must be text')
    .transform((given) => given.toUpperCase())
    .pipe(z.enum(formats, `must be ${formats.join(', ')}`))
    .meta({ description: 'FIT, TCX or GPX, in any case' }),
  data: z
    .string('must be text')
    .min(1, 'must not be empty')
    .meta({ description: 'A FIT file in base64; TCX and GPX as text' }),
  name: text(200).trim().optional().meta({ description: 'How it is called; by default as the file says' }),
});

const uploaded = z.object({ fitnessActivities: z.object({ size: z.int(), uris: z.array(z.string()) }) });

/** A device file in a field of a form or of JSON. */
export function uploadRoutes(
  app: DialectApp,
  { shelf, publicUrl }: { shelf: FileShelf; publicUrl: () => string },
): void {
  app.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string' }, (_request, body, done) =>
    done(null, Object.fromEntries(new URLSearchParams(body as string))),
  );

  app.post(
    '/fileUpload',
    {
      bodyLimit: mostBodyBytes,
      config: { needs: 'activities:write' },
      schema: {
        operationId: 'uploadFile',
        summary: 'Makes workouts of a device file; sent again, it is the same ones',
        tags: ['Files'],
        consumes: ['application/json', 'application/x-www-form-urlencoded'],
        body: upload,
        response: { 200: uploaded, 400: errorBody, 413: errorBody, 415: errorBody },
      },
    },
    async ({ ctx, body: { format, data, name } }) => {
      const bytes = format === 'FIT' ? fromBase64(data) : Buffer.from(data.replace(declaredEncoding, '$1'), 'utf8');
      if (bytes.length > maxFileBytes) throw payloadTooLarge(`data has more than ${maxFileBytes / 1024 / 1024} MB.`);
      const { activities } = await importRecording(ctx, shelf, {
        name: `${name || 'Workout'}.${format.toLowerCase()}`,
        title: name || undefined,
        content: Readable.from([bytes]),
        only: format,
      });
      const uris = activities.map(({ id }) => uriOf(publicUrl(), id));
      return { fitnessActivities: { size: uris.length, uris } };
    },
  );
}

/** @throws DomainError BAD_USER_INPUT for what is no base64, of which Node would leave out what it does not know */
function fromBase64(given: string): Buffer {
  // A plus sign that nobody encoded arrives as a blank, and some break their lines.
  const packed = given.replaceAll(' ', '+').replaceAll(/[\r\n]+/g, '');
  const bytes = Buffer.from(packed, 'base64');
  if (!/^[\w+/-]*={0,2}$/.test(packed) || bytes.length === 0) throw badInput('data', 'must be a FIT file in base64');
  return bytes;
}
