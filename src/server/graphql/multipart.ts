import type { IncomingMessage } from 'node:http';
import type { Writable } from 'node:stream';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { processRequest } from 'graphql-upload-minimal';
import { maxFileBytes } from '../../files/codec-pool.ts';
import { badInput, DomainError, payloadTooLarge, unauthenticated } from '../../platform/errors.ts';

/** `operations` as well as `map`: the request beside its file. */
const maxFieldBytes = 1024 * 1024;
/** A file of the greatest size, both fields, and the headers of their parts. */
const maxRequestBytes = maxFileBytes + 2 * maxFieldBytes + 64 * 1024;

/**
 * Takes requests by the GraphQL multipart request specification. The file is not read here: it waits in its socket until a resolver
 * asks for it, who asks for the scope first.
 */
export function acceptMultipart(app: FastifyInstance): void {
  app.addContentTypeParser('multipart/form-data', (_request, _payload, done) => done(null));
  app.addHook('preValidation', async (request: FastifyRequest, reply: FastifyReply) => {
    if (request.method !== 'POST' || !/^multipart\/form-data\b/i.test(request.headers['content-type'] ?? '')) return;
    refuseUnread(request);
    // A refusal leaves the file unread, and an unread request would block its connection.
    reply.raw.once('close', () => request.raw.unpipe().resume());
    try {
      request.body = await processRequest(withPatientParser(request.raw), reply.raw, {
        maxFieldSize: maxFieldBytes,
        // One byte more than allowed, so that a file of exactly the limit is not mistaken for one that was cut.
        maxFileSize: maxFileBytes + 1,
        maxFiles: 1,
      });
    } catch (error) {
      throw uploadRefusal(error) ?? error;
    }
  });
}

/**
 * The request as the upload library needs it. The library hears one error of its parser, and destroys it then, whereupon the parser tells of
 * the unfinished form again: an error that nobody hears would end the process.
 */
function withPatientParser(raw: IncomingMessage): IncomingMessage {
  return {
    headers: raw.headers,
    get readableEnded() {
      return raw.readableEnded;
    },
    once: raw.once.bind(raw),
    resume: raw.resume.bind(raw),
    unpipe: raw.unpipe.bind(raw),
    pipe: (parser: Writable) => raw.pipe(parser.on('error', () => {})),
  } as unknown as IncomingMessage;
}

/** What can be refused by its headers alone. The token itself is looked up later, with every other request's. */
function refuseUnread({ headers }: FastifyRequest): void {
  // Any web page may send a form to this address with the visitor's network position; only a preflighted request carries a header.
  if (!headers['apollo-require-preflight'] && !headers['x-apollo-operation-name']) {
    throw new DomainError(
      'BAD_USER_INPUT',
      'A multipart request needs the header apollo-require-preflight, as a protection from forged requests.',
    );
  }
  if (!headers.authorization) throw unauthenticated();
  if (Number(headers['content-length']) > maxRequestBytes) {
    throw payloadTooLarge(`file: has more than ${maxFileBytes / 1024 / 1024} MB.`);
  }
}

/** The multipart parser's own errors have neither a class nor a code. */
const malformed = new Set([
  'Malformed content type',
  'Malformed part header',
  'Multipart: Boundary not found',
  'Unexpected end of file',
  'Unexpected end of form',
]);

/** What the client did wrong, if the error is one of the upload library; such errors also come while a resolver reads the file. */
export function uploadRefusal(error: unknown): DomainError | undefined {
  if (!(error instanceof Error)) return undefined;
  if (malformed.has(error.message)) return badInput('file', `could not be read from the request: ${error.message}`);
  if (error.message.includes('createReadStream() multiple times')) return badInput('file', 'can be used only once');
  if (!('statusCode' in error && 'expose' in error)) return undefined;
  if (error.statusCode === 413) return payloadTooLarge(error.message);
  const isEmpty = error.statusCode === 500;
  return new DomainError('BAD_USER_INPUT', isEmpty ? 'This multipart request has no operations.' : error.message);
}
