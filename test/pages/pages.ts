import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest';
import { openBrowser } from '../browser.ts';
import { useGateway, type TestGateway } from '../gateway/test-gateway.ts';
import { password } from '../oauth/partner.ts';
import { watch, type Watched } from './watch.ts';

export interface Pages {
  gateway: TestGateway;
  /**
   * A window of a browser that nobody has used before.
   * @param elsewhere the addresses besides the gateway's that the test goes to
   */
  openWindow: (...elsewhere: string[]) => Promise<Page>;
}

export interface PageSettings {
  /** As in the environment. */
  settings?: Record<string, string>;
  /** What browsers complain of when a test cuts their connections. */
  expected?: RegExp;
}

/**
 * The pages of a gateway on which people may make accounts, in a real Chromium; the file's tests are skipped where that does not
 * start. After each test its windows are closed: none of them may have asked anyone else for anything, or complained.
 */
export function usePages({ settings, expected }: PageSettings = {}): Pages {
  const gateway = useGateway({ REGISTRATION: 'open', ...settings });
  let browser: Browser | undefined;
  let windows: { context: BrowserContext; watched: Watched }[] = [];

  beforeAll(async () => {
    browser = await openBrowser();
  });
  afterAll(() => browser?.close());
  beforeEach(({ skip }) => {
    if (!browser) skip('Chromium does not start here');
  });
  afterEach(async () => {
    const complaints = windows.flatMap(({ watched }) => watched.complaints());
    for (const { context } of windows) await context.close();
    windows = [];
    expect(complaints.filter((complaint) => !expected?.test(complaint))).toEqual([]);
  });

  return {
    gateway,
    async openWindow(...elsewhere) {
      const context = await (browser as Browser).newContext({ viewport: { width: 1280, height: 800 } });
      context.setDefaultTimeout(10_000);
      windows.push({ context, watched: watch(context, [gateway.url, ...elsewhere]) });
      return context.newPage();
    },
  };
}

/** Waits for the page with this heading. */
export const heading = (page: Page, name: string | RegExp) => page.getByRole('heading', { level: 1, name }).waitFor();

/** Fills in the sign-in form that the window shows. */
export async function signIn(page: Page, email: string, secret = password): Promise<void> {
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Password').fill(secret);
  await page.getByRole('button', { name: 'Sign in' }).click();
}

/** Opens a page of a person's account, where they sign in first. */
export async function openAccount(page: Page, gateway: TestGateway, path: string, email: string): Promise<void> {
  await page.goto(`${gateway.url}/account/${path}`);
  await signIn(page, email);
  await page.waitForURL(`${gateway.url}/account/${path}`);
}
