import { expect, test } from 'vitest';
import type { Page } from 'playwright-core';
import { person, type TestPerson } from '../gateway/people.ts';
import { revoke, share } from '../gateway/sharing.ts';
import { write } from '../gateway/records.ts';
import { dashboards, daysAgo, listens, nights, news, openLive, sleeps } from './live-page.ts';
import { heading, openAccount, signIn, usePages } from './pages.ts';

const { gateway, openWindow } = usePages();

async function annAndBob(): Promise<{ ann: TestPerson; bob: TestPerson }> {
  return { ann: await person(gateway), bob: await person(gateway, { name: 'Bob' }) };
}

/** As long as the windows have for what they wait for. */
const soon = { timeout: 10_000 };

const nobody = (page: Page) => page.getByRole('heading', { name: 'Nobody shares with you yet' });
const chart = (page: Page) => page.getByRole('img', { name: /Sleep in hours/ });
const unread = (page: Page) => page.locator('#unread').innerText();

test('a viewer sees in one browser what the owner does in another, as it happens', async () => {
  const { ann, bob } = await annAndBob();
  const [owner, viewer] = [await openWindow(), await openWindow()];
  await openLive(owner, gateway.url, ann);
  await openLive(viewer, gateway.url, bob);
  await nobody(viewer).waitFor();

  /** What the owner's own browser asks of the gateway. */
  const asksInBrowser = (query: string) =>
    owner.evaluate(
      async ([text, token]) => {
        const response = await fetch('graphql', {
          method: 'POST',
          headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
          body: JSON.stringify({ query: text }),
        });
        const { errors } = (await response.json()) as { errors?: unknown };
        if (errors) throw new Error(JSON.stringify(errors));
      },
      [query, ann.token] as const,
    );
  const given = await share(ann, bob, { include: ['SLEEP', 'WORKOUT'], notify: ['SLEEP'] });
  await dashboards(viewer).getByRole('heading', { name: 'Ann' }).waitFor();
  await news(viewer).filter({ hasText: 'Ann shares with you' }).waitFor();

  await asksInBrowser(
    `mutation { recordSleepDay(input: { day: "${daysAgo(1)}", sleepSeconds: 25920 }) { sleepDay { id } } }`,
  );
  await news(viewer)
    .filter({ hasText: /Ann logged a night.*slept 7 h 12 min/s })
    .waitFor();
  await viewer.getByRole('img', { name: /7 h 12 min on / }).waitFor();
  expect(await chart(viewer).locator('rect').count()).toBe(1);
  expect(await viewer.locator('#announcement').innerText()).toMatch(/^Ann logged a night. slept 7 h 12 min/);
  await sleeps(ann, daysAgo(3), 6);
  await expect.poll(() => chart(viewer).locator('rect').count(), soon).toBe(2);
  await viewer.getByText('As a table').click();
  const row = dashboards(viewer).getByRole('row').filter({ hasText: '6 h' });
  expect(await row.count()).toBe(1);
  expect(await unread(viewer)).toBe('3 new');

  await revoke(ann, given);
  await nobody(viewer).waitFor();
  await news(viewer).filter({ hasText: 'Ann ended a share' }).waitFor();
  await expect.poll(() => news(viewer).filter({ hasText: 'slept' }).count(), soon).toBe(0);
  await nobody(owner).waitFor();
});

test('a chart shows each figure that the share opens, and no other', async () => {
  const { ann, bob } = await annAndBob();
  await share(ann, bob, { include: ['STEPS', 'WEIGHT', 'WORKOUT'] });
  await write(ann, 'recordWellnessDay', { day: daysAgo(1), steps: 8500 }, 'wellnessDay { id }');
  await sleeps(ann, daysAgo(1), 8);
  for (const [days, weightKilograms] of [
    [4, 71.5],
    [2, 70.9],
  ] as const) {
    const measuredAt = `${daysAgo(days)}T07:00:00+01:00`;
    await write(ann, 'recordBodyMetric', { measuredAt, weightKilograms }, 'bodyMetric { id }');
  }
  const page = await openWindow();
  await openLive(page, gateway.url, bob);
  await page.getByRole('img', { name: /^Steps, the last 14 days: 8,500 steps a day/ }).waitFor();
  const offered = page.getByRole('group', { name: 'What the chart shows' }).getByRole('radio');
  expect(await offered.count()).toBe(3);
  await page.getByRole('radio', { name: 'Weight' }).check({ force: true });
  const weight = page.getByRole('img', { name: /^Weight in kilograms, .*71.2 kg a day on average, 70.9 kg on/ });
  await weight.waitFor();
  expect(await weight.locator('circle').count()).toBe(2);
});

test('what was told is marked as read, here and after a reload', async () => {
  const { ann, bob } = await annAndBob();
  await share(ann, bob, { notify: ['SLEEP'] });
  await sleeps(ann, daysAgo(1), 7);
  const page = await openWindow();
  await openLive(page, gateway.url, bob);
  await expect.poll(() => unread(page), soon).toBe('2 new');
  await page.getByRole('button', { name: 'Mark all as read' }).click();
  await expect.poll(() => unread(page), soon).toBe('');
  expect(await page.locator('.if-unread:visible').count()).toBe(0);
  await page.reload();
  await listens(page);
  expect([await unread(page), await nights(page, 1)]).toEqual(['', ['7']]);
});

test('older news are read page by page', async () => {
  const { ann, bob } = await annAndBob();
  await share(ann, bob, { notify: ['SLEEP'] });
  for (let days = 24; days > 0; days -= 1) await sleeps(ann, daysAgo(days), days);
  const page = await openWindow();
  await openLive(page, gateway.url, bob);
  await nights(page, 20);
  await page.getByRole('button', { name: 'Show older news' }).click();
  expect(await nights(page, 24)).toEqual(Array.from({ length: 24 }, (_, index) => String(index + 1)));
  expect(await page.getByRole('button', { name: 'Show older news' }).isVisible()).toBe(false);
});

test('who signs out is signed out at the gateway too, and a reload leads to the beginning', async () => {
  const { bob } = await annAndBob();
  const page = await openWindow();
  await openLive(page, gateway.url, bob);
  const token = await page.evaluate(
    () => JSON.parse(sessionStorage.getItem('vitalgate-live.tokens') ?? '').access as string,
  );
  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.getByRole('button', { name: 'Sign in with Vitalgate' }).waitFor();
  expect(await page.evaluate(() => sessionStorage.length)).toBe(0);
  const answer = await fetch(`${gateway.url}/graphql`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: '{"query":"{ viewer { id } }"}',
  });
  expect(answer.status).toBe(401);
});

test('who signs out while something is read is not told that it did not work', async () => {
  const { ann, bob } = await annAndBob();
  const page = await openWindow();
  await openLive(page, gateway.url, bob);
  const asked = page.waitForRequest('**/graphql');
  // Not answered before the page is gone.
  await page.route('**/graphql', () => {});
  await share(ann, bob);
  await asked;
  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.getByRole('button', { name: 'Sign in with Vitalgate' }).waitFor();
  expect(await page.locator('#problem').innerText()).not.toContain('did not work');
});

test('who says no comes back to the beginning, and can think better of it', async () => {
  const { bob } = await annAndBob();
  const page = await openWindow();
  await page.goto(`${gateway.url}/live`);
  await page.getByRole('button', { name: 'Sign in with Vitalgate' }).click();
  await signIn(page, bob.email);
  await page.getByRole('button', { name: 'Deny' }).click();
  await page.getByRole('alert').getByText('You said no').waitFor();
  expect(page.url()).toBe(`${gateway.url}/live`);
  await page.getByRole('button', { name: 'Sign in with Vitalgate' }).click();
  await page.getByRole('button', { name: 'Allow' }).click();
  await listens(page);
});

test('an answer that nobody here asked for signs nobody in', async () => {
  const { bob } = await annAndBob();
  const page = await openWindow();
  await openAccount(page, gateway, 'apps', bob.email);
  await page.goto(`${gateway.url}/live?code=vg_ac_x&state=mine&iss=${encodeURIComponent(gateway.url)}`);
  await page.getByRole('button', { name: 'Sign in with Vitalgate' }).waitFor();
  expect(page.url()).toBe(`${gateway.url}/live`);
  await page.getByRole('button', { name: 'Sign in with Vitalgate' }).click();
  await heading(page, /^Vitalgate Live/);
  await page.goto(`${gateway.url}/live?code=vg_ac_x&state=theirs&iss=${encodeURIComponent(gateway.url)}`);
  await page.getByRole('alert').getByText('Signing in did not work').waitFor();
});

test('what others write is text, whatever it looks like', async () => {
  const hostile = '<img src=x onerror="document.title=1"><script>document.title=2</script>';
  const { ann, bob } = await annAndBob();
  for (const who of [ann, bob]) await write(who, 'updateProfile', { name: hostile }, 'user { id }');
  await share(ann, bob, { notify: ['MEAL', 'WORKOUT'], description: hostile });
  await write(ann, 'logMeal', { occurredAt: `${daysAgo(1)}T12:00:00Z`, name: hostile }, 'meal { id }');
  const page = await openWindow();
  await openLive(page, gateway.url, bob);
  await write(
    ann,
    'createActivity',
    { sport: 'running', title: hostile, startedAt: `${daysAgo(1)}T07:00:00Z`, durationSeconds: 3600 },
    'activity { id }',
  );
  await news(page)
    .filter({ hasText: `${hostile} logged a workout` })
    .waitFor();
  await news(page)
    .filter({ hasText: `${hostile} · ` })
    .first()
    .waitFor();
  expect(await dashboards(page).getByRole('heading').innerText()).toBe(hostile);
  expect(await page.locator('img, main script').count()).toBe(0);
  expect(await page.title()).toMatch(/^\(\d\) Live · Vitalgate$/);
});

test('the keyboard is enough', async () => {
  const { ann, bob } = await annAndBob();
  await share(ann, bob, { include: ['SLEEP', 'STEPS'], notify: ['SLEEP'] });
  await sleeps(ann, daysAgo(1), 7);
  const page = await openWindow();
  const focused = () => page.locator(':focus');
  await page.goto(`${gateway.url}/live`);
  const start = page.getByRole('button', { name: 'Sign in with Vitalgate' });
  await start.waitFor();
  await page.keyboard.press('Tab');
  await expect.poll(() => focused().innerText(), soon).toBe('Skip to the content');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await signIn(page, bob.email);
  await page.getByRole('button', { name: 'Allow' }).press('Enter');
  await listens(page);
  await chart(page).waitFor();

  const tabTo = async (what: ReturnType<Page['locator']>) => {
    for (let presses = 0; presses < 20; presses += 1) {
      if (await what.evaluate((element) => element === document.activeElement)) return;
      await page.keyboard.press('Tab');
    }
    throw new Error('The keyboard does not lead there.');
  };
  await tabTo(page.getByRole('radio', { name: 'Sleep' }));
  await page.keyboard.press('ArrowRight');
  await page.getByRole('img', { name: /^Steps: nothing/ }).waitFor();
  await tabTo(page.locator('summary'));
  await page.keyboard.press('Enter');
  await page.getByRole('table', { name: 'Steps by day' }).waitFor();
  await tabTo(page.getByRole('button', { name: 'Mark all as read' }));
  await page.keyboard.press('Enter');
  await expect.poll(() => focused().innerText(), soon).toMatch(/^News/);
});
