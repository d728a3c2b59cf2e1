import type { Locator, Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { person } from '../gateway/people.ts';
import { authorization, partner, password } from '../oauth/partner.ts';
import { appInBrowser } from './app-in-browser.ts';
import { heading, usePages } from './pages.ts';

const { gateway, openWindow } = usePages();

/** Presses Tab until something has the focus, which must be seen at every stop on the way. */
async function tabTo(page: Page, target: Locator): Promise<void> {
  for (let stop = 0; stop < 20; stop += 1) {
    await page.keyboard.press('Tab');
    const focused = page.locator(':focus');
    // After the last stop the browser's own controls have their turn.
    if ((await focused.count()) === 0) continue;
    if ((await page.evaluate('getComputedStyle(document.activeElement).outlineStyle')) === 'none')
      throw new Error(`no outline: ${await focused.innerText()}`);
    if ((await target.and(focused).count()) > 0) return;
  }
  throw new Error(`no Tab leads to ${target.toString()}`);
}

async function fillIn(page: Page, label: string, text: string): Promise<void> {
  await tabTo(page, page.getByLabel(label));
  await page.keyboard.press('ControlOrMeta+A');
  await page.keyboard.type(text);
}

test('a person signs in and allows an app with the keyboard alone, and a wrong password is told at once', async () => {
  const ann = await person(gateway);
  const { origin, redirectUri, arrival } = await appInBrowser();
  const page = await openWindow(origin);
  await page.goto(authorization(gateway, await partner(gateway, { redirectUris: [redirectUri] })).url);
  await fillIn(page, 'E-mail', ann.email);
  await fillIn(page, 'Password', 'not this one');
  await page.keyboard.press('Enter');

  const told = page.getByRole('alert').and(page.locator(':focus'));
  await told.waitFor();
  expect(await told.innerText()).toBe('This e-mail and password do not fit.');
  expect(await page.getByLabel('E-mail').inputValue()).toBe(ann.email);
  expect(await page.getByLabel('Password').inputValue()).toBe('');
  await fillIn(page, 'Password', password);
  await tabTo(page, page.getByRole('button', { name: 'Sign in' }));
  await page.keyboard.press('Enter');

  await heading(page, 'Tempo Coach asks to use your health data');
  await tabTo(page, page.getByRole('button', { name: 'Allow' }));
  await page.keyboard.press('Space');
  expect((await arrival(page)).searchParams.get('code')).toMatch(/^vg_ac_/);
});

test('a person comes past the navigation with one key, and back to their apps from every page', async () => {
  const ann = await person(gateway);
  const page = await openWindow();
  await page.goto(`${gateway.url}/sign-in`);
  await fillIn(page, 'E-mail', ann.email);
  await fillIn(page, 'Password', password);
  await page.keyboard.press('Enter');
  await heading(page, 'Connected apps');
  await tabTo(page, page.getByRole('link', { name: 'Password' }));
  await page.keyboard.press('Enter');
  await heading(page, 'Password');
  await tabTo(page, page.getByRole('link', { name: 'Skip to the content' }));
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  await page.getByLabel('Current password').and(page.locator(':focus')).waitFor();
  await tabTo(page, page.getByRole('link', { name: 'Connected apps' }));
  await page.keyboard.press('Enter');
  await heading(page, 'Connected apps');
  expect(page.url()).toBe(`${gateway.url}/account/apps`);
});

test('a problem in a form leads to its field', async () => {
  const page = await openWindow();
  await page.goto(`${gateway.url}/sign-up`);
  await fillIn(page, 'E-mail', 'ann@nowhere');
  await fillIn(page, 'Password', password);
  await page.keyboard.press('Enter');
  await page.getByRole('alert').and(page.locator(':focus')).waitFor();
  await tabTo(page, page.getByRole('link', { name: 'E-mail must be an e-mail address' }));
  await page.keyboard.press('Enter');
  const field = page.getByLabel('E-mail').and(page.locator(':focus'));
  await field.waitFor();
  expect(await field.getAttribute('aria-invalid')).toBe('true');
});
