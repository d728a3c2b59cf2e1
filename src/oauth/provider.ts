import type { EntityManager } from '@mikro-orm/postgresql';
import { interactionPolicy, Provider, type Client, type Configuration } from 'oidc-provider';
import { usersById } from '../accounts/users.service.ts';
import { newId, typeId } from '../platform/ids.ts';
import { askedScope, paths } from './paths.ts';
import { scopes } from '../platform/scopes.ts';
import { isSecret, newSecret } from '../platform/secrets.ts';
import type { ServerSecrets } from '../platform/server-secrets.ts';
import type { VitalgateClient } from './store/clients.ts';
import { adapterOn } from './store/adapter.ts';
import { grantLifetimeSeconds } from './store/grants.ts';

const daySeconds = 86_400;
/** A partner who stays away for longer has to ask the person again. */
const refreshTokenSeconds = 90 * daySeconds;
/** Of SportTracks clients, whose refresh token is not renewed by use. */
const lastingRefreshTokenSeconds = 365 * daySeconds;
const codeSeconds = 60;
const interactionSeconds = 3600;

/** What an app can ask for. */
const partnerScopes = scopes.filter((scope) => scope !== 'account:manage');

export interface ProviderParts {
  /** The address of the gateway, without a slash at its end. */
  issuer: string;
  secrets: ServerSecrets;
  newEm: () => EntityManager;
  forgetTokens: () => void;
  /** Shows an error of an authorization request to the person whose browser brought it. */
  renderError: NonNullable<Configuration['renderError']>;
}

export const profileOf = (client: Client): VitalgateClient['profile'] => (client as unknown as VitalgateClient).profile;

/** The authorization server: OAuth 2 with codes and PKCE, opaque tokens, and all of its state in PostgreSQL. */
export function createProvider({ issuer, secrets, newEm, forgetTokens, renderError }: ProviderParts): Provider {
  const { pathname, protocol } = new URL(issuer);
  const secure = protocol === 'https:';
  const cookies = { httpOnly: true, sameSite: 'lax', secure, signed: true } as const;
  const isLasting = (client: Client) => profileOf(client) === 'sporttracks';

  const provider = new Provider(issuer, {
    adapter: adapterOn({ newEm, forgetTokens }, issuer),
    // Of SportTracks clients the request is completed before it comes here.
    allowOmittingSingleRegisteredRedirectUri: false,
    clientAuthMethods: ['client_secret_basic', 'none'],
    clientBasedCORS: (_ctx, origin, client) =>
      (client.redirectUris ?? []).some((uri) => URL.parse(uri)?.origin === origin),
    cookies: {
      keys: [secrets.cookieKey],
      long: cookies,
      short: cookies,
      names: { session: 'vg_authorization', interaction: 'vg_interaction', resume: 'vg_resume' },
    },
    // A token ends by itself, by its grant or by hand: no sign-out of the person takes it along.
    expiresWithSession: () => false,
    extraParams: [askedScope],
    extraClientMetadata: { properties: ['profile'] },
    features: {
      devInteractions: { enabled: false },
      dPoP: { enabled: false },
      pushedAuthorizationRequests: { enabled: false },
      introspection: {
        enabled: true,
        allowedPolicy: (_ctx, client, token) =>
          client.clientAuthMethod !== 'none' && token.clientId === client.clientId,
      },
      resourceIndicators: { enabled: false },
      revocation: { enabled: true, allowedPolicy: (_ctx, client, token) => token.clientId === client.clientId },
      rpInitiatedLogout: { enabled: false },
      userinfo: { enabled: false },
    },
    async findAccount(_ctx, userId) {
      const [user] = await usersById(newEm(), [userId]);
      return user && { accountId: user.id, claims: async () => ({ sub: user.id }) };
    },
    interactions: {
      policy: interactionPolicy.base(),
      url: (_ctx, { uid }) => `${pathname.replace(/\/$/, '')}${paths.interaction}/${uid}`,
    },
    issueRefreshToken: async () => true,
    jwks: { keys: [secrets.signingKey] },
    async loadExistingGrant({ oidc }) {
      const grantId = oidc.result?.consent?.grantId;
      return grantId === undefined ? undefined : oidc.provider.Grant.find(grantId);
    },
    pkce: { required: (_ctx, client) => !isLasting(client) || client.clientAuthMethod === 'none' },
    renderError,
    responseTypes: ['code'],
    // Whoever revokes one token of a grant has ended what the person allowed by it.
    revokeGrantPolicy: () => true,
    rotateRefreshToken: ({ oidc }) => oidc.client !== undefined && !isLasting(oidc.client),
    routes: {
      authorization: paths.authorization,
      token: paths.token,
      revocation: paths.revocation,
      introspection: paths.introspection,
      jwks: paths.jwks,
    },
    scopes: partnerScopes,
    subjectTypes: ['public'],
    ttl: {
      AccessToken: (_ctx, _token, client) => (isLasting(client) ? 7200 : 3600),
      AuthorizationCode: codeSeconds,
      Grant: grantLifetimeSeconds,
      Interaction: interactionSeconds,
      RefreshToken: (_ctx, _token, client) => (isLasting(client) ? lastingRefreshTokenSeconds : refreshTokenSeconds),
      Session: interactionSeconds,
    },
  });
  // Its address comes from the settings: `handToProvider` says so in the headers that a proxy would set.
  provider.proxy = true;
  nameTokens(provider);
  describePlainOauth(provider);
  provider.Client.prototype.compareClientSecret = function isOwn(this: Client, given: string) {
    return isSecret(given, Buffer.from(this.clientSecret ?? '', 'hex'));
  };
  return provider;
}

/** What RFC 8414 says of a server without OpenID Connect. */
const announced = [
  'issuer',
  'authorization_endpoint',
  'token_endpoint',
  'revocation_endpoint',
  'introspection_endpoint',
  'jwks_uri',
  'grant_types_supported',
  'response_types_supported',
  'code_challenge_methods_supported',
  'token_endpoint_auth_methods_supported',
  'authorization_response_iss_parameter_supported',
] as const;

/** People are known outside by their TypeID. */
function nameSubject(introspected: { sub?: string }): void {
  if (introspected.sub !== undefined) introspected.sub = typeId('User', introspected.sub);
}

/** The library also announces what it could do for OpenID Connect, which nobody is offered here. */
function describePlainOauth(provider: Provider): void {
  provider.use(async (ctx, next) => {
    await next();
    if (ctx.path === paths.introspection) nameSubject(ctx.body as { sub?: string });
    if (ctx.path !== paths.metadata) return;
    const all = ctx.body as Record<string, unknown>;
    ctx.body = {
      ...Object.fromEntries(announced.map((key) => [key, all[key]])),
      scopes_supported: partnerScopes,
      response_modes_supported: ['query'],
    };
  });
}

/** Tokens tell by their prefix what they are, as the client document has it; a grant's id is a UUID, as everything's here is. */
function nameTokens(provider: Provider): void {
  const name = (model: { prototype: object }, generateTokenId: () => string) =>
    Object.assign(model.prototype, { generateTokenId });
  const opaque = (prefix: string) =>
    function generate(this: { format?: string }): string {
      // What the library's own generator of access tokens does beside generating.
      this.format = 'opaque';
      return newSecret(prefix);
    };
  name(provider.AccessToken, opaque('vg_at_'));
  name(provider.RefreshToken, opaque('vg_rt_'));
  name(provider.AuthorizationCode, opaque('vg_ac_'));
  name(provider.Grant, newId);
}
