import { readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import files, { type FastifyStaticOptions } from '@fastify/static';
import type { FastifyInstance } from 'fastify';
import { readStylesheet } from '../../oauth/stylesheet.ts';

/** Scripts, styles and answers come from this gateway alone; no text may become HTML or a script. */
const contentSecurityPolicy = [
  `default-src 'none'`,
  `script-src 'self'`,
  `style-src 'self'`,
  `img-src 'self' data:`,
  `connect-src 'self'`,
  `base-uri 'none'`,
  `form-action 'none'`,
  `frame-ancestors 'none'`,
  `require-trusted-types-for 'script'`,
  `trusted-types 'none'`,
].join('; ');

const headers = {
  'content-security-policy': contentSecurityPolicy,
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  // The page's address has a code in it for a moment, as someone comes back from signing in.
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  // Browsers ask each time whether it is still the same, so that files of two versions never meet.
  'cache-control': 'no-cache',
};

const withHeaders: Pick<FastifyStaticOptions, 'cacheControl' | 'index' | 'setHeaders'> = {
  cacheControl: false,
  index: false,
  setHeaders: (reply) => void reply.headers(headers),
};

/** What the page takes from npm as it is: from each package the modules that make its client. */
const libraries = {
  'graphql-ws': { entry: 'graphql-ws/client', modules: /^\/(client|common-[\w-]+)\.js$/ },
  'graphql-sse': { entry: 'graphql-sse', modules: /^\/(client|common|parser|utils)\.mjs$/ },
  oauth4webapi: { entry: 'oauth4webapi', modules: /^\/index\.js$/ },
};

/** `/live`: what others share with someone, as it comes. A page without a build, made of the public API alone; docs/live-page.md tells how. */
export async function livePageRoutes(app: FastifyInstance): Promise<void> {
  const page = readFileSync(new URL('web/index.html', import.meta.url), 'utf8');
  const stylesheet = readStylesheet();
  await app.register(files, {
    ...withHeaders,
    root: fileURLToPath(new URL('web/', import.meta.url)),
    prefix: '/live/',
    decorateReply: false,
    allowedPath: (path) => /\.(js|css)$/.test(path),
  });
  for (const [name, { entry, modules }] of Object.entries(libraries))
    await app.register(files, {
      ...withHeaders,
      root: dirname(fileURLToPath(import.meta.resolve(entry))),
      prefix: `/live/lib/${name}/`,
      decorateReply: false,
      allowedPath: (path) => modules.test(path),
    });
  app.get('/live', async (_request, reply) =>
    reply.headers({ ...headers, 'content-type': 'text/html; charset=utf-8' }).send(page),
  );
  // The look of the pages for people, without which this one would be kept for as long as theirs.
  app.get('/live/style.css', async (_request, reply) =>
    reply.headers({ ...headers, 'content-type': 'text/css; charset=utf-8' }).send(stylesheet.text),
  );
}
