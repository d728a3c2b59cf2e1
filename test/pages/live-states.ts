import type { Page } from 'playwright-core';
import { hasPicture } from '../gateway/pictures.ts';
import { person, type TestPerson } from '../gateway/people.ts';
import { write } from '../gateway/records.ts';
import { dashboards, share } from '../gateway/sharing.ts';
import type { TestGateway } from '../gateway/test-gateway.ts';
import { halves } from '../../src/files/testing/made-up-picture.ts';
import { connection, daysAgo, news, openLive, sleeps } from './live-page.ts';

const longestName = 'Überall-'.repeat(25);

/** Two weeks of someone: nights and steps, and a weight now and then. */
async function livesTwoWeeks(who: TestPerson): Promise<void> {
  for (let days = 14; days > 0; days -= 1) {
    if (days % 6 !== 0) await sleeps(who, daysAgo(days), 6 + ((days * 7) % 5) / 2);
    await write(
      who,
      'recordWellnessDay',
      { day: daysAgo(days), steps: 4000 + ((days * 977) % 9000) },
      'wellnessDay { id }',
    );
    if (days % 3 === 0) {
      const weighed = { measuredAt: `${daysAgo(days)}T07:00:00+01:00`, weightKilograms: 70 + ((days * 5) % 7) / 4 };
      await write(who, 'recordBodyMetric', weighed, 'bodyMetric { id }');
    }
  }
}

async function run(who: TestPerson, title: string, days: number): Promise<void> {
  const input = {
    sport: 'running',
    title,
    startedAt: `${daysAgo(days)}T07:00:00Z`,
    durationSeconds: 4320,
    distanceMeters: 14_200,
  };
  await write(who, 'createActivity', input, 'activity { id }');
}

/** Opens `/live` as someone with whom several people share, who has read the older half of the news. */
async function openFull(page: Page, gateway: TestGateway): Promise<void> {
  const bob = await person(gateway, { name: 'Bob' });
  const [ann, cleo, longest] = [
    await person(gateway, { name: 'Ann' }),
    await person(gateway, { name: 'Cleo' }),
    await person(gateway, { name: 'Longest' }),
  ];
  await write(longest, 'updateProfile', { name: longestName }, 'user { id }');
  await share(ann, bob, { include: ['SLEEP', 'STEPS', 'WEIGHT', 'WORKOUT'], notify: ['SLEEP', 'WORKOUT'] });
  await share(cleo, bob, { include: ['WORKOUT', 'STEPS'], notify: ['WORKOUT'] });
  await share(longest, bob, { include: ['NOTES'] });
  await livesTwoWeeks(ann);
  const marks = await bob.gets<{ viewer: { notifications: { edges: { node: { cursor: string } }[] } } }>(
    '{ viewer { notifications(first: 1) { edges { node { cursor } } } } }',
  );
  const upTo = marks.viewer.notifications.edges[0]?.node.cursor;
  await write(bob, 'markNotificationsRead', { upTo }, 'unreadNotificationCount');
  await run(cleo, 'Long run along the river', 1);
  await run(cleo, 'Tempo-'.repeat(20), 3);
  await run(ann, 'Easy', 2);

  const group = await write<{ group: { id: string } }>(bob, 'createGroup', { name: 'Marathon' }, 'group { id }');
  for (const { id, customName } of await dashboards(bob)) {
    if (customName === longestName) continue;
    await write(bob, 'addToGroup', { dashboardId: id, groupId: group.group.id }, 'group { id }');
    if (customName === 'Cleo') await hasPicture(gateway, bob, id, await halves().png().toBuffer());
    else await write(bob, 'customizeDashboard', { dashboardId: id, iconColor: '#E07A5F' }, 'dashboard { id }');
  }
  await openLive(page, gateway.url, bob);
  await news(page).first().waitFor();
  await page.getByRole('img', { name: /Sleep in hours/ }).waitFor();
}

/** Every state in which a person can meet the page `/live`. */
export const liveStates: Record<string, (page: Page, gateway: TestGateway) => Promise<void>> = {
  'live, before signing in': async (page, gateway) => {
    await page.goto(`${gateway.url}/live`);
    await page.getByRole('button', { name: 'Sign in with Vitalgate' }).waitFor();
  },
  'live, with a sign-in that did not work': async (page, gateway) => {
    await page.goto(`${gateway.url}/live`);
    await page.getByRole('button', { name: 'Sign in with Vitalgate' }).click();
    await page.getByLabel('Password').waitFor();
    await page.goto(`${gateway.url}/live?code=vg_ac_x&state=theirs&iss=${encodeURIComponent(gateway.url)}`);
    await page.getByRole('alert').waitFor();
  },
  'live, nobody shares yet': async (page, gateway) => {
    await openLive(page, gateway.url, await person(gateway, { name: 'Bob' }));
  },
  live: openFull,
  'live, as tables': async (page, gateway) => {
    await openFull(page, gateway);
    for (const table of await page.getByText('As a table').all()) if (await table.isVisible()) await table.click();
  },
  'live, cut off': async (page, gateway) => {
    await openFull(page, gateway);
    await page.context().setOffline(true);
    await connection(page).getByText('reconnecting').waitFor();
  },
  'live, where websockets do not work': async (page, gateway) => {
    await page.routeWebSocket(/graphql/, (socket) => socket.close());
    const bob = await person(gateway, { name: 'Bob' });
    await write(bob, 'updateProfile', { name: longestName }, 'user { id }');
    await openLive(page, gateway.url, bob, 'live by SSE');
  },
};
