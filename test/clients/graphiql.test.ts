import { expect, onTestFinished, test } from 'vitest';
import { openBrowser } from '../browser.ts';
import { CreateActivityDocument } from '../generated/operations.ts';
import { person } from '../gateway/people.ts';
import { useGateway } from '../gateway/test-gateway.ts';

const gateway = useGateway();

test('GraphiQL works in a browser without any other address, and its first example shows data', async ({ skip }) => {
  const browser = await openBrowser();
  if (!browser) return skip('Chromium does not start here');
  onTestFinished(() => browser.close());
  const ann = await person(gateway);
  const input = {
    sport: 'running',
    title: 'Seen in a browser',
    startedAt: '2026-03-01T07:00:00Z',
    durationSeconds: 60,
  };
  await ann.gets(CreateActivityDocument, { input });

  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  const [foreign, complaints]: [string[], string[]] = [[], []];
  page.on('request', (request) => {
    if (!/^(data|blob):/.test(request.url()) && !request.url().startsWith(gateway.url)) foreign.push(request.url());
  });
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(error.message));
  await page.goto(`${gateway.url}/graphql`);
  await page.getByText('MyActivities').first().waitFor();
  for (const name of ['LastRun', 'MyDays', 'WriteDown']) expect(await page.getByText(name).count()).toBeGreaterThan(0);

  await page.getByRole('button', { name: 'Headers' }).click();
  await page.locator('[aria-label="Headers"] .monaco-editor').filter({ visible: true }).click();
  await page.keyboard.press('Control+A');
  // The editor closes the quote and the brace by itself.
  await page.keyboard.insertText(`{"Authorization": "Bearer ${ann.token}`);
  await page.getByRole('button', { name: /Execute query/ }).click();
  await page
    .getByText(/Seen.in.a.browser/)
    .first()
    .waitFor();
  expect(foreign).toEqual([]);
  expect(complaints).toEqual([]);
}, 90_000);
