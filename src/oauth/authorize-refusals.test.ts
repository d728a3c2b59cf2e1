import { describe, expect, test } from 'vitest';
import { person } from '../../test/gateway/people.ts';
import { useGateway } from '../../test/gateway/test-gateway.ts';
import { signsIn } from '../../test/oauth/connection.ts';
import { authorization, exchanges, partner, password } from '../../test/oauth/partner.ts';
import { visitor } from '../../test/oauth/visitor.ts';

const gateway = useGateway();
const callback = 'https://partner.example/oauth/callback';

/** What the person sees, or where they are sent, when the app asks for something else than it should. */
async function asks(changes: Record<string, string | undefined>, redirectUris = [callback]) {
  const app = await partner(gateway, { redirectUris });
  return visitor(gateway.url).open(authorization(gateway, app, changes).url);
}

describe('an app that cannot be known to be who it says', () => {
  test.each([
    ['a longer path', `${callback}/more`],
    ['a shorter path', 'https://partner.example/oauth'],
    ['a slash at the end', `${callback}/`],
    ['a query', `${callback}?next=1`],
    ['a fragment', `${callback}#here`],
    ['a port', 'https://partner.example:8443/oauth/callback'],
    ['the port that is meant anyway', 'https://partner.example:443/oauth/callback'],
    ['another case of the host', 'https://PARTNER.example/oauth/callback'],
    ['another case of the path', 'https://partner.example/OAuth/callback'],
    ['a dot segment', 'https://partner.example/oauth/x/../callback'],
    ['a user', 'https://partner.example@evil.example/oauth/callback'],
    ['a subdomain', 'https://evil.partner.example/oauth/callback'],
    ['http', 'http://partner.example/oauth/callback'],
    ['another site', 'https://evil.example/'],
    ['a script', 'javascript:alert(1)'],
    ['no URL at all', 'callback'],
    ['nothing', ''],
  ])('is not followed to a redirect_uri with %s', async (_what, redirectUri) => {
    const { status, leftFor, headers, html } = await asks({ redirect_uri: redirectUri });
    expect([status, leftFor]).toEqual([400, undefined]);
    expect(headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(html).toContain('This app cannot be connected');
  });

  test('has to name its redirect_uri even when only one is registered', async () => {
    const { status, leftFor, html } = await asks({ redirect_uri: undefined });
    expect([status, leftFor]).toEqual([400, undefined]);
    expect(html).toContain('redirect_uri');
  });

  test.each(['nobody', '', "' or 1=1 --"])('is told off in a page when its client_id is "%s"', async (clientId) => {
    const { status, leftFor, html } = await asks({ client_id: clientId });
    expect([status, leftFor]).toEqual([400, undefined]);
    expect(html).toContain('This app cannot be connected');
  });

  test('may not use the loopback address with another port than the registered one', async () => {
    const { status } = await asks({ redirect_uri: 'http://127.0.0.1:3001/back' }, ['http://127.0.0.1:3000/back']);
    expect(status).toBe(400);
  });

  test('gets no page that repeats what it sent as markup', async () => {
    const { html } = await asks({ redirect_uri: '"><script>alert(1)</script>', client_id: '<img src=x>' });
    expect(html).not.toMatch(/<script|<img/);
  });
});

describe('an app that asks for what it may not have is sent away with the reason', () => {
  test.each([
    ['no PKCE', { code_challenge: undefined, code_challenge_method: undefined }, 'invalid_request'],
    ['PKCE without saying how', { code_challenge_method: undefined }, 'invalid_request'],
    ['a method without a challenge', { code_challenge: undefined }, 'invalid_request'],
    ['plain PKCE', { code_challenge_method: 'plain' }, 'invalid_request'],
    ['a challenge that is none', { code_challenge: 'short' }, 'invalid_request'],
    ['a scope that it is not registered for', { scope: 'profile:read sleep:read' }, 'invalid_scope'],
    ['a scope that nobody has', { scope: 'everything' }, 'invalid_scope'],
    ['a scope that nobody has beside one of its own', { scope: 'profile:read everything' }, 'invalid_scope'],
    ['the account', { scope: 'account:manage' }, 'invalid_scope'],
    ['the account beside a scope of its own', { scope: 'profile:read account:manage' }, 'invalid_scope'],
    [
      'the account, where it says itself that it does not',
      { scope: 'profile:read account:manage', asked_scope: 'profile:read' },
      'invalid_scope',
    ],
    ['an identity token', { scope: 'openid profile:read' }, 'invalid_scope'],
    ['no scope', { scope: undefined }, 'invalid_scope'],
    ['an empty scope', { scope: '' }, 'invalid_scope'],
    ['an unknown prompt', { prompt: 'dance' }, 'invalid_request'],
    ['a request object', { request: 'e30.e30.' }, 'request_not_supported'],
    ['a request by reference', { request_uri: 'https://evil.example/r' }, 'request_uri_not_supported'],
    ['no type of response', { response_type: undefined }, 'invalid_request'],
    ['a form for an answer', { response_mode: 'form_post' }, 'unsupported_response_mode'],
    ['a message for an answer', { response_mode: 'web_message' }, 'unsupported_response_mode'],
  ])('%s', async (_what, changes, error) => {
    const { leftFor } = await asks(changes);
    expect(`${leftFor?.origin}${leftFor?.pathname}`).toBe(callback);
    expect(Object.fromEntries(leftFor?.searchParams ?? [])).toMatchObject({
      error,
      state: 'state-1',
      iss: gateway.url,
    });
  });

  test.each(['token', 'id_token', 'code token', 'none'])('response_type %s', async (responseType) => {
    const { leftFor } = await asks({ response_type: responseType });
    const answer = new URLSearchParams(leftFor?.search.slice(1) || leftFor?.hash.slice(1));
    expect([answer.get('error'), answer.get('state')]).toEqual(['unsupported_response_type', 'state-1']);
    expect(answer.has('access_token')).toBe(false);
  });

  test('the same to a person who is signed in and allowed the app before', async () => {
    const [ann, app] = [await person(gateway), await partner(gateway)];
    const browser = await signsIn(gateway, ann, password);
    await browser.submit(await browser.open(authorization(gateway, app).url), { decision: 'allow' });
    const { leftFor } = await browser.open(authorization(gateway, app, { scope: 'profile:read body:read' }).url);
    expect([leftFor?.searchParams.get('error'), leftFor?.searchParams.has('code')]).toEqual(['invalid_scope', false]);
  });
});

test('an app gets what the person was asked for, whatever else it writes into its request', async () => {
  const [ann, app] = [await person(gateway), await partner(gateway)];
  const browser = await signsIn(gateway, ann, password);
  const changes = { scope: 'profile:read', asked_scope: 'activities:write' };
  const { url, verifier } = authorization(gateway, app, changes);
  const page = await browser.open(url);
  expect([page.html.includes('Profile'), page.html.includes('Workouts')]).toEqual([true, false]);
  const { leftFor } = await browser.submit(page, { decision: 'allow' });
  expect((await exchanges(gateway, app, leftFor as URL, verifier)).body.scope).toBe('profile:read');
});

test('the state comes back as it was sent, whatever it is', async () => {
  const [ann, app] = [await person(gateway), await partner(gateway)];
  const browser = await signsIn(gateway, ann, password);
  await browser.submit(await browser.open(authorization(gateway, app).url), { decision: 'allow' });
  const states = ['{id}', '%7Bid%7D', '"}', '\\', '\u0001', 'ü 🏃 &=+#', '\ud83c', 's'.repeat(2000)];
  const back = [];
  for (const state of states) {
    const { leftFor } = await browser.open(authorization(gateway, app, { state }).url);
    back.push(leftFor?.searchParams.get('state'));
  }
  expect(back).toEqual(states.map((state) => state.toWellFormed()));
});
