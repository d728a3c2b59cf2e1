import { describe, expect, test } from 'vitest';
import { person } from '../../test/gateway/people.ts';
import { useGateway } from '../../test/gateway/test-gateway.ts';
import { authorization, partner, password } from '../../test/oauth/partner.ts';
import { rawRequest } from '../../test/oauth/raw-request.ts';
import { visitor } from '../../test/oauth/visitor.ts';

const gateway = useGateway({ REGISTRATION: 'open' });

const elsewhere = [
  '//evil.example',
  '///evil.example',
  '/\\evil.example',
  '\\\\evil.example',
  '/\t/evil.example',
  '/\n/evil.example',
  '/.//evil.example',
  '/..//evil.example',
  '/%2e//evil.example',
  '/account/..//evil.example',
  '/.\\/evil.example',
  'https://evil.example/',
  'https:evil.example',
  'HTTPS://evil.example',
  'evil.example',
  '@evil.example',
  'javascript:alert(1)',
  'data:text/html,evil',
  ' //evil.example',
  '\u0000//evil.example',
  '',
];

describe('after a sign-in', () => {
  test('people go on with the page of this server that they wanted', async () => {
    const ann = await person(gateway);
    const browser = visitor(gateway.url);
    const page = await browser.open('/account/tokens');
    expect(page.url).toBe(`${gateway.url}/sign-in?continue=%2Faccount%2Ftokens`);
    expect((await browser.submit(page, { email: ann.email, password })).url).toBe(`${gateway.url}/account/tokens`);
  });

  test.each(elsewhere)('nobody is sent to %j, neither by a link nor by a form that says it itself', async (next) => {
    const path = `/sign-in?continue=${encodeURIComponent(next)}`;
    const [ann, browser, other] = [await person(gateway), visitor(gateway.url), visitor(gateway.url)];
    const byLink = await browser.submit(await browser.open(path), { email: ann.email, password });
    const csrf = /name="_csrf" value="([^"]*)"/.exec((await other.open('/sign-in')).html)?.[1] ?? '';
    const body = new URLSearchParams({ _csrf: csrf, email: ann.email, password });
    const byForm = await other.open(path, { method: 'POST', body });
    for (const { leftFor, url } of [byLink, byForm])
      expect([leftFor, url]).toEqual([undefined, `${gateway.url}/account/apps`]);
  });

  test('the way to the sign-up keeps the page, and leads nowhere else either', async () => {
    const { html } = await visitor(gateway.url).open('/sign-up?continue=//evil.example');
    expect(html).not.toContain('evil.example');
    expect((await visitor(gateway.url).open('/sign-in?continue=%2Faccount%2Ftokens')).html).toContain(
      '/sign-up?continue=%2Faccount%2Ftokens',
    );
  });
});

describe('an attacker who says what this server is called', () => {
  const claims = {
    host: 'evil.example',
    'x-forwarded-host': 'evil.example',
    'x-forwarded-proto': 'https',
    'x-forwarded-port': '444',
    forwarded: 'host=evil.example;proto=https',
    'x-original-url': '//evil.example',
  };

  test('is not repeated in the metadata', async () => {
    const { status, text } = await rawRequest(`${gateway.url}/.well-known/oauth-authorization-server`, {
      headers: claims,
    });
    expect([status, (JSON.parse(text) as { issuer: string }).issuer]).toEqual([200, gateway.url]);
    expect(text).not.toContain('evil.example');
  });

  test.each(['/account/apps', '/account', '/sign-in', '/sign-up', '/oauth/jwks'])('nor at %s', async (path) => {
    const { status, headers, text } = await rawRequest(`${gateway.url}${path}`, { headers: claims });
    expect(status).toBeLessThan(400);
    expect(JSON.stringify([headers, text])).not.toContain('evil.example');
  });

  test('nor in the redirects of an authorization', async () => {
    const app = await partner(gateway);
    const first = await rawRequest(authorization(gateway, app).url, { headers: claims });
    expect(first.headers.location).toMatch(/^\/oauth\/interaction\//);
    const cookie = [first.headers['set-cookie'] ?? []].flat().map((set) => set.split(';')[0]);
    const headers = { ...claims, cookie: cookie.join('; ') };
    const second = await rawRequest(`${gateway.url}${first.headers.location as string}`, { headers });
    expect(second.status).toBe(200);
    const denied = await rawRequest(authorization(gateway, app, { prompt: 'none' }).url, { headers: claims });
    expect(new URL(denied.headers.location as string).searchParams.get('iss')).toBe(gateway.url);
    expect(JSON.stringify([first, second, denied])).not.toContain('evil.example');
  });

  test('nor in what the token endpoint says', async () => {
    const app = await partner(gateway);
    const { status, headers, text } = await rawRequest(`${gateway.url}/api/oauth/token`, {
      method: 'POST',
      headers: {
        ...claims,
        authorization: `Basic ${Buffer.from(`${app.clientId}:wrong`).toString('base64')}`,
        'content-type': 'application/x-www-form-urlencoded',
      },
      body: Buffer.from('grant_type=refresh_token&refresh_token=x'),
    });
    expect([status, JSON.stringify([headers, text]).includes('evil.example')]).toEqual([401, false]);
  });
});
