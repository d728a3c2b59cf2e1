import { describe, expect, test } from 'vitest';
import { person } from '../../test/gateway/people.ts';
import { useGateway } from '../../test/gateway/test-gateway.ts';
import { statusFor } from '../../test/oauth/connection.ts';
import { authorization, consents, partner, posts, type Partner } from '../../test/oauth/partner.ts';
import { visitor } from '../../test/oauth/visitor.ts';

const gateway = useGateway();
const plain = { scope: undefined, code_challenge: undefined, code_challenge_method: undefined };

type Wishes = Parameters<typeof partner>[1];
type Changes = Record<string, string | undefined>;

/** Someone allows a SportTracks client, which gets a code. */
async function allowed(wishes: Wishes = {}, changes: Changes = plain) {
  const app = await partner(gateway, { profile: 'sporttracks', ...wishes });
  const [ann, browser] = [await person(gateway), visitor(gateway.url)];
  const { url, verifier } = authorization(gateway, app, changes, '/oauth2/authorize');
  const redirect = await consents(browser, ann.email, await browser.open(url));
  return { ann, app, browser, verifier, redirect, code: redirect.searchParams.get('code') as string };
}

const grant = (code: string, app: Partner) => ({
  grant_type: 'authorization_code',
  code,
  client_id: app.clientId,
  client_secret: app.clientSecret as string,
});

async function asksToken(body: BodyInit, headers: Record<string, string> = {}) {
  const response = await fetch(`${gateway.url}/oauth2/token`, { method: 'POST', body, headers });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

const asJson = (fields: object) => asksToken(JSON.stringify(fields), { 'content-type': 'application/json' });
const asForm = (fields: Record<string, string>) => asksToken(new URLSearchParams(fields));

describe('a client with the SportTracks profile', () => {
  test('asks for no scope, has no PKCE, posts JSON with its secret in it, and gets all it is registered for', async () => {
    const { ann, app, redirect, code } = await allowed();
    expect(redirect.searchParams.get('state')).toBe('state-1');
    const { status, body } = await asJson({ ...grant(code, app), redirect_uri: app.redirectUri });
    expect([status, body]).toEqual([
      200,
      {
        access_token: expect.stringMatching(/^vg_at_/),
        token_type: 'Bearer',
        expires_in: 7200,
        refresh_token: expect.stringMatching(/^vg_rt_/),
        scope: 'profile:read activities:read activities:write',
      },
    ]);
    const connect = await fetch(`${gateway.url}/api/v2/system/connect`, {
      method: 'POST',
      headers: { authorization: `Bearer ${body['access_token']}` },
    });
    expect([connect.status, await connect.json()]).toEqual([200, { user: { uid: ann.number } }]);
  });

  test('may post a form, and leave out the only redirect_uri everywhere', async () => {
    const { app, code } = await allowed({}, { ...plain, redirect_uri: undefined });
    expect((await asForm(grant(code, app))).status).toBe(200);
  });

  test('may name in one request what it leaves out in the other', async () => {
    const named = await allowed();
    expect((await asForm(grant(named.code, named.app))).status).toBe(200);
    const left = await allowed({}, { ...plain, redirect_uri: undefined });
    const fields = { ...grant(left.code, left.app), redirect_uri: left.app.redirectUri };
    expect((await asForm(fields)).status).toBe(200);
  });

  test('may send its secret by Basic, to either address', async () => {
    for (const path of ['/oauth2/token', '/api/oauth/token']) {
      const { app, code } = await allowed();
      const fields = { grant_type: 'authorization_code', code };
      expect((await posts(gateway, app, fields, path)).status).toBe(200);
    }
  });

  test('gets less when it asks for less', async () => {
    const { app, code } = await allowed({}, { ...plain, scope: 'activities:read' });
    expect((await asForm(grant(code, app))).body['scope']).toBe('activities:read');
  });

  test('has a refresh token that works again and again, by JSON or form', async () => {
    const { app, code } = await allowed();
    const { body: tokens } = await asForm(grant(code, app));
    const refresh = {
      ...grant(code, app),
      grant_type: 'refresh_token',
      refresh_token: String(tokens['refresh_token']),
    };
    const answers = [await asJson(refresh), await asForm(refresh), await asJson(refresh)];
    for (const { status, body } of answers)
      expect([status, body['refresh_token'], body['expires_in']]).toEqual([200, tokens['refresh_token'], 7200]);
    const live = [tokens, ...answers.map(({ body }) => body)].map(({ access_token: token }) => String(token));
    expect(await Promise.all(live.map((token) => statusFor(gateway, token)))).toEqual([200, 200, 200, 200]);
  });

  test('has a code that works once, as everyone', async () => {
    const { app, code } = await allowed();
    const { body } = await asForm(grant(code, app));
    expect((await asForm(grant(code, app))).body['error']).toBe('invalid_grant');
    expect(await statusFor(gateway, String(body['access_token']))).toBe(401);
  });
});

describe('what a SportTracks client must do all the same', () => {
  const opens = async (wishes: Wishes, changes: Changes) => {
    const app = await partner(gateway, { profile: 'sporttracks', ...wishes });
    return visitor(gateway.url).open(authorization(gateway, app, changes, '/oauth2/authorize').url);
  };

  test.each([undefined, ''])('it sends a state (%j is none)', async (state) => {
    const { leftFor } = await opens({}, { ...plain, state });
    expect([leftFor?.origin, leftFor?.searchParams.get('error')]).toEqual([
      'https://partner.example',
      'invalid_request',
    ]);
  });

  test('it names one of several redirect_uris, and an exact one', async () => {
    const redirectUris = ['https://partner.example/one', 'https://partner.example/two'];
    expect((await opens({ redirectUris }, { ...plain, redirect_uri: undefined })).status).toBe(400);
    expect((await opens({}, { ...plain, redirect_uri: 'https://partner.example/oauth/callback/x' })).status).toBe(400);
  });

  test('it asks for scopes of its own', async () => {
    const { leftFor } = await opens({}, { ...plain, scope: 'sleep:read' });
    expect(leftFor?.searchParams.get('error')).toBe('invalid_scope');
  });

  test('it keeps to PKCE where it has begun with it', async () => {
    const pkce = { scope: undefined };
    const right = await allowed({}, pkce);
    expect((await asJson({ ...grant(right.code, right.app), code_verifier: right.verifier })).status).toBe(200);
    for (const more of [{ code_verifier: 'v'.repeat(43) }, {}]) {
      const { app, code } = await allowed({}, pkce);
      expect((await asJson({ ...grant(code, app), ...more })).body['error']).toBe('invalid_grant');
    }
    expect((await opens({}, { ...pkce, code_challenge_method: 'plain' })).leftFor?.searchParams.get('error')).toBe(
      'invalid_request',
    );
  });

  test('it sends no verifier for a code that was asked for without a challenge', async () => {
    const { app, code } = await allowed();
    const { body } = await asForm({ ...grant(code, app), code_verifier: 'v'.repeat(43) });
    expect(body['error']).toBe('invalid_grant');
  });

  test('it uses PKCE when it is a public one', async () => {
    const refused = await opens({ isPublic: true }, plain);
    expect(refused.leftFor?.searchParams.get('error')).toBe('invalid_request');
    const { app, code, verifier } = await allowed({ isPublic: true }, { scope: undefined });
    const fields = { grant_type: 'authorization_code', code, client_id: app.clientId, code_verifier: verifier };
    expect((await asJson(fields)).status).toBe(200);
  });

  test('it knows its secret, wherever it writes it', async () => {
    const { app, code } = await allowed();
    const wrong = { ...grant(code, app), client_secret: 'wrong' };
    for (const { status, body } of [await asJson(wrong), await asForm(wrong)])
      expect([status, body['error']]).toEqual([401, 'invalid_client']);
    const { client_secret: _left, ...none } = grant(code, app);
    expect((await asForm(none)).status).toBe(401);
    expect((await asForm(grant(code, app))).status).toBe(200);
  });
});

test('the addresses of SportTracks take nothing from the rules of another profile', async () => {
  const app = await partner(gateway);
  const { leftFor } = await visitor(gateway.url).open(authorization(gateway, app, plain, '/oauth2/authorize').url);
  expect(leftFor?.searchParams.get('error')).toBe('invalid_request');
  const refresh = { grant_type: 'refresh_token', refresh_token: 'any' };
  expect((await asForm({ ...grant('any', app), ...refresh })).status).toBe(401);
  expect((await asJson({ ...grant('any', app), ...refresh })).status).toBe(400);
});

describe('POST /api/v2/system/connect', () => {
  const connects = async (headers: Record<string, string>) => {
    const response = await fetch(`${gateway.url}/api/v2/system/connect`, { method: 'POST', headers });
    return {
      status: response.status,
      challenge: response.headers.get('www-authenticate'),
      body: await response.json(),
    };
  };

  test('answers 401 in its own shape without a token, or to one that is not live', async () => {
    const body = { error: { code: 'UNAUTHENTICATED', message: expect.any(String) } };
    expect(await connects({})).toEqual({ status: 401, challenge: 'Bearer realm="vitalgate"', body });
    for (const authorization of ['Bearer vg_at_unknown', 'Bearer', 'Basic YTpi'])
      expect(await connects({ authorization })).toEqual({
        status: 401,
        challenge: 'Bearer realm="vitalgate", error="invalid_token"',
        body,
      });
  });
});
