import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeEach, expect, onTestFinished, test } from 'vitest';
import { person } from '../gateway/people.ts';
import { share } from '../gateway/sharing.ts';
import { startGateway } from '../process/program.ts';
import { openProxy } from './cuttable-proxy.ts';
import { connection, daysAgo, listens, news, nights, openLive, sleeps } from './live-page.ts';
import { usePages } from './pages.ts';

const proxy = await openProxy();
const { gateway, openWindow } = usePages({
  settings: { PUBLIC_URL: proxy.url },
  // What these tests are about: connections that break, and access that ends.
  expected: /net::ERR_|WebSocket connection|could not be reached|status of 400/,
});

beforeEach(() => Object.assign(proxy, { target: gateway.url, takesWebsockets: true }));
afterAll(() => proxy.close());

/** A gateway whose address is the proxy's does not say where it listens, so that is told to it. */
async function freePort(): Promise<number> {
  const server = createServer();
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  await once(server.close(), 'close');
  return port;
}

/** Ann, who lets Bob know of her nights, and the window in which he follows them. */
async function followed(by: 'live' | 'live by SSE' = 'live') {
  const [ann, bob] = [await person(gateway), await person(gateway, { name: 'Bob' })];
  await share(ann, bob, { notify: ['SLEEP'] });
  const page = await openWindow(proxy.url);
  await openLive(page, proxy.url, bob, by);
  await sleeps(ann, daysAgo(1), 1);
  expect(await nights(page, 1)).toEqual(['1']);
  return { ann, bob, page };
}

/** The cursors after which a page asks from now on, by either door. */
function placesOf(page: Page): Set<unknown> {
  const places = new Set<unknown>();
  const sent = (text: string) => {
    const message = JSON.parse(text) as Asked & { payload?: Asked };
    const { variables } = message.payload ?? message;
    if (variables) places.add(variables.after);
  };
  page.on('websocket', (socket) => socket.on('framesent', ({ payload }) => sent(String(payload))));
  page.on('request', (request) => request.url().endsWith('/graphql/stream') && sent(request.postData() ?? ''));
  return places;
}

interface Asked {
  variables?: { after: unknown };
}

test.each(['live', 'live by SSE'] as const)(
  'after a cut the page goes on (%s): nothing is missed and nothing comes twice',
  async (door) => {
    proxy.takesWebsockets = door === 'live';
    const { ann, page } = await followed(door);
    const places = placesOf(page);
    proxy.target = undefined;
    proxy.cut();
    await connection(page).getByText('reconnecting').waitFor();
    for (const hours of [2, 3]) await sleeps(ann, daysAgo(hours), hours);
    proxy.target = gateway.url;
    await listens(page, door);
    // It asked for what came after the last it had, and for nothing else.
    expect([...places]).toEqual([expect.any(String)]);
    expect(await nights(page, 3)).toEqual(['3', '2', '1']);
    await sleeps(ann, daysAgo(4), 4);
    expect(await nights(page, 4)).toEqual(['4', '3', '2', '1']);
  },
);

test('a browser that was offline goes on when it is back', async () => {
  const { ann, page } = await followed();
  await page.context().setOffline(true);
  await connection(page).getByText('reconnecting').waitFor();
  await sleeps(ann, daysAgo(2), 2);
  await page.context().setOffline(false);
  await listens(page);
  expect(await nights(page, 2)).toEqual(['2', '1']);
});

test('what comes to who was never told anything is not missed either', async () => {
  const [ann, bob] = [await person(gateway), await person(gateway, { name: 'Bob' })];
  const page = await openWindow(proxy.url);
  await openLive(page, proxy.url, bob);
  proxy.target = undefined;
  proxy.cut();
  await connection(page).getByText('reconnecting').waitFor();
  await share(ann, bob, { notify: ['SLEEP'] });
  await sleeps(ann, daysAgo(1), 1);
  proxy.target = gateway.url;
  expect(await nights(page, 1)).toEqual(['1']);
  await news(page).filter({ hasText: 'Ann shares with you' }).waitFor();
  expect(await news(page).count()).toBe(2);
});

test('a gateway that is killed and started again goes on where it was', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'vitalgate-live-'));
  onTestFinished(() => rm(dataDir, { recursive: true, force: true }));
  const settings = {
    DATABASE_URL: gateway.databaseUrl,
    DATA_DIR: dataDir,
    PUBLIC_URL: proxy.url,
    LOG_LEVEL: 'fatal',
    PORT: String(await freePort()),
  };
  const before = await startGateway(settings);
  proxy.target = `http://127.0.0.1:${settings.PORT}`;
  const { ann, page } = await followed();
  before.child.kill('SIGKILL');
  await before.ended;
  await connection(page).getByText('reconnecting').waitFor();
  await sleeps(ann, daysAgo(2), 2);
  await startGateway(settings);
  await listens(page);
  await sleeps(ann, daysAgo(3), 3);
  expect(await nights(page, 3)).toEqual(['3', '2', '1']);
});

test('who ends the access under their account is told so on the page', async () => {
  const { page } = await followed();
  const account = await page.context().newPage();
  await account.goto(`${proxy.url}/account/apps`);
  await account.getByRole('button', { name: 'Disconnect Vitalgate Live' }).click();
  await page.getByText('Your access was ended.').waitFor();
  expect(await page.getByRole('button', { name: 'Sign in with Vitalgate' }).isVisible()).toBe(true);
  expect(await page.locator('#notifications, #dashboards').allTextContents()).toEqual(['', '']);
});

test('who signs out while the gateway cannot be told hears and sees nothing more in this tab', async () => {
  const [ann, bob] = [await person(gateway), await person(gateway, { name: 'Bob' })];
  await share(ann, bob, { notify: ['SLEEP'] });
  const page = await openWindow(proxy.url);
  const opened = page.waitForEvent('websocket');
  await openLive(page, proxy.url, bob);
  const ended = (await opened).waitForEvent('close');
  await sleeps(ann, daysAgo(1), 1);
  await nights(page, 1);
  await page.route('**/api/oauth/revoke', (route) => route.abort());
  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.getByRole('alert').getByText('You are signed out in this tab').waitFor();
  await ended;
  expect(await page.locator('#notifications, #dashboards').allTextContents()).toEqual(['', '']);
  expect(await page.evaluate(() => sessionStorage.length)).toBe(0);
});
