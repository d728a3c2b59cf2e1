import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { exampleOperations } from './examples.ts';

const compress = promisify(gzip);

export interface GraphiqlPage {
  /** gzip of the HTML. */
  body: Buffer;
  contentSecurityPolicy: string;
}

/** GraphiQL as one page that needs no other address. It is large, so it is made when the first browser asks, and kept compressed. */
export async function renderGraphiqlPage(): Promise<GraphiqlPage> {
  const { renderGraphiQL } = await import('@graphql-yoga/render-graphiql');
  const html = renderGraphiQL({
    title: 'Vitalgate GraphiQL',
    defaultTabs: exampleOperations(new Date()).map((query) => ({ query })),
    additionalHeaders: { 'apollo-require-preflight': '1' },
    // A bearer token belongs into no browser storage.
    shouldPersistHeaders: false,
  });
  return { body: await compress(html), contentSecurityPolicy: policyFor(html) };
}

/** Only the page's own script may run; its editor makes workers from blobs. */
function policyFor(html: string): string {
  const script = html.slice(html.indexOf('<script>') + '<script>'.length, html.lastIndexOf('</script>'));
  const hash = createHash('sha256').update(script).digest('base64');
  return [
    `default-src 'none'`,
    `script-src 'sha256-${hash}' blob:`,
    `worker-src blob:`,
    `style-src 'unsafe-inline'`,
    `font-src data:`,
    `img-src data:`,
    `connect-src 'self'`,
    `base-uri 'none'`,
    `form-action 'none'`,
    `frame-ancestors 'none'`,
  ].join('; ');
}
