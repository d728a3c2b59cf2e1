import type { Page } from 'playwright-core';
import type { TestPerson } from '../gateway/people.ts';
import { write } from '../gateway/records.ts';
import { signIn } from './pages.ts';

/** By which the page says that it hears of news. */
export type Door = 'live' | 'live by SSE';

/** Signs in to the page `/live` of a gateway, from its beginning, and waits until it listens. */
export async function openLive(
  page: Page,
  url: string,
  { email }: { email: string },
  by: Door = 'live',
): Promise<void> {
  await page.goto(`${url}/live`);
  await page.getByRole('button', { name: 'Sign in with Vitalgate' }).click();
  await signIn(page, email);
  await page.getByRole('button', { name: 'Allow' }).click();
  await listens(page, by);
}

/** Waits until the page hears of news, by the given door. */
export const listens = (page: Page, by: Door = 'live') => connection(page).getByText(by, { exact: true }).waitFor();
export const connection = (page: Page) => page.locator('#connection');

export const news = (page: Page) => page.getByRole('region', { name: 'News' }).getByRole('listitem');
export const dashboards = (page: Page) => page.getByRole('region', { name: 'Shared with you' }).getByRole('article');

/** A local date some days before today, on the clock of this machine, as a browser on it has it. */
export function daysAgo(days: number): string {
  const now = new Date();
  return new Date(Date.UTC(now.getFullYear(), now.getMonth(), now.getDate() - days)).toISOString().slice(0, 10);
}

/** Logs a night of so many hours. */
export const sleeps = (who: TestPerson, day: string, hours: number) =>
  write(who, 'recordSleepDay', { day, sleepSeconds: hours * 3600 }, 'sleepDay { id }');

/** Waits until so many nights are in the news, and says which, newest first. */
export async function nights(page: Page, count: number): Promise<string[]> {
  const slept = news(page).filter({ hasText: 'slept' });
  await slept.nth(count - 1).waitFor();
  const texts = await slept.allInnerTexts();
  return texts.map((text) => /slept (\d+) h/.exec(text)?.[1] ?? text);
}
