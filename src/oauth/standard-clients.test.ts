import * as oauth from 'oauth4webapi';
import * as client from 'openid-client';
import { expect, test } from 'vitest';
import { person, requests } from '../../test/gateway/people.ts';
import { useGateway } from '../../test/gateway/test-gateway.ts';
import { statusFor } from '../../test/oauth/connection.ts';
import { consents, partner } from '../../test/oauth/partner.ts';
import { visitor } from '../../test/oauth/visitor.ts';

const gateway = useGateway();

test('openid-client connects as a confidential partner that knows nothing but the address', async () => {
  const [ann, app, browser] = [await person(gateway), await partner(gateway), visitor(gateway.url)];
  const secret = app.clientSecret as string;
  const server = await client.discovery(
    new URL(gateway.url),
    app.clientId,
    secret,
    client.ClientSecretBasic(secret),
    // The tests' gateway is this device itself, without https.
    { algorithm: 'oauth2', execute: [client.allowInsecureRequests] },
  );
  const [pkceCodeVerifier, expectedState] = [client.randomPKCECodeVerifier(), client.randomState()];
  const url = client.buildAuthorizationUrl(server, {
    redirect_uri: app.redirectUri,
    scope: app.scopes.join(' '),
    state: expectedState,
    code_challenge: await client.calculatePKCECodeChallenge(pkceCodeVerifier),
    code_challenge_method: 'S256',
  });
  const redirect = await consents(browser, ann.email, await browser.open(url.href));
  const tokens = await client.authorizationCodeGrant(server, redirect, { pkceCodeVerifier, expectedState });
  expect(await requests(gateway, tokens.access_token).gets('{ viewer { name } }')).toEqual({ viewer: { name: 'Ann' } });
  expect(await client.tokenIntrospection(server, tokens.access_token)).toMatchObject({
    active: true,
    client_id: app.clientId,
    scope: app.scopes.join(' '),
  });
  const renewed = await client.refreshTokenGrant(server, tokens.refresh_token as string);
  expect(renewed.refresh_token).not.toBe(tokens.refresh_token);
  expect(await statusFor(gateway, renewed.access_token)).toBe(200);
  await client.tokenRevocation(server, renewed.refresh_token as string);
  expect(await client.tokenIntrospection(server, renewed.access_token)).toEqual({ active: false });
  expect(await statusFor(gateway, renewed.access_token)).toBe(401);
});

test('oauth4webapi connects as a public partner, which has no secret', async () => {
  const insecure = { [oauth.allowInsecureRequests]: true };
  const [ann, browser] = [await person(gateway), visitor(gateway.url)];
  const app = await partner(gateway, { isPublic: true, redirectUris: ['com.example.tempo:/callback'] });
  const issuer = new URL(gateway.url);
  const found = await oauth.discoveryRequest(issuer, { algorithm: 'oauth2', ...insecure });
  const server = await oauth.processDiscoveryResponse(issuer, found);
  const [me, none] = [{ client_id: app.clientId }, oauth.None()];
  const [verifier, state] = [oauth.generateRandomCodeVerifier(), oauth.generateRandomState()];
  const url = new URL(server.authorization_endpoint as string);
  url.search = new URLSearchParams({
    response_type: 'code',
    client_id: app.clientId,
    redirect_uri: app.redirectUri,
    scope: 'profile:read',
    state,
    code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
  }).toString();
  const redirect = await consents(browser, ann.email, await browser.open(url.href));
  const parameters = oauth.validateAuthResponse(server, me, redirect, state);
  const exchanged = await oauth.authorizationCodeGrantRequest(
    server,
    me,
    none,
    parameters,
    app.redirectUri,
    verifier,
    insecure,
  );
  const tokens = await oauth.processAuthorizationCodeResponse(server, me, exchanged);
  expect([tokens.scope, tokens.expires_in]).toEqual(['profile:read', 3600]);
  const refreshToken = tokens.refresh_token as string;
  const refreshed = await oauth.refreshTokenGrantRequest(server, me, none, refreshToken, insecure);
  const renewed = await oauth.processRefreshTokenResponse(server, me, refreshed);
  expect(await statusFor(gateway, renewed.access_token)).toBe(200);
  await oauth.processRevocationResponse(
    await oauth.revocationRequest(server, me, none, renewed.access_token, insecure),
  );
  expect(await statusFor(gateway, renewed.access_token)).toBe(401);
  const afterwards = await oauth.refreshTokenGrantRequest(server, me, none, renewed.refresh_token as string, insecure);
  await expect(oauth.processRefreshTokenResponse(server, me, afterwards)).rejects.toMatchObject({
    error: 'invalid_grant',
  });
});

test('the metadata names only what is there', async () => {
  const response = await fetch(`${gateway.url}/.well-known/oauth-authorization-server`);
  const metadata = (await response.json()) as Record<string, unknown>;
  expect(metadata).toMatchObject({
    issuer: gateway.url,
    authorization_endpoint: `${gateway.url}/oauth/authorize`,
    token_endpoint: `${gateway.url}/api/oauth/token`,
    revocation_endpoint: `${gateway.url}/api/oauth/revoke`,
    introspection_endpoint: `${gateway.url}/api/oauth/introspect`,
    response_types_supported: ['code'],
    grant_types_supported: ['authorization_code', 'refresh_token'],
    code_challenge_methods_supported: ['S256'],
    token_endpoint_auth_methods_supported: ['client_secret_basic', 'none'],
    authorization_response_iss_parameter_supported: true,
  });
  const named = Object.entries(metadata).flatMap(([key, value]) => (key.endsWith('_endpoint') ? [String(value)] : []));
  const answers = await Promise.all(named.map((url) => fetch(url, { method: 'POST' })));
  const missing = named.filter((url, at) => answers[at]?.status === 404 && !url.endsWith('/authorize'));
  expect(missing).toEqual([]);
  expect(metadata['scopes_supported']).not.toContain('account:manage');
});

test('a public client is told nothing of tokens, and nobody of those of another', async () => {
  const [ann, browser] = [await person(gateway), visitor(gateway.url)];
  const [app, other] = [await partner(gateway), await partner(gateway)];
  const secretOf = ({ clientId, clientSecret }: typeof app) => ({ clientId, secret: clientSecret as string });
  const serverFor = ({ clientId, secret }: { clientId: string; secret: string }) =>
    client.discovery(new URL(gateway.url), clientId, secret, client.ClientSecretBasic(secret), {
      algorithm: 'oauth2',
      execute: [client.allowInsecureRequests],
    });
  const [own, foreign] = [await serverFor(secretOf(app)), await serverFor(secretOf(other))];
  const pkceCodeVerifier = client.randomPKCECodeVerifier();
  const url = client.buildAuthorizationUrl(own, {
    redirect_uri: app.redirectUri,
    scope: 'profile:read',
    code_challenge: await client.calculatePKCECodeChallenge(pkceCodeVerifier),
    code_challenge_method: 'S256',
  });
  const redirect = await consents(browser, ann.email, await browser.open(url.href));
  const tokens = await client.authorizationCodeGrant(own, redirect, { pkceCodeVerifier });
  expect(await client.tokenIntrospection(foreign, tokens.access_token)).toEqual({ active: false });
  await client.tokenRevocation(foreign, tokens.access_token).catch(() => undefined);
  expect(await statusFor(gateway, tokens.access_token)).toBe(200);
});
