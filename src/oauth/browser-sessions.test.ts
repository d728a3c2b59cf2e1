import { describe, expect, test } from 'vitest';
import { person } from '../../test/gateway/people.ts';
import { useGateway } from '../../test/gateway/test-gateway.ts';
import { connects, signsIn, statusFor } from '../../test/oauth/connection.ts';
import { authorization, exchanges, partner, password } from '../../test/oauth/partner.ts';
import { visitor, type Visitor } from '../../test/oauth/visitor.ts';

const gateway = useGateway();

const sessionOf = (browser: Visitor) => browser.cookies().find(({ name }) => name === 'vg_session')?.value;

/** Where someone gets who has nothing but this session cookie. */
async function pageFor(session: string): Promise<string> {
  const headers = { cookie: `vg_session=${session}` };
  const { status, headers: answer } = await fetch(`${gateway.url}/account/apps`, { headers, redirect: 'manual' });
  return answer.get('location') ?? String(status);
}

const signInPage = '/sign-in?continue=%2Faccount%2Fapps';

describe('a session', () => {
  test('is not the one that someone planted before the sign-in', async () => {
    const planted = 'vg_ss_plantedplantedplantedplantedplantedplanted1';
    const browser = visitor(gateway.url);
    browser.plant('vg_session', planted);
    await signsIn(gateway, await person(gateway), password, browser);
    expect(sessionOf(browser)).toMatch(/^vg_ss_[\w-]{43}$/);
    expect(sessionOf(browser)).not.toBe(planted);
    expect(await pageFor(planted)).toBe(signInPage);
  });

  test('of someone else, planted, ends with the sign-in', async () => {
    const [ann, mallory] = [await person(gateway), await person(gateway, { name: 'Mallory' })];
    const planted = sessionOf(await signsIn(gateway, mallory, password)) as string;
    expect(await pageFor(planted)).toBe('200');
    const browser = visitor(gateway.url);
    browser.plant('vg_session', planted);
    await signsIn(gateway, ann, password, browser);
    expect(await pageFor(planted)).toBe(signInPage);
    expect((await browser.open('/account/apps')).html).toContain(ann.email);
  });

  test('ends for good with the sign-out', async () => {
    const browser = await signsIn(gateway, await person(gateway), password);
    const session = sessionOf(browser) as string;
    const page = await browser.submit(await browser.open('/account/apps'), {}, '/account/sign-out');
    expect(page.html).toContain('You are signed out');
    expect([sessionOf(browser), await pageFor(session)]).toEqual([undefined, signInPage]);
  });

  test('is kept from scripts and from requests of other sites', async () => {
    const browser = visitor(gateway.url);
    const ann = await person(gateway);
    const page = await browser.open('/sign-in');
    const csrf = /name="_csrf" value="([^"]*)"/.exec(page.html)?.[1] ?? '';
    const cookie = browser
      .cookies()
      .map(({ name, value }) => `${name}=${value}`)
      .join('; ');
    const body = new URLSearchParams({ _csrf: csrf, email: ann.email, password });
    const answer = await fetch(`${gateway.url}/sign-in`, {
      method: 'POST',
      body,
      headers: { cookie },
      redirect: 'manual',
    });
    const set = answer.headers.getSetCookie().find((header) => header.startsWith('vg_session='));
    expect(set).toMatch(/; HttpOnly/i);
    expect(set).toMatch(/; SameSite=Lax/i);
    expect(set).toMatch(/; Path=\/(;|$)/i);
    expect(set).not.toMatch(/; Domain=/i);
  });
});

describe('an interaction', () => {
  test('is of no use to another visitor who has its address, signed in or not', async () => {
    const [ann, mallory, app] = [
      await person(gateway),
      await person(gateway, { name: 'Mallory' }),
      await partner(gateway),
    ];
    const browser = await signsIn(gateway, ann, password);
    const { url, verifier } = authorization(gateway, app);
    const page = await browser.open(url);
    for (const stranger of [visitor(gateway.url), await signsIn(gateway, mallory, password)]) {
      const seen = await stranger.open(page.url);
      expect([seen.status, seen.html.includes('This page has expired'), seen.html.includes(app.clientId)]).toEqual([
        400,
        true,
        false,
      ]);
      const resumed = await stranger.open(page.url.replace('/interaction/', '/authorize/'));
      expect([resumed.status, resumed.leftFor]).toEqual([400, undefined]);
    }
    const { leftFor } = await browser.submit(page, { decision: 'allow' });
    expect((await exchanges(gateway, app, leftFor as URL, verifier)).status).toBe(200);
  });

  test('of one request is not answered at the address of another', async () => {
    const [ann, app] = [await person(gateway), await partner(gateway)];
    const browser = await signsIn(gateway, ann, password);
    const [first, second] = [
      await browser.open(authorization(gateway, app, { state: 'first' }).url),
      await browser.open(authorization(gateway, app, { state: 'second' }).url),
    ];
    const answers = [
      await browser.submit(first, { decision: 'allow' }),
      await browser.submit(second, { decision: 'allow' }),
    ];
    expect(answers.map(({ leftFor }) => leftFor?.searchParams.get('state'))).toEqual(['first', 'second']);
  });

  test('is not opened by the cookies of another one', async () => {
    const app = await partner(gateway);
    const [browser, mallory] = [visitor(gateway.url), visitor(gateway.url)];
    const page = await browser.open(authorization(gateway, app).url);
    const own = await mallory.open(authorization(gateway, app).url);
    for (const { name, value } of mallory.cookies().filter(({ path }) => path !== '/')) mallory.plant(name, value);
    expect([(await mallory.open(own.url)).status, (await mallory.open(page.url)).status]).toEqual([200, 400]);
  });

  test('is over when it was answered', async () => {
    const [ann, app] = [await person(gateway), await partner(gateway)];
    const browser = await signsIn(gateway, ann, password);
    const page = await browser.open(authorization(gateway, app).url);
    await browser.submit(page, { decision: 'deny' });
    expect([(await browser.submit(page, { decision: 'allow' })).status, (await browser.open(page.url)).status]).toEqual(
      [400, 400],
    );
    expect((await browser.open('/account/apps')).html).toContain('No app is connected');
  });
});

describe('a new password', () => {
  const changes = async (browser: Visitor, fields: Record<string, string>) =>
    browser.submit(await browser.open('/account/password'), fields, '/account/password');

  test('ends the sign-ins of other browsers and personal tokens, but no connection with an app', async () => {
    const [ann, app] = [await person(gateway), await partner(gateway)];
    const { browser: other, tokens } = await connects(gateway, ann, app);
    const browser = await signsIn(gateway, ann, password);
    const before = sessionOf(browser) as string;
    expect(await statusFor(gateway, ann.token)).toBe(200);
    const next = 'a new long password';
    expect((await changes(browser, { current: password, password: next, again: next })).status).toBe(200);
    expect((await browser.open('/account/apps')).html).toContain('Tempo Coach');
    expect((await other.open('/account/apps')).url).toContain('/sign-in');
    expect([await pageFor(before), await statusFor(gateway, ann.token)]).toEqual([signInPage, 401]);
    expect(await statusFor(gateway, tokens.access_token)).toBe(200);
    await expect(signsIn(gateway, ann, password)).rejects.toThrow(/^400 /);
    await signsIn(gateway, ann, next);
  });

  test.each([
    ['the old one is wrong', { current: 'wrong password', password: 'a new long password' }, {}],
    ['it is not written the same twice', { current: password, password: 'a new long password' }, { again: 'another' }],
    ['it is too short', { current: password, password: 'short' }, {}],
    ['it is endless', { current: password, password: 'p'.repeat(1001) }, {}],
  ])('is not taken when %s', async (_when, fields, more) => {
    const ann = await person(gateway);
    const browser = await signsIn(gateway, ann, password);
    const page = await changes(browser, { again: fields.password, ...fields, ...more });
    expect([page.status, await statusFor(gateway, ann.token)]).toEqual([400, 200]);
    await signsIn(gateway, ann, password);
  });
});
