import { mkdir } from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
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

/** Where Chromium is, unpacked in a folder of this user's own: in one for all nobody else could start it, or anyone could change it. */
async function unpacked(): Promise<string> {
  const { TMPDIR } = process.env;
  const folder = join(tmpdir(), `vitalgate-chromium-${userInfo().uid}`);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  process.env['TMPDIR'] = folder;
  try {
    return await chromium.executablePath();
  } finally {
    if (TMPDIR === undefined) delete process.env['TMPDIR'];
    else process.env['TMPDIR'] = TMPDIR;
  }
}

/** A browser out of the npm registry; `undefined` on a machine that lacks what it needs. */
export async function openBrowser(): Promise<Browser | undefined> {
  const args = [...chromium.args.filter((flag) => !unlikePeoples.has(flag)), '--no-sandbox'];
  for (let triesLeft = 100; ; triesLeft -= 1) {
    try {
      return await playwright.launch({ executablePath: await unpacked(), args, headless: true });
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
