import type { IncomingMessage } from 'node:http';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Provider } from 'oidc-provider';

export interface HandedRequest {
  /** Path and query as the authorization server has them. */
  url?: string;
  authorization?: string | undefined;
  /** Of a body that was read already. */
  body?: { type: string; text: string };
}

/**
 * The request as the authorization server gets it: under the gateway's own address, whatever the client or a proxy in between called
 * it, and with its body readable once more.
 */
export function requestFor(provider: Provider, raw: IncomingMessage, handed: HandedRequest = {}): IncomingMessage {
  const { host, protocol, pathname } = new URL(provider.issuer);
  const { authorization = raw.headers.authorization, body } = handed;
  const { 'x-forwarded-host': _host, authorization: _authorization, ...headers } = raw.headers;
  const url = handed.url ?? raw.url ?? '/';
  const text = Buffer.from(body?.text ?? '');
  return Object.create(raw, {
    url: { value: url, writable: true },
    originalUrl: { value: `${pathname.replace(/\/$/, '')}${url}` },
    headers: {
      value: {
        ...headers,
        host,
        'x-forwarded-proto': protocol.slice(0, -1),
        ...(authorization !== undefined && { authorization }),
        ...(body && { 'content-type': body.type, 'content-length': String(text.length) }),
      },
    },
    ...(body && {
      readable: { value: true },
      readableEncoding: { value: null },
      iterator: {
        value: async function* once() {
          yield text;
        },
      },
    }),
  }) as IncomingMessage;
}

/** Lets the authorization server answer. */
export async function handOver(
  provider: Provider,
  request: FastifyRequest,
  reply: FastifyReply,
  handed?: HandedRequest,
): Promise<void> {
  reply.hijack();
  reply.raw.setHeader('x-request-id', request.id);
  reply.raw.setHeader('referrer-policy', 'no-referrer');
  await provider.callback()(requestFor(provider, request.raw, handed), reply.raw);
}
