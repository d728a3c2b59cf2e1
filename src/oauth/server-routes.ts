import type { EntityManager } from '@mikro-orm/postgresql';
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Provider } from 'oidc-provider';
import { findClient, type Client } from '../accounts/clients.service.ts';
import type { Limits } from '../accounts/limits.ts';
import { refusalHeaders } from '../accounts/refusal-headers.ts';
import { DomainError } from '../platform/errors.ts';
import { claimedClientId } from './client-of-request.ts';
import { handOver, type HandedRequest } from './hand-over.ts';
import { askedScope, paths } from './paths.ts';
import { completeAuthorization, completeTokenRequest } from './sporttracks.ts';

/** As SportTracks clients call them. */
const aliases = { authorization: '/oauth2/authorize', token: '/oauth2/token' } as const;
const formType = 'application/x-www-form-urlencoded';

/** Where partners' clients and browsers meet the authorization server. */
export function serverRoutes(
  app: FastifyInstance,
  provider: () => Promise<Provider>,
  newEm: () => EntityManager,
  limits: Pick<Limits, 'authorization'>,
): void {
  async function sportTracksClient(clientId: string | null | undefined): Promise<Client | undefined> {
    if (!clientId) return undefined;
    const client = await findClient(newEm(), clientId);
    return client?.profile === 'sporttracks' ? client : undefined;
  }

  for (const path of [paths.authorization, aliases.authorization]) {
    app.get(path, async (request, reply) => {
      await limits.authorization(request.ip);
      const [, query = ''] = request.raw.url?.split('?', 2) ?? [];
      const asked = new URLSearchParams(query);
      const client = await sportTracksClient(asked.get('client_id'));
      const complete = client ? completeAuthorization(client, asked) : asked;
      // The library would answer in a page with a script, or after a #, which no client of ours asks for.
      if ((complete.get('response_mode') ?? 'query') !== 'query') complete.set('response_mode', 'unsupported');
      // The library forgets scopes that it does not know; `accessRequest` refuses them.
      complete.set(askedScope, complete.get('scope') ?? '');
      const url = `${paths.authorization}?${complete}`;
      return handOver(await provider(), request, reply, { url });
    });
  }
  for (const url of [`${paths.authorization}/:uid`, paths.jwks, paths.metadata])
    app.get(url, async (request, reply) => handOver(await provider(), request, reply));

  app.setErrorHandler(answerInOauth);
  // Bodies are small, and read here because they may have to be completed.
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'string', bodyLimit: 56 * 1024 }, (_request, body, done) =>
    done(null, body),
  );

  async function completed(request: FastifyRequest): Promise<Omit<HandedRequest, 'url'>> {
    const [type = formType, text] = [request.headers['content-type'], (request.body as string | undefined) ?? ''];
    const parameters = parametersOf(type, text);
    const { authorization } = request.headers;
    const client = parameters && (await sportTracksClient(claimedClientId(parameters, authorization)));
    if (!client) return { authorization, body: { type, text } };
    const complete = completeTokenRequest(client, { parameters, authorization });
    return {
      authorization: complete.authorization,
      body: { type: formType, text: complete.parameters.toString() },
    };
  }

  const posts = {
    [paths.token]: paths.token,
    [aliases.token]: paths.token,
    [paths.revocation]: paths.revocation,
    [paths.introspection]: paths.introspection,
  };
  for (const [path, url] of Object.entries(posts)) {
    app.post(path, async (request, reply) =>
      handOver(await provider(), request, reply, { url, ...(await completed(request)) }),
    );
    app.options(path, async (request, reply) => handOver(await provider(), request, reply, { url }));
  }
}

/** What fails before the authorization server is asked, in its own shape (RFC 6749 §5.2). */
function answerInOauth(error: FastifyError | DomainError, request: FastifyRequest, reply: FastifyReply) {
  if (error instanceof DomainError && error.code === 'RATE_LIMITED')
    return reply
      .code(429)
      .headers(refusalHeaders(error, false))
      .send({ error: 'temporarily_unavailable', error_description: error.message });
  const status = ('statusCode' in error && error.statusCode) || 500;
  if (status >= 500) request.log.error({ err: error }, 'unforeseen error of the authorization server');
  return reply
    .code(status)
    .send(
      status < 500
        ? { error: 'invalid_request', error_description: error.message }
        : { error: 'server_error', error_description: 'Something went wrong inside the gateway; it was logged.' },
    );
}

/** What a body says, as a form or as a flat JSON object; `undefined` when it is neither. */
function parametersOf(type: string, text: string): URLSearchParams | undefined {
  if (type.startsWith(formType)) return new URLSearchParams(text);
  if (!type.startsWith('application/json')) return undefined;
  try {
    const fields: unknown = JSON.parse(text);
    if (typeof fields !== 'object' || fields === null) return undefined;
    return new URLSearchParams(
      Object.entries(fields).filter((field): field is [string, string] => typeof field[1] === 'string'),
    );
  } catch {
    // The server refuses it by its type.
    return undefined;
  }
}
