import { describe, expect, test } from 'vitest';
import { person } from '../../test/gateway/people.ts';
import { useGateway } from '../../test/gateway/test-gateway.ts';
import { connects, signsIn, statusFor } from '../../test/oauth/connection.ts';
import { authorization, partner, password } from '../../test/oauth/partner.ts';
import { visitor, type Visited, type Visitor } from '../../test/oauth/visitor.ts';

const gateway = useGateway();

const csrfOf = ({ html }: Visited) => /name="_csrf" value="([^"]*)"/.exec(html)?.[1] ?? '';

/** The ways in which a form comes that the person never saw, each with what a browser would send of itself. */
async function forgeries(own: string): Promise<[string, Record<string, string>, Record<string, string>][]> {
  const mallory = await signsIn(gateway, await person(gateway, { name: 'Mallory' }), password);
  const foreign = csrfOf(await mallory.open('/account/apps'));
  return [
    ['no token', {}, {}],
    ['an empty token', { _csrf: '' }, {}],
    ['a token of another session', { _csrf: foreign }, {}],
    ['a token of nobody', { _csrf: csrfOf(await visitor(gateway.url).open('/sign-in')) }, {}],
    ['a token that was tampered with', { _csrf: `${own.slice(0, -1)}${own.endsWith('A') ? 'B' : 'A'}` }, {}],
    ['the right token from another site', { _csrf: own }, { 'sec-fetch-site': 'cross-site' }],
    ['the right token from a neighbour', { _csrf: own }, { 'sec-fetch-site': 'same-site' }],
  ];
}

async function forges(
  browser: Visitor,
  path: string,
  own: string,
  fields: Record<string, string>,
): Promise<[string, number][]> {
  const answers: [string, number][] = [];
  for (const [what, token, headers] of await forgeries(own)) {
    const body = new URLSearchParams({ ...fields, ...token });
    const { status, leftFor } = await browser.open(path, { method: 'POST', body, headers });
    answers.push([what, leftFor ? 0 : status]);
  }
  return answers;
}

const refusals = async () => (await forgeries('token')).map(([what]) => [what, 403]);

describe('a form that another site makes a browser send is refused, and nothing comes of it', () => {
  test('a yes to an app', async () => {
    const [ann, app] = [await person(gateway), await partner(gateway)];
    const browser = await signsIn(gateway, ann, password);
    const page = await browser.open(authorization(gateway, app).url);
    const { pathname } = new URL(page.url);
    expect(await forges(browser, pathname, csrfOf(page), { decision: 'allow' })).toEqual(await refusals());
    expect((await browser.open('/account/apps')).html).toContain('No app is connected');
    expect((await browser.submit(page, { decision: 'allow' })).leftFor?.searchParams.has('code')).toBe(true);
  });

  test('the end of a connection', async () => {
    const [ann, app] = [await person(gateway), await partner(gateway)];
    const { browser, tokens } = await connects(gateway, ann, app);
    const page = await browser.open('/account/apps');
    const fields = { clientId: app.clientId };
    expect(await forges(browser, '/account/apps/disconnect', csrfOf(page), fields)).toEqual(await refusals());
    expect(await statusFor(gateway, tokens.access_token)).toBe(200);
    await browser.submit(page, {}, '/account/apps/disconnect');
    expect(await statusFor(gateway, tokens.access_token)).toBe(401);
  });

  test('a new token, the end of one, a new password, a sign-out', async () => {
    const ann = await person(gateway);
    const browser = await signsIn(gateway, ann, password);
    const own = csrfOf(await browser.open('/account/tokens'));
    const id = /name="id" value="([^"]*)"/.exec((await browser.open('/account/tokens')).html)?.[1] ?? '';
    const sent: [string, Record<string, string>][] = [
      ['/account/tokens', { name: 'forged', days: '1', scopes: 'profile:read' }],
      ['/account/tokens/revoke', { id }],
      ['/account/password', { current: password, password: 'forged password', again: 'forged password' }],
      ['/account/sign-out', {}],
    ];
    for (const [path, fields] of sent) expect(await forges(browser, path, own, fields)).toEqual(await refusals());
    const tokens = await browser.open('/account/tokens');
    expect([tokens.html.includes('forged'), await statusFor(gateway, ann.token)]).toEqual([false, 200]);
    await signsIn(gateway, ann, password);
  });

  test('a sign-in as someone else, with whose account the person would go on without noticing', async () => {
    const mallory = await person(gateway, { name: 'Mallory' });
    const browser = visitor(gateway.url);
    const own = csrfOf(await browser.open('/sign-in'));
    const fields = { email: mallory.email, password };
    expect(await forges(browser, '/sign-in', own, fields)).toEqual(await refusals());
    expect((await browser.open('/account/apps')).url).toContain('/sign-in');
  });
});

test('a form from before a sign-in is refused after it', async () => {
  const [ann, bob] = [await person(gateway), await person(gateway, { name: 'Bob' })];
  const browser = await signsIn(gateway, ann, password);
  const page = await browser.open('/account/password');
  await signsIn(gateway, bob, password, browser);
  const fields = { current: password, password: 'a new long password', again: 'a new long password' };
  const { status, html } = await browser.submit(page, fields, '/account/password');
  expect([status, html.includes('This form has expired')]).toEqual([403, true]);
});

test('nothing that a link can open changes anything', async () => {
  const [ann, app] = [await person(gateway), await partner(gateway)];
  const { browser } = await connects(gateway, ann, app);
  const paths = [`/account/apps/disconnect?clientId=${app.clientId}`, '/account/tokens/revoke', '/account/sign-out'];
  for (const path of paths) expect((await browser.open(path)).status).toBe(404);
  expect((await browser.open('/account/apps')).html).toContain('Tempo Coach');
});
