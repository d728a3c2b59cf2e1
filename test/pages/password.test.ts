import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { person } from '../gateway/people.ts';
import { password } from '../oauth/partner.ts';
import { heading, openAccount, signIn, usePages } from './pages.ts';

const { gateway, openWindow } = usePages();
const chosen = 'an even better battery';

async function changesPassword(
  page: Page,
  entered: { current?: string; next?: string; again?: string },
): Promise<void> {
  const { current = password, next = chosen, again = next } = entered;
  await page.getByLabel('Current password').fill(current);
  await page.getByLabel('New password', { exact: true }).fill(next);
  await page.getByLabel('New password again').fill(again);
  // The browser itself would not send a short one.
  await page.evaluate(`document.querySelector('main form').noValidate = true`);
  await page.getByRole('button', { name: 'Change password' }).click();
}

test.each([
  ['the current one is wrong', { current: 'not this one' }, 'Current password is not your password.'],
  ['the new one is too short', { next: 'short' }, 'New password must have at least 10 characters.'],
  ['the new one is not the same twice', { again: 'something else' }, 'New password again is not the same.'],
])('a password stays as it is when %s', async (_case, entered, told) => {
  const ann = await person(gateway);
  const page = await openWindow();
  await openAccount(page, gateway, 'password', ann.email);
  await changesPassword(page, entered);
  const message = page.getByRole('alert').and(page.locator(':focus'));
  await message.waitFor();
  expect(await message.innerText()).toContain(told);
  for (const field of await page.getByLabel(/password/i).all()) expect(await field.inputValue()).toBe('');
  const other = await openWindow();
  await openAccount(other, gateway, 'apps', ann.email);
});

test('a new password signs the person out everywhere else, and is the only one from then on', async () => {
  const ann = await person(gateway);
  const [page, elsewhere] = [await openWindow(), await openWindow()];
  await openAccount(elsewhere, gateway, 'apps', ann.email);
  await openAccount(page, gateway, 'password', ann.email);
  await changesPassword(page, {});
  await page.getByRole('status').getByText('Everywhere else you are signed out').waitFor();
  await page.goto(`${gateway.url}/account/apps`);
  await heading(page, 'Connected apps');

  await elsewhere.reload();
  await heading(elsewhere, 'Sign in');
  await signIn(elsewhere, ann.email);
  await elsewhere.getByText('This e-mail and password do not match.').waitFor();
  await signIn(elsewhere, ann.email, chosen);
  await heading(elsewhere, 'Connected apps');
  expect(elsewhere.url()).toBe(`${gateway.url}/account/apps`);
});

test('who signs out of one browser is out there alone, and going back shows nothing of theirs', async () => {
  const ann = await person(gateway);
  const [page, elsewhere] = [await openWindow(), await openWindow()];
  await openAccount(elsewhere, gateway, 'apps', ann.email);
  await openAccount(page, gateway, 'apps', ann.email);
  await page.getByRole('button', { name: 'Sign out' }).click();
  await heading(page, 'You are signed out');
  await page.goBack();
  await heading(page, 'Sign in');
  expect(await page.getByText(ann.email).count()).toBe(0);
  await elsewhere.reload();
  await heading(elsewhere, 'Connected apps');
});
