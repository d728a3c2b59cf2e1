import { beforeAll, describe, expect, test } from 'vitest';
import { person } from '../../test/gateway/people.ts';
import { useGateway } from '../../test/gateway/test-gateway.ts';
import { allows, connects, signsIn, statusFor } from '../../test/oauth/connection.ts';
import { authorization, consents, exchanges, partner, password, posts } from '../../test/oauth/partner.ts';
import { visitor } from '../../test/oauth/visitor.ts';

// Both are one gateway to the outside, behind one address.
const gateway = useGateway({ PUBLIC_URL: 'http://gateway.example' });
let other: { url: string };
/** A process that heard nothing would believe a token for five seconds. */
const soon = { timeout: 3000, interval: 20 };

beforeAll(async () => {
  other = { url: await gateway.another() };
});

/** Both processes have seen the token, and remember it. */
async function bothKnow(token: string): Promise<void> {
  expect([await statusFor(gateway, token), await statusFor(other, token)]).toEqual([200, 200]);
}

/** The process where a token ended refuses it at once, the other one as soon as it hears of it. */
async function bothRefuse(token: string): Promise<void> {
  expect(await statusFor(gateway, token)).toBe(401);
  await expect.poll(() => statusFor(other, token), soon).toBe(401);
}

describe('of two processes on one database', () => {
  test('one exchanges the code that the other issued, and refreshes its tokens', async () => {
    const [ann, app] = [await person(gateway), await partner(gateway)];
    const { redirect, verifier } = await allows(gateway, ann, app);
    expect(redirect.searchParams.get('iss')).toBe('http://gateway.example');
    const { status, body } = await exchanges(other, app, redirect, verifier);
    expect(status).toBe(200);
    await bothKnow(body.access_token);
    const refresh = { grant_type: 'refresh_token', refresh_token: body.refresh_token };
    expect((await posts(gateway, app, refresh)).status).toBe(200);
    expect((await posts(other, app, refresh)).body.error).toBe('invalid_grant');
  });

  test('one goes on with the sign-in and the consent that the other began', async () => {
    const [ann, app, browser] = [await person(gateway), await partner(gateway), visitor(gateway.url)];
    const { url, verifier } = authorization(gateway, app);
    const signIn = await browser.open(url);
    const consent = await browser.submit(signIn, { email: ann.email, password });
    const there = await browser.open(consent.url.replace(gateway.url, other.url));
    expect(there.html).toContain('value="allow"');
    const csrf = /name="_csrf" value="([^"]*)"/.exec(there.html)?.[1] ?? '';
    const body = new URLSearchParams({ _csrf: csrf, decision: 'allow' });
    const allowed = await browser.open(there.url, { method: 'POST', body });
    const { leftFor } = await browser.open(allowed.leftFor?.href as string);
    expect((await exchanges(gateway, app, leftFor as URL, verifier)).status).toBe(200);
  });

  test('a token that the app revokes at one is dead at both', async () => {
    const [ann, app] = [await person(gateway), await partner(gateway)];
    const { tokens } = await connects(gateway, ann, app);
    await bothKnow(tokens.access_token);
    expect((await posts(gateway, app, { token: tokens.refresh_token }, '/api/oauth/revoke')).status).toBe(200);
    await bothRefuse(tokens.access_token);
  });

  test('an app that the person disconnects at one is out at both', async () => {
    const [ann, app] = [await person(gateway), await partner(gateway)];
    const { tokens, browser } = await connects(gateway, ann, app);
    await bothKnow(tokens.access_token);
    await browser.submit(await browser.open('/account/apps'), {}, '/account/apps/disconnect');
    await bothRefuse(tokens.access_token);
    const refresh = { grant_type: 'refresh_token', refresh_token: tokens.refresh_token };
    expect((await posts(other, app, refresh)).body.error).toBe('invalid_grant');
  });

  test('a code that comes back at one ends at both what it gave', async () => {
    const [ann, app] = [await person(gateway), await partner(gateway)];
    const { tokens, redirect, verifier } = await connects(gateway, ann, app);
    await bothKnow(tokens.access_token);
    expect((await exchanges(gateway, app, redirect, verifier)).status).toBe(400);
    await bothRefuse(tokens.access_token);
  });

  test('a password changed at one ends personal tokens and sign-ins at both', async () => {
    const ann = await person(gateway);
    const [here, there] = [
      await signsIn(gateway, ann, password),
      await signsIn(other, ann, password, visitor(other.url)),
    ];
    await bothKnow(ann.token);
    const fields = { current: password, password: 'a new long password', again: 'a new long password' };
    await here.submit(await here.open('/account/password'), fields, '/account/password');
    await bothRefuse(ann.token);
    expect((await there.open('/account/apps')).url).toContain('/sign-in');
  });
});

describe('of many who come at the same time, spread over two processes', () => {
  const twenty = Array.from({ length: 20 }, (_, at) => at);
  const spread = (at: number) => (at % 2 === 0 ? gateway : other);

  test('with one refresh token, at most one is served, and then the grant is over', async () => {
    const [ann, app] = [await person(gateway), await partner(gateway)];
    const { tokens } = await connects(gateway, ann, app);
    const refresh = { grant_type: 'refresh_token', refresh_token: tokens.refresh_token };
    const answers = await Promise.all(twenty.map((at) => posts(spread(at), app, refresh)));
    const served = answers.filter(({ status }) => status === 200);
    expect(served.length).toBeLessThanOrEqual(1);
    const refused = answers.filter(({ status }) => status !== 200);
    expect(refused.map(({ status, body }) => [status, body.error])).toEqual(refused.map(() => [400, 'invalid_grant']));
    for (const { body } of [{ body: tokens }, ...served])
      for (const process of [gateway, other])
        await expect.poll(() => statusFor(process, body.access_token), soon).toBe(401);
  });

  test('with one code, at most one is served, and then the grant is over', async () => {
    const [ann, app] = [await person(gateway), await partner(gateway)];
    const { redirect, verifier } = await allows(gateway, ann, app);
    const answers = await Promise.all(twenty.map((at) => exchanges(spread(at), app, redirect, verifier)));
    const served = answers.filter(({ status }) => status === 200);
    expect(served.length).toBeLessThanOrEqual(1);
    const refused = answers.filter(({ status }) => status !== 200);
    expect(refused.map(({ status, body }) => [status, body.error])).toEqual(refused.map(() => [400, 'invalid_grant']));
    for (const { body } of served) await expect.poll(() => statusFor(other, body.access_token), soon).toBe(401);
  });

  test('with the same lasting refresh token of a SportTracks client, all are served', async () => {
    const [ann, app] = [await person(gateway), await partner(gateway, { profile: 'sporttracks' })];
    const { tokens } = await connects(gateway, ann, app);
    const refresh = { grant_type: 'refresh_token', refresh_token: tokens.refresh_token };
    const answers = await Promise.all(twenty.map((at) => posts(spread(at), app, refresh)));
    expect(answers.map(({ status }) => status)).toEqual(twenty.map(() => 200));
  });

  test('while the person disconnects the app, none keeps a token', async () => {
    const [ann, app] = [await person(gateway), await partner(gateway, { profile: 'sporttracks' })];
    const { tokens, browser } = await connects(gateway, ann, app);
    const apps = await browser.open('/account/apps');
    const refresh = { grant_type: 'refresh_token', refresh_token: tokens.refresh_token };
    const [answers] = await Promise.all([
      Promise.all(twenty.map((at) => posts(spread(at), app, refresh))),
      browser.submit(apps, {}, '/account/apps/disconnect'),
    ]);
    expect(answers.filter(({ status }) => status >= 500)).toEqual([]);
    const served = answers.filter(({ status }) => status === 200).map(({ body }) => body.access_token);
    for (const token of served) await expect.poll(() => statusFor(other, token), soon).toBe(401);
    const { status, body } = await posts(other, app, refresh);
    expect([status, body.error]).toEqual([400, 'invalid_grant']);
  });

  test('who all allow one app for the same person connect it once', async () => {
    const [ann, app] = [await person(gateway), await partner(gateway)];
    const browsers = await Promise.all(twenty.slice(0, 6).map(() => signsIn(gateway, ann, password)));
    const codes = await Promise.all(
      browsers.map(async (browser) =>
        consents(browser, ann.email, await browser.open(authorization(gateway, app).url)),
      ),
    );
    expect(codes.filter((url) => url.searchParams.has('code'))).toHaveLength(browsers.length);
    expect((await browsers[0]?.open('/account/apps'))?.html.match(/name="clientId"/g)).toHaveLength(1);
  });
});
