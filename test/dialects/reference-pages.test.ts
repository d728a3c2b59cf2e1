import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Browser } from 'playwright-core';
import { openBrowser } from '../browser.ts';
import { person } from '../gateway/people.ts';
import { useGateway } from '../gateway/test-gateway.ts';
import { dialects, readDocument } from './openapi-document.ts';

const gateway = useGateway();

let browser: Browser | undefined;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser?.close());

describe.each(dialects)('the page for partners of %s', (dialect) => {
  test.for(['', '/'])(
    'works in a browser at /docs%s without any other address, and shows every operation',
    { timeout: 60_000 },
    async (slash, { skip }) => {
      if (!browser) return skip('Chromium does not start here');
      const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
      const [foreign, complaints]: [string[], string[]] = [[], []];
      page.on('request', (request) => {
        if (!/^(data|blob):/.test(request.url()) && !request.url().startsWith(gateway.url)) foreign.push(request.url());
      });
      page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
      page.on('pageerror', (error) => complaints.push(error.message));
      page.on('response', (response) => {
        if (response.status() >= 400) complaints.push(`${response.status()} ${response.url()}`);
      });
      await page.goto(`${gateway.url}/${dialect}/docs${slash}`);
      await page.locator('.opblock').first().waitFor();

      const { paths } = await readDocument(gateway.url, dialect);
      const expected = Object.entries(paths).flatMap(([path, methods]) =>
        Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
      );
      const shown = await page.locator('.opblock').evaluateAll((blocks) =>
        blocks.map((block) => {
          const text = (part: string) => block.querySelector(part)?.textContent?.replaceAll('\u200b', '') ?? '';
          return `${text('.opblock-summary-method')} ${text('.opblock-summary-path')}`;
        }),
      );
      expect(shown.sort()).toEqual(expected.sort());
      await page.locator('.opblock-summary-control').first().click();
      await page.locator('.opblock-body').first().waitFor();
      await page.locator('.responses-wrapper').first().waitFor();
      expect([foreign, complaints]).toEqual([[], []]);
      await page.close();
    },
  );
});

test('an operation can be tried on the page with a token of one’s own', async ({ skip }) => {
  if (!browser) return skip('Chromium does not start here');
  const page = await browser.newPage({ viewport: { width: 1280, height: 1200 } });
  const ann = await person(gateway);
  await page.route('**/api/external/v1/profile', (route) =>
    route.continue({ headers: { ...route.request().headers(), authorization: `Bearer ${ann.token}` } }),
  );
  await page.goto(`${gateway.url}/train-it-all/docs/`);
  const operation = page.locator('#operations-Profile-getProfile');
  await operation.locator('.opblock-summary-control').click();
  await operation.getByRole('button', { name: 'Try it out' }).click();
  await operation.getByRole('button', { name: 'Execute' }).click();
  const answer = operation.locator('.live-responses-table');
  await answer.waitFor();
  expect(await answer.textContent()).toContain(ann.email);
  await page.close();
}, 60_000);
