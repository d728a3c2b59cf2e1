import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { person, requests } from '../gateway/people.ts';
import { heading, openAccount, usePages } from './pages.ts';

const { gateway, openWindow } = usePages();

async function makesToken(page: Page, name: string, lasts: string, ...permissions: string[]): Promise<string> {
  await page.getByLabel('Name').fill(name);
  await page.getByLabel('Ends after').selectOption({ label: lasts });
  for (const permission of permissions) await page.getByLabel(permission).check();
  await page.getByRole('button', { name: 'Make token' }).click();
  return page.getByRole('textbox', { name: 'Token', exact: true }).inputValue();
}

test('a token of one’s own is shown once, works as far as it may, and is dead once it is revoked', async () => {
  const ann = await person(gateway, { timezone: 'America/New_York' });
  const page = await openWindow();
  await openAccount(page, gateway, 'tokens', ann.email);
  const token = await makesToken(page, 'Night script', '7 days', 'See: Profile', 'See: Sleep');
  const { ask, gets } = requests(gateway, token);
  const asksForName = '{ viewer { name } }';
  expect(await gets(asksForName)).toEqual({ viewer: { name: 'Ann' } });
  const asksForWorkouts = '{ viewer { health { activities { edges { node { id } } } } } }';
  expect((await ask(asksForWorkouts)).errors?.[0]?.extensions.code).toBe('FORBIDDEN');

  await page.goto(`${gateway.url}/account/tokens`);
  expect(await page.content()).not.toContain(token);
  const card = page.getByRole('listitem').filter({ has: page.getByRole('heading', { name: 'Night script' }) });
  expect(await card.getByRole('list', { name: 'May use' }).getByRole('listitem').allInnerTexts()).toEqual([
    'See: Profile profile:read',
    'See: Sleep sleep:read',
  ]);
  const times = await card.locator('time').all();
  const instants = await Promise.all(times.map((time) => time.getAttribute('datetime')));
  const [made = NaN, ends = NaN, used = NaN] = instants.map((instant) => Date.parse(instant ?? ''));
  expect(ends - made).toBe(7 * 86_400_000);
  expect(used).toBeGreaterThanOrEqual(made);
  const inNewYork = new Intl.DateTimeFormat('en-GB', {
    dateStyle: 'medium',
    timeStyle: 'short',
    timeZone: 'America/New_York',
  });
  expect(await card.innerText()).toContain(inNewYork.format(made));

  await card.getByRole('button', { name: 'Revoke Night script' }).click();
  await card.waitFor({ state: 'detached' });
  expect((await ask(asksForName)).errors?.[0]?.extensions.code).toBe('UNAUTHENTICATED');
});

test('a token without a permission is not made; what was entered stays', async () => {
  const ann = await person(gateway);
  const page = await openWindow();
  await openAccount(page, gateway, 'tokens', ann.email);
  await page.getByLabel('Name').fill('Good for nothing');
  await page.getByLabel('Ends after').selectOption({ label: '90 days' });
  await page.getByRole('button', { name: 'Make token' }).click();
  await page.getByRole('alert').waitFor();
  expect(await page.getByRole('alert').innerText()).toContain('Choose at least one permission.');
  expect(await page.getByLabel('Name').inputValue()).toBe('Good for nothing');
  expect(await page.getByLabel('Ends after').inputValue()).toBe('90');
  expect(await page.getByRole('heading', { name: 'Good for nothing' }).count()).toBe(0);
  expect(await page.getByText('You have no token').count()).toBe(0);
});

test('a reload after a token was made makes no other, and shows the secret to nobody', async () => {
  const page = await openWindow();
  await openAccount(page, gateway, 'tokens', (await person(gateway)).email);
  const token = await makesToken(page, 'Only one', '1 day', 'See: Body');
  await page.reload();
  await heading(page, 'Personal tokens');
  expect(await page.getByRole('heading', { name: 'Only one', exact: true }).count()).toBe(1);
  expect(await page.content()).not.toContain(token);
});

test('what was ended in one tab is ended in the other as well, and either says so', async () => {
  const page = await openWindow();
  await openAccount(page, gateway, 'tokens', (await person(gateway)).email);
  await makesToken(page, 'Short-lived', '1 day', 'See: Body');
  const other = await page.context().newPage();
  await other.goto(`${gateway.url}/account/tokens`);
  for (const tab of [page, other]) {
    await tab.getByRole('button', { name: 'Revoke Short-lived' }).click();
    await tab.getByRole('status').and(tab.locator(':focus')).waitFor();
    expect(await tab.getByText('Short-lived').count()).toBe(0);
  }
});

test('a token without a name is called by the day on which it was made', async () => {
  const ann = await person(gateway, { timezone: 'Pacific/Kiritimati' });
  const page = await openWindow();
  await openAccount(page, gateway, 'tokens', ann.email);
  const made = (await page.locator('time').first().getAttribute('datetime')) ?? '';
  const day = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeZone: 'Pacific/Kiritimati' });
  const name = `Token of ${day.format(new Date(made))}`;
  expect(await page.getByRole('heading', { level: 2 }).allInnerTexts()).toEqual([name, 'Make a token']);
  await page.getByRole('button', { name: `Revoke ${name}` }).click();
  await page.getByText('The token has ended.').waitFor();
});
