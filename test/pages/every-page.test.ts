import axe from 'axe-core';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { usePages } from './pages.ts';
import { states } from './states.ts';

// In one state the network is away.
const { gateway, openWindow } = usePages({ expected: /ERR_INTERNET_DISCONNECTED/ });

const circumstances = [
  { colorScheme: 'light', width: 1280 },
  { colorScheme: 'light', width: 375 },
  { colorScheme: 'dark', width: 1280 },
  { colorScheme: 'dark', width: 375 },
] as const;

/** What axe-core finds that keeps someone from using the page, with the element. */
async function barriers(page: Page): Promise<string[]> {
  const { violations } = await page.evaluate<axe.AxeResults>(`axe.run({ resultTypes: ['violations'] })`);
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
}

const overflow = 'document.documentElement.scrollWidth - document.documentElement.clientWidth';

test.each(Object.entries(states))('%s: fits every screen and keeps nobody out', async (_name, lead) => {
  const page = await openWindow();
  await lead(page, gateway);
  // A page may run no script; what the browser's debugger runs is not the page's.
  await page.evaluate(axe.source);
  // Of text before a gradient axe-core cannot tell the contrast, so all of the ground gets its strongest colour.
  await page.evaluate(`document.body.style.background = 'var(--glow)'`);
  for (const { colorScheme, width } of circumstances) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await page.setViewportSize({ width, height: 800 });
    expect(await barriers(page), `${colorScheme}, ${width} px wide`).toEqual([]);
  }
  await page.setViewportSize({ width: 320, height: 800 });
  expect(await page.evaluate(overflow)).toBe(0);
});
