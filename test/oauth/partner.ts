import { createHash, randomBytes } from 'node:crypto';
import { addClient } from '../../src/accounts/clients.service.ts';
import type { ClientProfile } from '../../src/accounts/accounts.input.ts';
import type { Scope } from '../../src/platform/scopes.ts';
import type { TestGateway } from '../gateway/test-gateway.ts';
import type { Visited, Visitor } from './visitor.ts';

/** A registered app. */
export interface Partner {
  clientId: string;
  clientSecret: string | null;
  redirectUri: string;
  scopes: readonly Scope[];
}

export const password = 'correct horse battery';

interface Wishes {
  name?: string;
  isPublic?: boolean;
  profile?: ClientProfile;
  scopes?: readonly Scope[];
  redirectUris?: string[];
}

export async function partner(gateway: TestGateway, wishes: Wishes = {}): Promise<Partner> {
  const scopes = [...(wishes.scopes ?? (['profile:read', 'activities:read', 'activities:write'] as const))];
  const redirectUris = wishes.redirectUris ?? ['https://partner.example/oauth/callback'];
  const { clientId, clientSecret } = await addClient(
    gateway.orm.em.fork(),
    {
      name: wishes.name ?? 'Tempo Coach',
      scopes,
      redirectUris,
      isPublic: wishes.isPublic ?? false,
      profile: wishes.profile,
    },
    new Date(),
  );
  return { clientId, clientSecret, redirectUri: redirectUris[0] as string, scopes };
}

export interface Authorization {
  url: string;
  verifier: string;
}

/** The address that the app sends people to; `undefined` leaves a parameter out. */
export function authorization(
  gateway: { url: string },
  app: Partner,
  changes: Record<string, string | undefined> = {},
  path = '/oauth/authorize',
): Authorization {
  const verifier = randomBytes(32).toString('base64url');
  const parameters: Record<string, string | undefined> = {
    response_type: 'code',
    client_id: app.clientId,
    redirect_uri: app.redirectUri,
    scope: app.scopes.join(' '),
    state: 'state-1',
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
    ...changes,
  };
  const query = new URLSearchParams(
    Object.entries(parameters).filter((pair): pair is [string, string] => pair[1] !== undefined),
  );
  return { url: `${gateway.url}${path}?${query}`, verifier };
}

/** Signs in and says yes, from wherever the visitor is; returns where they are sent. */
export async function consents(who: Visitor, email: string, page: Visited): Promise<URL> {
  let at = page;
  if (at.html.includes('name="password"')) at = await who.submit(at, { email, password });
  if (!at.leftFor) at = await who.submit(at, { decision: 'allow' });
  if (!at.leftFor) throw new Error(`${at.status} ${at.url}: ${at.html}`);
  return at.leftFor;
}

export interface TokenAnswer {
  status: number;
  headers: Headers;
  body: {
    access_token: string;
    token_type: string;
    expires_in: number;
    refresh_token: string;
    scope: string;
    error?: string;
    error_description?: string;
  };
}

const basic = ({ clientId, clientSecret }: Partner) =>
  `Basic ${Buffer.from(`${encodeURIComponent(clientId)}:${encodeURIComponent(clientSecret ?? '')}`).toString('base64')}`;

/** Posts a form to an endpoint as the app: by Basic, or with its id alone when it is a public one. */
export async function posts(
  gateway: { url: string },
  app: Partner,
  fields: Record<string, string>,
  path = '/api/oauth/token',
): Promise<TokenAnswer> {
  const response = await fetch(`${gateway.url}${path}`, {
    method: 'POST',
    headers: app.clientSecret === null ? {} : { authorization: basic(app) },
    body: new URLSearchParams({ ...(app.clientSecret === null && { client_id: app.clientId }), ...fields }),
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: text ? JSON.parse(text) : {} };
}

/** Exchanges the code that a redirect brought. */
export const exchanges = (
  gateway: { url: string },
  app: Partner,
  redirect: URL,
  verifier: string,
): Promise<TokenAnswer> =>
  posts(gateway, app, {
    grant_type: 'authorization_code',
    code: redirect.searchParams.get('code') ?? '',
    redirect_uri: app.redirectUri,
    code_verifier: verifier,
  });
