import multipart from '@fastify/multipart';
import { errorCodes, type FastifyInstance, type FastifyRequest } from 'fastify';
import { Readable } from 'node:stream';
import { badInput, DomainError } from '../../platform/errors.ts';

export interface UploadedFile {
  name: string;
  /** Cut when it is larger than allowed, one byte after that. */
  content: Readable;
}

/** Lets a scope of routes take forms with one file. @param mostBytes what the file may have; the form around it may be little larger */
export async function acceptUploads(app: FastifyInstance, mostBytes: number): Promise<void> {
  app.addHook('onResponse', async (request) => takeInTheRest(request));
  await app.register(multipart, {
    throwFileSizeLimit: false,
    limits: {
      // One byte more than allowed, so that a file of exactly the limit is not mistaken for one that was cut.
      fileSize: mostBytes + 1,
      files: 1,
      fields: 10,
      fieldSize: 64 * 1024,
      parts: 11,
      headerPairs: 100,
    },
  });
}

/** A form that was answered before its end would block its connection. */
function takeInTheRest({ raw }: FastifyRequest): void {
  if (raw.complete) return;
  raw.unpipe();
  raw.resume();
}

/** The file of a form. @throws DomainError BAD_USER_INPUT naming the field, also while the content is read */
export async function uploadedFile(request: FastifyRequest, field: string): Promise<UploadedFile> {
  requireMultipart(request);
  try {
    for await (const part of request.files()) {
      if (part.fieldname === field) return { name: part.filename, content: Readable.from(chunksOf(part.file, field)) };
      part.file.resume();
    }
  } catch (error) {
    throw asRefusal(error, field);
  }
  throw badInput(field, missingFile);
}

/** A form that was read to its end. */
export interface UploadedForm<Field extends string> {
  /** Of the file; cut when it is larger than allowed, one byte after that. */
  content: Buffer;
  fields: Readonly<Record<Field, string>>;
}

/**
 * A form with a file and fields of text beside it, in any order: so the file is held in memory, and should be small. Other fields are ignored.
 * @throws DomainError BAD_USER_INPUT naming what is missing, empty, there twice or of the wrong kind
 */
export async function uploadedForm<Field extends string>(
  request: FastifyRequest,
  names: { file: string; fields: readonly Field[] },
): Promise<UploadedForm<Field>> {
  requireMultipart(request);
  const texts = new Map<string, unknown>();
  const isAsked = (name: string) => (names.fields as readonly string[]).includes(name);
  let content: Buffer | undefined;
  try {
    for await (const part of request.parts()) {
      const { fieldname: name } = part;
      if (part.type === 'field') {
        if (isAsked(name) && texts.has(name)) throw badInput(name, 'must be there once');
        texts.set(name, part.value);
      } else if (name === names.file) content = Buffer.concat(await part.file.toArray());
      else part.file.resume();
    }
  } catch (error) {
    throw asRefusal(error, names.file);
  }
  const textOf = (name: Field): [Field, string] => {
    const given = texts.get(name);
    if (given === undefined || given === '') throw badInput(name, 'is missing: send it as a field of the form');
    if (typeof given !== 'string') throw badInput(name, 'must be text');
    return [name, given];
  };
  if (!content) throw badInput(names.file, missingFile);
  return { content, fields: Object.fromEntries(names.fields.map(textOf)) as Record<Field, string> };
}

const missingFile = 'is missing: send it as a file of a multipart form';

function requireMultipart(request: FastifyRequest): void {
  if (!request.isMultipart())
    throw new errorCodes.FST_ERR_CTP_INVALID_MEDIA_TYPE(request.headers['content-type'] ?? 'none');
}

/** What is wrong with a form may show only in the middle of its file. */
async function* chunksOf(file: Readable, field: string): AsyncGenerator<Buffer> {
  try {
    yield* file as AsyncIterable<Buffer>;
  } catch (error) {
    throw asRefusal(error, field);
  }
}

/** The parser's errors have neither class nor code; those of its limits are Fastify's. */
const asRefusal = (error: unknown, field: string): unknown =>
  error instanceof DomainError || (error instanceof Error && 'statusCode' in error)
    ? error
    : badInput(field, 'cannot be read: the form is malformed');
