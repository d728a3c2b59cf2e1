import type { Locator, Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { person, requests } from '../gateway/people.ts';
import { authorization, exchanges, partner, password, posts } from '../oauth/partner.ts';
import { appInBrowser } from './app-in-browser.ts';
import { heading, signIn, usePages } from './pages.ts';

const { gateway, openWindow } = usePages();

/** An app on this device, and a window in which someone has followed its link. */
async function sentByApp(changes: Record<string, string> = {}) {
  const { origin, redirectUri, arrival } = await appInBrowser();
  const app = await partner(gateway, { redirectUris: [redirectUri] });
  const page = await openWindow(origin);
  const { url, verifier } = authorization(gateway, app, changes);
  await page.goto(url);
  return { app, page, url, verifier, arrival: () => arrival(page) };
}

/** What an app may do, as the page puts it: each power with its kinds of data. */
async function powersIn(part: Locator): Promise<Record<string, string[]>> {
  const powers: Record<string, string[]> = {};
  for (const heading of await part.getByRole('heading', { level: 3 }).all()) {
    const kinds = await heading.locator('xpath=following-sibling::ul[1]/li').allInnerTexts();
    powers[await heading.innerText()] = kinds.map((text) => /^\w+/.exec(text)?.[0] ?? '');
  }
  return powers;
}

const isIn = async (page: Page, text: string) => (await page.getByText(text).count()) > 0;

test('whom an app sends here makes an account, allows the app, and ends that later on', async () => {
  const { app, page, verifier, arrival } = await sentByApp();
  await heading(page, 'Sign in to continue to Tempo Coach');
  await page.getByRole('link', { name: 'Create an account' }).click();
  await heading(page, 'Create an account to continue to Tempo Coach');
  await page.getByLabel('Name').fill('Grace');
  await page.getByLabel('E-mail').fill('grace@test.example');
  await page.getByLabel('Password').fill(password);
  await page.getByLabel('Time zone').selectOption({ label: 'Berlin' });
  await page.getByRole('button', { name: 'Create account' }).click();

  await heading(page, 'Tempo Coach asks to use your health data');
  const powers = { 'May see, change and delete': ['Workouts'], 'May only see': ['Profile'] };
  const asked = await powersIn(page.getByRole('main'));
  expect([asked, Object.keys(asked)]).toEqual([powers, Object.keys(powers)]);
  for (const text of ['Grace', 'grace@test.example', 'an app on this device', '127.0.0.1'])
    expect(await isIn(page, text)).toBe(true);
  await page.getByRole('button', { name: 'Allow' }).click();

  const back = await arrival();
  expect(`${back.origin}${back.pathname}`).toBe(app.redirectUri);
  expect(back.searchParams.get('state')).toBe('state-1');
  const { body } = await exchanges(gateway, app, back, verifier);
  const { ask, gets } = requests(gateway, body.access_token);
  expect(await gets('{ viewer { name timezone } }')).toEqual({ viewer: { name: 'Grace', timezone: 'Europe/Berlin' } });

  await page.goto(`${gateway.url}/account/apps`);
  const card = page.getByRole('listitem').filter({ has: page.getByRole('heading', { name: 'Tempo Coach' }) });
  expect(await powersIn(card)).toEqual(powers);
  expect(await card.innerText()).toMatch(/Last used\s+\d{1,2} \w+ 20\d\d/);
  await card.getByRole('button', { name: 'Disconnect Tempo Coach' }).click();
  await page.getByRole('status').and(page.locator(':focus')).getByText('The app is disconnected.').waitFor();
  await page.getByText('No app is connected').waitFor();
  expect((await ask('{ viewer { name } }')).errors?.[0]?.extensions.code).toBe('UNAUTHENTICATED');
  const renewal = await posts(gateway, app, { grant_type: 'refresh_token', refresh_token: body.refresh_token });
  expect(renewal.body.error).toBe('invalid_grant');
});

test('who denies comes back to the app with nothing, and it is not connected', async () => {
  const ann = await person(gateway);
  const { page, arrival } = await sentByApp();
  await signIn(page, ann.email);
  await page.getByRole('button', { name: 'Deny' }).click();
  const { searchParams } = await arrival();
  expect([searchParams.get('error'), searchParams.get('state'), searchParams.has('code')]).toEqual([
    'access_denied',
    'state-1',
    false,
  ]);
  await page.goto(`${gateway.url}/account/apps`);
  await page.getByText('No app is connected').waitFor();
});

test('an app that is allowed already gets its next code without a question, even right after a sign-in', async () => {
  const ann = await person(gateway);
  const { page, url, arrival } = await sentByApp();
  await signIn(page, ann.email);
  await page.getByRole('button', { name: 'Allow' }).click();
  await arrival();
  await page.goto(url);
  const silent = await arrival();
  await page.context().clearCookies();
  await page.goto(url);
  await signIn(page, ann.email);
  const again = await arrival();
  for (const { searchParams } of [silent, again]) expect(searchParams.get('code')).toMatch(/^vg_ac_/);
});

test('at a shared device someone else signs in and allows the app for themself', async () => {
  const [ann, ben] = [await person(gateway), await person(gateway, { name: 'Ben' })];
  const { app, page, verifier, arrival } = await sentByApp();
  await signIn(page, ann.email);
  await page.getByRole('button', { name: 'Use another account' }).click();
  await heading(page, 'Sign in to continue to Tempo Coach');
  await signIn(page, ben.email);
  await heading(page, 'Tempo Coach asks to use your health data');
  expect([await isIn(page, ben.email), await isIn(page, ann.email)]).toEqual([true, false]);
  await page.getByRole('button', { name: 'Allow' }).click();
  const { body } = await exchanges(gateway, app, await arrival(), verifier);
  expect(await requests(gateway, body.access_token).gets('{ viewer { name } }')).toEqual({ viewer: { name: 'Ben' } });
  const apps = '{ viewer { connectedApps { name } } }';
  expect(await ann.gets(apps)).toEqual({ viewer: { connectedApps: [] } });
});

test('an app that wants more than before asks only for that, and says what it has already', async () => {
  const ann = await person(gateway);
  const { app, page, arrival } = await sentByApp({ scope: 'profile:read' });
  await signIn(page, ann.email);
  await page.getByRole('button', { name: 'Allow' }).click();
  await arrival();
  await page.goto(authorization(gateway, app, { scope: 'activities:read' }).url);
  const partOf = (name: string) => powersIn(page.locator('section', { has: page.getByRole('heading', { name }) }));
  expect(await partOf('What it asks for')).toEqual({ 'May only see': ['Workouts'] });
  expect(await partOf('What it may do already')).toEqual({ 'May only see': ['Profile'] });
});

test.each([
  [['body:write'], { 'May add, change and delete': ['Body'] }],
  [
    ['profile:read', 'sleep:write', 'body:write', 'body:read'],
    { 'May see, change and delete': ['Body'], 'May add, change and delete': ['Sleep'], 'May only see': ['Profile'] },
  ],
] as const)('an app that wants %j says first what it may change', async (scopes, powers) => {
  const ann = await person(gateway);
  const { redirectUri } = await appInBrowser();
  const app = await partner(gateway, { scopes, redirectUris: [redirectUri] });
  const page = await openWindow();
  await page.goto(authorization(gateway, app).url);
  await signIn(page, ann.email);
  await page.getByRole('button', { name: 'Allow' }).waitFor();
  const shown = await powersIn(page.getByRole('main'));
  expect([shown, Object.keys(shown)]).toEqual([powers, Object.keys(powers)]);
});

test.each([
  ['https://partner.example:8443/back?x=1', 'You will be sent to partner.example:8443.'],
  ['http://[::1]:4711/back', 'You will be sent to an app on this device (http://[::1]:4711/back).'],
  ['com.example.coach:/back?x=1', 'You will be sent to an app on this device (com.example.coach:/back).'],
])('who is asked on behalf of %s is told where they are sent', async (redirectUri, told) => {
  const ann = await person(gateway);
  const page = await openWindow();
  await page.goto(authorization(gateway, await partner(gateway, { redirectUris: [redirectUri] })).url);
  await signIn(page, ann.email);
  await page.getByRole('button', { name: 'Allow' }).waitFor();
  expect(await page.getByRole('main').innerText()).toContain(told);
});
