import { setTimeout } from 'node:timers/promises';
import chromium from '@sparticuz/chromium';
import { chromium as playwright, type Browser } from 'playwright-core';

/** What the package adds for cloud functions: a page could do there what a person's browser forbids it, and only one window lives. */
const unlikePeoples = new Set([
  '--allow-running-insecure-content',
  '--disable-site-isolation-trials',
  '--disable-web-security',
  '--no-zygote',
  '--single-process',
]);

/** A browser out of the npm registry; `undefined` on a machine that lacks what it needs. */
export async function openBrowser(): Promise<Browser | undefined> {
  const args = [...chromium.args.filter((flag) => !unlikePeoples.has(flag)), '--no-sandbox'];
  for (let triesLeft = 100; ; triesLeft -= 1) {
    try {
      return await playwright.launch({ executablePath: await chromium.executablePath(), args, headless: true });
    } catch (error) {
      const { message } = error as Error;
      // On its first use it is unpacked: another file's test is still at it.
      if (message.includes('ETXTBSY') && triesLeft > 0) {
        await setTimeout(300);
        continue;
      }
      console.warn(`Left out, since Chromium does not start here: ${message.split('\n')[0]}`);
      return undefined;
    }
  }
}
