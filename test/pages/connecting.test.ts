import type { Page } from 'playwright-core';
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
  const asked = await page.getByRole('listitem').allInnerTexts();
  expect(asked.map((text) => text.split('\n').slice(0, 2).join(': '))).toEqual([
    'Profile: See',
    'Workouts: See, add, change and delete',
  ]);
  for (const text of ['Grace', 'grace@test.example', '127.0.0.1']) expect(await isIn(page, text)).toBe(true);
  await page.getByRole('button', { name: 'Allow' }).click();

  const back = await arrival();
  expect(`${back.origin}${back.pathname}`).toBe(app.redirectUri);
  expect(back.searchParams.get('state')).toBe('state-1');
  const { body } = await exchanges(gateway, app, back, verifier);
  const { ask, gets } = requests(gateway, body.access_token);
  expect(await gets('{ viewer { name timezone } }')).toEqual({ viewer: { name: 'Grace', timezone: 'Europe/Berlin' } });

  await page.goto(`${gateway.url}/account/apps`);
  const card = page.getByRole('listitem').filter({ has: page.getByRole('heading', { name: 'Tempo Coach' }) });
  const shown = await card.innerText();
  expect(shown).toMatch(/Workouts\s+See, add, change and delete/);
  expect(shown).toMatch(/Last used\s+\d{1,2} \w+ 20\d\d/);
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
  const partOf = (name: string) => page.locator('section', { has: page.getByRole('heading', { name }) }).innerText();
  expect(await partOf('What it asks for')).toMatch(/Workouts\s+See\n/);
  expect(await partOf('What it may do already')).toMatch(/Profile\s+See\n/);
});
