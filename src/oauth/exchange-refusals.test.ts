import { afterEach, describe, expect, test, vi } from 'vitest';
import { person } from '../../test/gateway/people.ts';
import { useGateway } from '../../test/gateway/test-gateway.ts';
import { allows, connects, signsIn, statusFor } from '../../test/oauth/connection.ts';
import { exchanges, partner, password, posts, type Partner } from '../../test/oauth/partner.ts';

const gateway = useGateway();

afterEach(() => void vi.useRealTimers());

/** Moves everyone's clock on, and nothing else: what waits goes on waiting as ever. */
const later = (seconds: number) =>
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + seconds * 1000, shouldAdvanceTime: false });

async function allowed(wishes: Parameters<typeof partner>[1] = {}) {
  const [ann, app] = [await person(gateway), await partner(gateway, wishes)];
  return { ann, app, ...(await allows(gateway, ann, app)) };
}

const codeOf = (redirect: URL) => redirect.searchParams.get('code') as string;

describe('a code is not exchanged', () => {
  test('with the verifier of another request', async () => {
    const { app, redirect } = await allowed();
    const { status, body } = await exchanges(gateway, app, redirect, 'v'.repeat(43));
    expect([status, body.error]).toEqual([400, 'invalid_grant']);
  });

  test('without a verifier, by a confidential or a public client', async () => {
    for (const isPublic of [false, true]) {
      const { app, redirect } = await allowed({ isPublic });
      const fields = { grant_type: 'authorization_code', code: codeOf(redirect), redirect_uri: app.redirectUri };
      const { status, body } = await posts(gateway, app, fields);
      expect([status, body.error]).toEqual([400, 'invalid_grant']);
    }
  });

  test.each([
    ['another of the registered addresses', 'https://partner.example/second'],
    ['an address of someone else', 'https://evil.example/'],
    ['the address with a slash more', 'https://partner.example/first/'],
  ])('for %s', async (_what, redirectUri) => {
    const redirectUris = ['https://partner.example/first', 'https://partner.example/second'];
    const { app, redirect, verifier } = await allowed({ redirectUris });
    const { status, body } = await exchanges(gateway, { ...app, redirectUri }, redirect, verifier);
    expect([status, body.error]).toEqual([400, 'invalid_grant']);
  });

  test('without the address that it was sent to', async () => {
    const { app, redirect, verifier } = await allowed();
    const fields = { grant_type: 'authorization_code', code: codeOf(redirect), code_verifier: verifier };
    expect((await posts(gateway, app, fields)).status).toBe(400);
  });

  test('after it has expired, which takes a minute', async () => {
    const { app, redirect, verifier } = await allowed();
    later(61);
    const { status, body } = await exchanges(gateway, app, redirect, verifier);
    expect([status, body.error]).toEqual([400, 'invalid_grant']);
  });

  test('by another client, which may have caught it', async () => {
    const { app, redirect, verifier } = await allowed();
    for (const isPublic of [false, true]) {
      const thief = await partner(gateway, { isPublic });
      const { status, body } = await exchanges(gateway, { ...thief, redirectUri: app.redirectUri }, redirect, verifier);
      expect([status, body.error]).toEqual([400, 'invalid_grant']);
    }
  });

  test('once more: all that came of it ends, for one of the two is a thief', async () => {
    const { app, redirect, verifier } = await allowed();
    const { body: tokens } = await exchanges(gateway, app, redirect, verifier);
    expect(await statusFor(gateway, tokens.access_token)).toBe(200);
    const again = await exchanges(gateway, app, redirect, verifier);
    expect([again.status, again.body.error]).toEqual([400, 'invalid_grant']);
    expect(await statusFor(gateway, tokens.access_token)).toBe(401);
    const refreshed = await posts(gateway, app, { grant_type: 'refresh_token', refresh_token: tokens.refresh_token });
    expect([refreshed.status, refreshed.body.error]).toEqual([400, 'invalid_grant']);
  });
});

describe('a refresh token', () => {
  const refreshes = (app: Partner, token: string, more = {}) =>
    posts(gateway, app, { grant_type: 'refresh_token', refresh_token: token, ...more });

  test('used twice ends the whole grant', async () => {
    const [ann, app] = [await person(gateway), await partner(gateway)];
    const { tokens } = await connects(gateway, ann, app);
    const { body: renewed } = await refreshes(app, tokens.refresh_token);
    const again = await refreshes(app, tokens.refresh_token);
    expect([again.status, again.body.error]).toEqual([400, 'invalid_grant']);
    for (const token of [tokens.access_token, renewed.access_token]) expect(await statusFor(gateway, token)).toBe(401);
    expect((await refreshes(app, renewed.refresh_token)).body.error).toBe('invalid_grant');
  });

  test('does not touch what another grant of the same app and person gave', async () => {
    const [ann, app] = [await person(gateway), await partner(gateway)];
    const { tokens, browser } = await connects(gateway, ann, app);
    const { tokens: others } = await connects(gateway, ann, app, {}, browser);
    await refreshes(app, tokens.refresh_token);
    await refreshes(app, tokens.refresh_token);
    expect(await statusFor(gateway, others.access_token)).toBe(200);
  });

  test('is worth nothing to another client', async () => {
    const [ann, app] = [await person(gateway), await partner(gateway)];
    const { tokens } = await connects(gateway, ann, app);
    const { status, body } = await refreshes(await partner(gateway), tokens.refresh_token);
    expect([status, body.error]).toEqual([400, 'invalid_grant']);
    expect((await refreshes(app, tokens.refresh_token)).status).toBe(200);
  });

  test('gives no more than was allowed, but less when less is asked', async () => {
    const [ann, app] = [await person(gateway), await partner(gateway)];
    const { tokens } = await connects(gateway, ann, app, { scope: 'profile:read activities:read' });
    const more = await refreshes(app, tokens.refresh_token, { scope: 'profile:read activities:write' });
    expect([more.status, more.body.error]).toEqual([400, 'invalid_scope']);
    expect((await refreshes(app, tokens.refresh_token, { scope: 'profile:read' })).body.scope).toBe('profile:read');
  });

  test('ends after 90 days without use, and its access token after an hour', async () => {
    const [ann, app] = [await person(gateway), await partner(gateway)];
    const { tokens } = await connects(gateway, ann, app);
    expect(await statusFor(gateway, tokens.access_token)).toBe(200);
    later(3601);
    expect(await statusFor(gateway, tokens.access_token)).toBe(401);
    later(90 * 86_400);
    expect((await refreshes(app, tokens.refresh_token)).body.error).toBe('invalid_grant');
  });
});

describe('a client that does not prove who it is', () => {
  const fields = { grant_type: 'refresh_token', refresh_token: 'any' };

  test('gets 401 for a wrong secret, with the scheme that it should use', async () => {
    const app = await partner(gateway);
    const { status, body, headers } = await posts(gateway, { ...app, clientSecret: `${app.clientSecret}x` }, fields);
    expect([status, body.error]).toEqual([401, 'invalid_client']);
    expect(headers.get('www-authenticate')).toMatch(/^Basic /);
  });

  test('gets 401 for no secret, an unknown id, or a secret that a public client made up', async () => {
    const [app, open] = [await partner(gateway), await partner(gateway, { isPublic: true })];
    const strangers = [
      { ...app, clientSecret: null },
      { ...app, clientId: 'nobody' },
      { ...open, clientSecret: 'made up' },
    ];
    const answers = await Promise.all(strangers.map((stranger) => posts(gateway, stranger, fields)));
    expect(answers.map(({ status, body }) => [status, body.error])).toEqual(
      strangers.map(() => [401, 'invalid_client']),
    );
  });

  test('may not send its secret in the body', async () => {
    const { app, redirect, verifier } = await allowed();
    const secret = { client_secret: app.clientSecret as string };
    const body = { grant_type: 'authorization_code', code: codeOf(redirect), redirect_uri: app.redirectUri };
    const open = { ...app, clientSecret: null };
    const answer = await posts(gateway, open, { ...body, code_verifier: verifier, ...secret });
    expect([answer.status, answer.body.error]).toEqual([401, 'invalid_client']);
    expect((await exchanges(gateway, app, redirect, verifier)).status).toBe(200);
  });

  test.each(['client_credentials', 'password', 'implicit', 'urn:ietf:params:oauth:grant-type:device_code', ''])(
    'cannot get a token by the grant type "%s"',
    async (grantType) => {
      const app = await partner(gateway);
      const { status, body } = await posts(gateway, app, { grant_type: grantType, scope: 'profile:read' });
      expect([status, body.access_token]).toEqual([400, undefined]);
    },
  );
});

test('an access token is no refresh token, no code and no session, nor the other way round', async () => {
  const [ann, app] = [await person(gateway), await partner(gateway)];
  const { tokens, redirect } = await connects(gateway, ann, app);
  for (const wrong of [tokens.access_token, codeOf(redirect), ann.token]) {
    const { body } = await posts(gateway, app, { grant_type: 'refresh_token', refresh_token: wrong });
    expect(body.error).toBe('invalid_grant');
  }
  const browser = await signsIn(gateway, ann, password);
  const session = browser.cookies().find(({ name }) => name === 'vg_session')?.value as string;
  const [app2, again] = [await partner(gateway), await person(gateway)];
  const { tokens: live, redirect: other } = await connects(gateway, again, app2);
  for (const wrong of [live.refresh_token, codeOf(other), session, 'vg_at_', app2.clientSecret as string])
    expect(await statusFor(gateway, wrong)).toBe(401);
});
