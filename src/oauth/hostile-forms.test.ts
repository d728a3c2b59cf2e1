import { expect, test } from 'vitest';
import { person } from '../../test/gateway/people.ts';
import { useGateway } from '../../test/gateway/test-gateway.ts';
import { connects, signsIn } from '../../test/oauth/connection.ts';
import { hostileForms, leak } from '../../test/oauth/hostile-values.ts';
import { authorization, partner, password } from '../../test/oauth/partner.ts';
import { visitor, type Visited, type Visitor } from '../../test/oauth/visitor.ts';

const gateway = useGateway({ REGISTRATION: 'open', SIGN_INS_PER_HOUR: '9999', SIGN_INS_PER_ADDRESS: '9999' });
const type = 'application/x-www-form-urlencoded';

const csrfOf = ({ html }: Visited) => /name="_csrf" value="([^"]*)"/.exec(html)?.[1] ?? '';

/** A browser with a session that was begun once. */
async function signedIn(who: Parameters<typeof signsIn>[1]): Promise<Visitor> {
  session ??= (await signsIn(gateway, who, password)).cookies().find(({ name }) => name === 'vg_session')?.value;
  const browser = visitor(gateway.url);
  browser.plant('vg_session', session as string);
  return browser;
}

let session: string | undefined;

/** The forms that were not answered as they should be: each sent with a token that is in order, but for those that break it. */
async function badly(browser: Visitor, path: string, from: string, fields: Record<string, string>) {
  const csrf = csrfOf(await browser.open(from));
  const bad = [];
  for (const [what, form] of hostileForms(fields)) {
    const body = `_csrf=${encodeURIComponent(csrf)}&${form}`;
    const { status, html } = await browser.open(path, { method: 'POST', body, headers: { 'content-type': type } });
    if (status >= 500 || status === 403 || leak(html)) bad.push([what, status, leak(html)]);
  }
  return bad;
}

test('the form to sign in', async () => {
  const fields = { email: 'nobody@test.example', password: 'wrong password' };
  expect(await badly(visitor(gateway.url), '/sign-in', '/sign-in', fields)).toEqual([]);
});

test('the form to sign up', async () => {
  const fields = { name: 'Eve', email: 'eve', password: 'short', timezone: 'UTC' };
  expect(await badly(visitor(gateway.url), '/sign-up', '/sign-up', fields)).toEqual([]);
  const browser = visitor(gateway.url);
  const hostile = { name: 'a\u0000b', email: 'eve@test.example', password, timezone: 'UTC' };
  expect((await browser.submit(await browser.open('/sign-up'), hostile)).status).toBe(400);
});

test('the forms of an interaction', async () => {
  const [ann, app] = [await person(gateway), await partner(gateway)];
  const [browser, stranger] = [await signsIn(gateway, ann, password), visitor(gateway.url)];
  const consent = await browser.open(authorization(gateway, app).url);
  expect(await badly(browser, new URL(consent.url).pathname, consent.url, { decision: 'perhaps' })).toEqual([]);
  const signIn = await stranger.open(authorization(gateway, app).url);
  const fields = { email: 'nobody@test.example', password: 'wrong password' };
  expect(await badly(stranger, `${new URL(signIn.url).pathname}/sign-in`, signIn.url, fields)).toEqual([]);
});

test('the forms of an account', async () => {
  const [ann, app] = [await person(gateway), await partner(gateway)];
  const { browser } = await connects(gateway, ann, app);
  const forms: [path: string, from: string, fields: Record<string, string>][] = [
    ['/account/apps/disconnect', '/account/apps', { clientId: 'nobody' }],
    ['/account/tokens', '/account/tokens', { name: 'script', days: '1', scopes: 'profile:read' }],
    ['/account/tokens/revoke', '/account/tokens', { id: 'tok_01h2xcejqtf2nbrexx3vqjhp41' }],
    ['/account/password', '/account/password', { current: 'wrong', password: 'short', again: 'short' }],
  ];
  for (const [path, from, fields] of forms)
    expect([path, await badly(browser, path, from, fields)]).toEqual([path, []]);
});

test('bodies that are no forms, and pages with parameters that they do not know', async () => {
  const browser = await signsIn(gateway, await person(gateway), password);
  const bodies: [string, BodyInit][] = [
    ['application/json', '{'],
    ['application/json', '{"_csrf":{"a":1}}'],
    ['application/json', 'null'],
    ['text/plain', '_csrf=x'],
    [type, '_csrf=a&_csrf=b'],
    [type, `_csrf=${'x'.repeat(2_000_000)}`],
    [type, '_csrf[a]=1&__proto__[x]=1'],
    ['application/octet-stream', new Uint8Array([0, 255, 254])],
  ];
  const answers: [string, number, string | undefined][] = [];
  for (const path of ['/sign-in', '/sign-up', '/account/apps/disconnect', '/account/tokens', '/account/password'])
    for (const [contentType, body] of bodies) {
      const headers = { 'content-type': contentType };
      const { status, html } = await browser.open(path, { method: 'POST', body, headers });
      answers.push([`${path} ${contentType} ${String(body).slice(0, 30)}`, status, leak(html)]);
    }
  for (const path of [
    '/sign-in?continue=%00',
    '/sign-in?continue=a&continue=b',
    '/account/password?done=%00&__proto__=1',
  ])
    answers.push([path, 400, leak((await browser.open(path)).html)]);
  expect(answers.filter(([, status, leaked]) => status < 400 || status >= 500 || leaked)).toEqual([]);
});

test('cookies that no page set', async () => {
  const names = [
    'vg_session',
    'vg_csrf',
    'vg_shown',
    'vg_interaction',
    'vg_interaction.sig',
    'vg_authorization',
    'vg_resume',
  ];
  const json = ['null', '{}', '{"name":1,"token":{}}', '[]'].map((text) => Buffer.from(text).toString('base64url'));
  const values = ['', 'x', '%00', '%zz', '{', 'x'.repeat(5000), '"', '__proto__', ...json];
  const ann = await person(gateway);
  const bad = [];
  for (const name of names)
    for (const value of values) {
      const browser = await (name === 'vg_session' ? visitor(gateway.url) : signedIn(ann));
      browser.plant(name, value);
      for (const path of [
        '/account/tokens',
        '/account/apps',
        '/sign-in',
        '/oauth/interaction/x',
        '/oauth/authorize/x',
      ]) {
        const { status, html } = await browser.open(path);
        if (status >= 500 || leak(html)) bad.push([name, value.slice(0, 50), path, status, leak(html)]);
      }
    }
  expect(bad).toEqual([]);
});
