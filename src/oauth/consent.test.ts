import { describe, expect, test } from 'vitest';
import { person, requests } from '../../test/gateway/people.ts';
import { useGateway } from '../../test/gateway/test-gateway.ts';
import { allows, connects, signsIn } from '../../test/oauth/connection.ts';
import { authorization, exchanges, partner, password } from '../../test/oauth/partner.ts';
import { visitor, type Visited, type Visitor } from '../../test/oauth/visitor.ts';

const gateway = useGateway();

const isSignIn = ({ html, leftFor }: Visited) => !leftFor && html.includes('name="password"');
const isConsent = ({ html, leftFor }: Visited) => !leftFor && html.includes('value="allow"');
const hasCode = ({ leftFor }: Visited) => leftFor?.searchParams.has('code') ?? false;

async function connected() {
  const [ann, app] = [await person(gateway), await partner(gateway)];
  return { ann, app, ...(await connects(gateway, ann, app)) };
}

/** Says yes without the page that asks: with the token of another form of the same session. */
async function saysYesUnasked(browser: Visitor, page: Visited): Promise<Visited> {
  const csrf = /name="_csrf" value="([^"]*)"/.exec((await browser.open('/account/apps')).html)?.[1] ?? '';
  const body = new URLSearchParams({ _csrf: csrf, decision: 'allow' });
  return browser.open(page.url, { method: 'POST', body });
}

describe('a person who allowed an app before', () => {
  test('is not asked again for the same or for less', async () => {
    const { app, browser } = await connected();
    expect(hasCode(await browser.open(authorization(gateway, app).url))).toBe(true);
    expect(hasCode(await browser.open(authorization(gateway, app, { scope: 'profile:read' }).url))).toBe(true);
  });

  test('is asked again for more, and told what it may do already', async () => {
    const [ann, app] = [await person(gateway), await partner(gateway, { scopes: ['profile:read', 'sleep:read'] })];
    const { browser, tokens } = await connects(gateway, ann, app, { scope: 'profile:read' });
    const { url, verifier } = authorization(gateway, app, { scope: 'sleep:read' });
    const page = await browser.open(url);
    expect(isConsent(page)).toBe(true);
    const [asked, already] = page.html.split('What it may do already');
    expect([asked?.includes('Sleep'), already?.includes('Profile'), already?.includes('Sleep')]).toEqual([
      true,
      true,
      false,
    ]);
    const { leftFor } = await browser.submit(page, { decision: 'allow' });
    const { body } = await exchanges(gateway, app, leftFor as URL, verifier);
    expect(body.scope).toBe('sleep:read');
    expect(await requests(gateway, tokens.access_token).gets('{ viewer { name } }')).toEqual({
      viewer: { name: 'Ann' },
    });
    expect(hasCode(await browser.open(authorization(gateway, app).url))).toBe(true);
  });

  test('is asked anew after ending the connection', async () => {
    const { app, browser } = await connected();
    const apps = await browser.open('/account/apps');
    await browser.submit(apps, {}, '/account/apps/disconnect');
    expect(isConsent(await browser.open(authorization(gateway, app).url))).toBe(true);
  });

  test('is asked nothing on behalf of someone else who sits at the same browser', async () => {
    const { app, browser } = await connected();
    await signsIn(gateway, await person(gateway, { name: 'Bob' }), password, browser);
    expect(isConsent(await browser.open(authorization(gateway, app).url))).toBe(true);
  });
});

test('who says no sends the app away without a code, and allows it nothing', async () => {
  const [ann, app] = [await person(gateway), await partner(gateway)];
  const browser = await signsIn(gateway, ann, password);
  const { leftFor } = await browser.submit(await browser.open(authorization(gateway, app).url), { decision: 'deny' });
  expect(`${leftFor?.origin}${leftFor?.pathname}`).toBe(app.redirectUri);
  expect(Object.fromEntries(leftFor?.searchParams ?? [])).toEqual({
    error: 'access_denied',
    error_description: expect.any(String),
    state: 'state-1',
    iss: gateway.url,
  });
  expect((await browser.open('/account/apps')).html).toContain('No app is connected');
  expect(isConsent(await browser.open(authorization(gateway, app).url))).toBe(true);
});

test('who says neither yes nor no is told so', async () => {
  const [ann, app] = [await person(gateway), await partner(gateway)];
  const browser = await signsIn(gateway, ann, password);
  const page = await browser.open(authorization(gateway, app).url);
  expect((await browser.submit(page, { decision: 'perhaps' })).status).toBe(400);
  expect((await browser.submit(page)).status).toBe(400);
});

test('a wrong password shows the form again with the e-mail address, and the right one goes on', async () => {
  const [ann, app] = [await person(gateway), await partner(gateway)];
  const browser = visitor(gateway.url);
  const page = await browser.open(authorization(gateway, app).url);
  const again = await browser.submit(page, { email: ann.email, password: 'wrong password' });
  expect([again.status, isSignIn(again), again.html.includes(ann.email)]).toEqual([400, true, true]);
  expect(again.html).not.toContain('wrong password');
  expect(isConsent(await browser.submit(again, { email: ann.email, password }))).toBe(true);
});

test('another account can be used: the app gets that of whoever signs in then', async () => {
  const [ann, bob, app] = [await person(gateway), await person(gateway, { name: 'Bob' }), await partner(gateway)];
  const browser = await signsIn(gateway, ann, password);
  const { url, verifier } = authorization(gateway, app);
  const signIn = await browser.submit(await browser.open(url), { decision: 'switch' });
  expect(isSignIn(signIn)).toBe(true);
  const consent = await browser.submit(signIn, { email: bob.email, password });
  expect(consent.html).toContain(bob.email);
  const { leftFor } = await browser.submit(consent, { decision: 'allow' });
  const { body } = await exchanges(gateway, app, leftFor as URL, verifier);
  expect(await requests(gateway, body.access_token).gets('{ viewer { name } }')).toEqual({ viewer: { name: 'Bob' } });
});

describe('prompt=login', () => {
  test('asks who is signed in to sign in again, and then nothing more when the app was allowed', async () => {
    const { ann, app, browser } = await connected();
    const page = await browser.open(authorization(gateway, app, { prompt: 'login' }).url);
    expect(isSignIn(page)).toBe(true);
    expect(hasCode(await browser.submit(page, { email: ann.email, password }))).toBe(true);
  });

  test('cannot be skipped by going back to the page while signed in, or by a yes without it', async () => {
    const { app, browser } = await connected();
    const page = await browser.open(authorization(gateway, app, { prompt: 'login' }).url);
    expect(isSignIn(await browser.open(page.url))).toBe(true);
    expect(isSignIn(await saysYesUnasked(browser, page))).toBe(true);
  });

  test('is not satisfied by a sign-in elsewhere, before or after', async () => {
    const { ann, app, browser } = await connected();
    const page = await browser.open(authorization(gateway, app, { prompt: 'login consent' }).url);
    await signsIn(gateway, ann, password, browser);
    expect(isSignIn(await browser.open(page.url))).toBe(true);
    expect(isConsent(await browser.submit(await browser.open(page.url), { email: ann.email, password }))).toBe(true);
    await signsIn(gateway, await person(gateway, { name: 'Bob' }), password, browser);
    expect(isSignIn(await browser.open(page.url))).toBe(true);
    expect(isSignIn(await saysYesUnasked(browser, page))).toBe(true);
  });

  test('lets someone else sign in, whom the app then gets', async () => {
    const { app, browser } = await connected();
    const bob = await person(gateway, { name: 'Bob' });
    const { redirect, verifier } = await allows(gateway, bob, app, { prompt: 'login' }, browser);
    const { body } = await exchanges(gateway, app, redirect, verifier);
    expect(await requests(gateway, body.access_token).gets('{ viewer { name } }')).toEqual({ viewer: { name: 'Bob' } });
  });
});

describe('prompt=consent', () => {
  test('asks again who allowed the app before', async () => {
    const { app, browser } = await connected();
    const page = await browser.open(authorization(gateway, app, { prompt: 'consent' }).url);
    expect(isConsent(page)).toBe(true);
    expect(isConsent(await browser.open(page.url))).toBe(true);
    expect(hasCode(await browser.submit(page, { decision: 'allow' }))).toBe(true);
  });

  test('with login asks for both, one after the other', async () => {
    const { ann, app, browser } = await connected();
    const signIn = await browser.open(authorization(gateway, app, { prompt: 'login consent' }).url);
    expect(isSignIn(signIn)).toBe(true);
    const consent = await browser.submit(signIn, { email: ann.email, password });
    expect(isConsent(consent)).toBe(true);
    expect(hasCode(await browser.submit(consent, { decision: 'allow' }))).toBe(true);
  });

  test('and a no to it takes nothing from what was allowed before', async () => {
    const { app, browser } = await connected();
    const page = await browser.open(authorization(gateway, app, { prompt: 'consent' }).url);
    expect((await browser.submit(page, { decision: 'deny' })).leftFor?.searchParams.get('error')).toBe('access_denied');
    expect(hasCode(await browser.open(authorization(gateway, app).url))).toBe(true);
  });
});
