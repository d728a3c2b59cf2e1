import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Locator } from 'playwright-core';
import { expect, onTestFinished, test } from 'vitest';
import { halves } from '../../src/files/testing/made-up-picture.ts';
import { person } from '../gateway/people.ts';
import { dashboards, hasPicture, shares, type SeenDashboard } from '../gateway/pictures.ts';
import { usePages } from './pages.ts';

const { gateway, openWindow } = usePages();

/** A web app of another site, which lets nothing in that does not say that it may be shown anywhere. */
async function appThatShows(url: string): Promise<string> {
  const body = `<!doctype html><title>App</title><link rel="icon" href="data:,"><img src="${url}" alt="Ann" width="320">`;
  const server = createServer((_request, response) =>
    response
      .setHeader('content-type', 'text/html; charset=utf-8')
      .setHeader('cross-origin-embedder-policy', 'require-corp')
      .end(body),
  );
  await once(server.listen(0, '127.0.0.1'), 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://app.localhost:${(server.address() as AddressInfo).port}`;
}

/** How large a picture is that the browser could read. */
const sizeOf = (picture: Locator): Promise<number[]> =>
  picture.evaluate(async (element) => {
    const image = element as unknown as { decode: () => Promise<void>; naturalWidth: number; naturalHeight: number };
    await image.decode();
    return [image.naturalWidth, image.naturalHeight];
  });

test('a web app of another site shows an uploaded picture', async () => {
  const [ann, bob] = [await person(gateway), await person(gateway, { name: 'Bob' })];
  await shares(ann, bob);
  const [{ id }] = (await dashboards(bob)) as [SeenDashboard];
  // Held on its side: what is red on the left is to be seen above.
  const photo = await halves(2000, 1000).jpeg().withMetadata({ orientation: 6 }).toBuffer();
  const url = await hasPicture(gateway, bob, id, photo);
  const app = await appThatShows(url);
  const page = await openWindow(app);
  await page.goto(app);
  expect(await sizeOf(page.getByRole('img', { name: 'Ann' }))).toEqual([512, 1024]);

  // By itself it is shown too, and nothing of it can run.
  const alone = await openWindow(app);
  const response = await alone.goto(url);
  expect(response?.headers()['content-security-policy']).toContain('sandbox');
  expect(await sizeOf(alone.locator('img'))).toEqual([512, 1024]);
});
