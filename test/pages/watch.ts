import type { BrowserContext } from 'playwright-core';

export interface Watched {
  /** Requests to unknown addresses, and what the consoles complain of. */
  complaints: () => string[];
}

/**
 * Watches what the pages of a browser window do. What a Content-Security-Policy forbids shows up as a complaint.
 * @param known origins, and schemes with their colon
 */
export function watch(context: BrowserContext, known: readonly string[]): Watched {
  const told: { text: string; url?: string }[] = [];
  const refusedForms = new Set<string>();
  context.on('request', (request) => {
    const { protocol, origin, href } = new URL(request.url());
    if (![...known, 'data:'].some((place) => place === origin || place === protocol))
      told.push({ text: `asks ${href}` });
  });
  context.on('response', (response) => {
    if (response.request().isNavigationRequest() && response.status() < 500) refusedForms.add(response.url());
  });
  context.on('console', (message) => {
    if (message.type() === 'error') told.push({ text: message.text(), url: message.location().url });
  });
  context.on('weberror', (error) => told.push({ text: error.error().message }));
  // A form that comes back with its problems has the status 400, of which the browser complains.
  const isRefusedForm = ({ text, url }: { text: string; url?: string }) =>
    text.startsWith('Failed to load resource') && url !== undefined && refusedForms.has(url);
  return { complaints: () => told.filter((complaint) => !isRefusedForm(complaint)).map(({ text }) => text) };
}
