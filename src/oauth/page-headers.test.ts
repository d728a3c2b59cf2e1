import { expect, test } from 'vitest';
import { person } from '../../test/gateway/people.ts';
import { useGateway } from '../../test/gateway/test-gateway.ts';
import { signsIn } from '../../test/oauth/connection.ts';
import { authorization, partner, password } from '../../test/oauth/partner.ts';
import { visitor, type Visited } from '../../test/oauth/visitor.ts';

const gateway = useGateway({ REGISTRATION: 'open' });

/** Every page that there is, by what it is. */
async function pages(): Promise<[string, number, Visited][]> {
  const [ann, app] = [await person(gateway), await partner(gateway)];
  const [browser, stranger] = [await signsIn(gateway, ann, password), visitor(gateway.url)];
  const consent = await browser.open(authorization(gateway, app).url);
  const form = { method: 'POST', body: new URLSearchParams({}) };
  return [
    ['sign-in', 200, await stranger.open('/sign-in')],
    ['failed sign-in', 400, await stranger.submit(await stranger.open('/sign-in'), { email: 'a@b.example' })],
    ['sign-up', 200, await stranger.open('/sign-up')],
    ['failed sign-up', 400, await stranger.submit(await stranger.open('/sign-up'), { email: 'nobody' })],
    ['sign-in for an app', 200, await stranger.open(authorization(gateway, app).url)],
    ['consent', 200, consent],
    ['sign-in as someone else', 200, await browser.open(`${consent.url}?switch=1`)],
    ['app that is unknown', 400, await stranger.open(authorization(gateway, { ...app, clientId: 'nobody' }).url)],
    ['interaction of someone else', 400, await stranger.open(consent.url)],
    ['request that cannot be resumed', 400, await stranger.open('/oauth/authorize/unknown')],
    ['connected apps', 200, await browser.open('/account/apps')],
    ['personal tokens', 200, await browser.open('/account/tokens')],
    ['failed token', 400, await browser.submit(await browser.open('/account/tokens'), {}, '/account/tokens')],
    ['password', 200, await browser.open('/account/password')],
    ['form that was forged', 403, await browser.open('/account/apps/disconnect', form)],
    ['signed out', 200, await stranger.open('/signed-out')],
  ];
}

test('every page refuses to be framed, kept, sniffed, or to run anything', async () => {
  const all = await pages();
  const isSafe = ({ headers, html }: Visited) => {
    const policy = headers.get('content-security-policy') ?? '';
    return {
      type: headers.get('content-type'),
      loadsNothing: policy.startsWith("default-src 'none';"),
      unsafe: /unsafe-|script-src|\*/.test(policy),
      framing: [policy.includes("frame-ancestors 'none'"), headers.get('x-frame-options')],
      base: policy.includes("base-uri 'none'"),
      sniffing: headers.get('x-content-type-options'),
      kept: headers.get('cache-control'),
      tellsWhereFrom: !['same-origin', 'no-referrer'].includes(headers.get('referrer-policy') ?? ''),
      markup: /<script|<iframe|<object|<base| on\w+=| style=|javascript:/i.test(html),
      document: html.startsWith('<!doctype html><html lang="en">'),
    };
  };
  const safe = {
    type: 'text/html; charset=utf-8',
    loadsNothing: true,
    unsafe: false,
    framing: [true, 'DENY'],
    base: true,
    sniffing: 'nosniff',
    kept: 'no-store',
    tellsWhereFrom: false,
    markup: false,
    document: true,
  };
  expect(all.map(([what, , page]) => [what, page.status, isSafe(page)])).toEqual(
    all.map(([what, status]) => [what, status, safe]),
  );
});

test('a form may end at the app that asks, and at no other', async () => {
  const [app, mobile] = [
    await partner(gateway, { redirectUris: ['https://partner.example:8443/back'] }),
    await partner(gateway, { redirectUris: ['com.example.tempo:/back'], isPublic: true }),
  ];
  const formsOf = async (url: string) =>
    /form-action ([^;]*)/.exec(
      (await visitor(gateway.url).open(url)).headers.get('content-security-policy') ?? '',
    )?.[1];
  expect(await formsOf(authorization(gateway, app).url)).toBe("'self' https://partner.example:8443");
  expect(await formsOf(authorization(gateway, mobile).url)).toBe("'self' com.example.tempo:");
  expect(await formsOf('/sign-in')).toBe("'self'");
});

test('a redirect with a code is not kept, and the app is not told from where it came', async () => {
  const [ann, app] = [await person(gateway), await partner(gateway)];
  const browser = await signsIn(gateway, ann, password);
  const answer = await browser.submit(await browser.open(authorization(gateway, app).url), { decision: 'allow' });
  expect(answer.leftFor?.searchParams.has('code')).toBe(true);
  const { headers } = answer;
  expect([headers.get('cache-control'), headers.get('referrer-policy')]).toEqual(['no-store', 'no-referrer']);
});

test('what an app and a person call themselves is text on a page, never markup', async () => {
  const name = `<script>alert("x")</script><b>'&amp;`;
  const [ann, app] = [await person(gateway), await partner(gateway, { name })];
  await ann.gets('mutation ($name: String) { updateProfile(input: { name: $name }) { user { id } } }', { name });
  const browser = await signsIn(gateway, ann, password);
  const page = await browser.open(authorization(gateway, app).url);
  expect(page.html).toContain('&lt;script>');
  expect(page.html).not.toMatch(/<script|<b>/);
});

test('the stylesheet is one, and may be kept for ever', async () => {
  const { html } = await visitor(gateway.url).open('/sign-in');
  const path = /href="(\/assets\/style\.css\?v=[\w-]{12})"/.exec(html)?.[1] as string;
  const { status, headers } = await fetch(`${gateway.url}${path}`);
  expect([status, headers.get('content-type'), headers.get('x-content-type-options')]).toEqual([
    200,
    'text/css; charset=utf-8',
    'nosniff',
  ]);
  expect(headers.get('cache-control')).toContain('immutable');
});
