import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Page } from 'playwright-core';
import { onTestFinished } from 'vitest';

/** The place of an app on this device, where browsers come back to. */
export interface AppInBrowser {
  origin: string;
  redirectUri: string;
  /** Where a browser has arrived, once it has. */
  arrival: (page: Page) => Promise<URL>;
}

const page = '<!doctype html><title>Tempo Coach</title><link rel="icon" href="data:,"><h1>Welcome back</h1>';

/** @param host one of this device itself; an IPv6 address in brackets */
export async function appInBrowser(host = '127.0.0.1'): Promise<AppInBrowser> {
  const server = createServer((_request, response) =>
    response.setHeader('content-type', 'text/html; charset=utf-8').end(page),
  );
  await once(server.listen(0, host.replace(/[[\]]/g, '')), 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const origin = `http://${host}:${(server.address() as AddressInfo).port}`;
  return {
    origin,
    redirectUri: `${origin}/callback`,
    async arrival(page) {
      await page.getByRole('heading', { name: 'Welcome back' }).waitFor();
      return new URL(page.url());
    },
  };
}
