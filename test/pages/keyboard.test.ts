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
  expect(await told.innerText()).toBe('This e-mail and password do not match.');
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
  await tabTo(page, page.getByRole('link', { name: 'Apps' }));
  await page.keyboard.press('Enter');
  await heading(page, 'Connected apps');
  expect(page.url()).toBe(`${gateway.url}/account/apps`);
});

test('a problem in a form leads to its field', async () => {
  const page = await openWindow();
  await page.goto(`${gateway.url}/sign-up`);
  await fillIn(page, 'E-mail', 'ann@nowhere');
  await fillIn(page, 'Password', password);
  await page.getByLabel('Time zone').selectOption({ label: 'Berlin' });
  await page.keyboard.press('Enter');
  await page.getByRole('alert').and(page.locator(':focus')).waitFor();
  await tabTo(page, page.getByRole('link', { name: 'E-mail is not complete, e.g. ann@example.org.' }));
  await page.keyboard.press('Enter');
  const field = page.getByLabel('E-mail').and(page.locator(':focus'));
  await field.waitFor();
  expect(await field.getAttribute('aria-invalid')).toBe('true');
  expect(await page.getByLabel('Time zone').inputValue()).toBe('Europe/Berlin');
});

test('a time zone is chosen by the person, and nobody is given one', async () => {
  const page = await openWindow();
  await page.goto(`${gateway.url}/sign-up`);
  await page.getByLabel('E-mail').fill('zoneless@test.example');
  await page.getByLabel('Password').fill(password);
  const zone = page.getByLabel('Time zone');
  await page.getByRole('button', { name: 'Create account' }).click();
  expect(await zone.evaluate((select) => select.matches(':invalid'))).toBe(true);
  await page.evaluate(`document.querySelector('main form').noValidate = true`);
  await page.getByRole('button', { name: 'Create account' }).click();
  const told = page.getByRole('alert').and(page.locator(':focus'));
  await told.waitFor();
  expect(await told.innerText()).toContain('Choose your time zone.');
  await zone.selectOption({ label: 'UTC' });
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Create account' }).click();
  await heading(page, 'Connected apps');
});
