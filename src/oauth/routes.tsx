import type { EntityManager } from '@mikro-orm/postgresql';
import type { FastifyInstance } from 'fastify';
import type { Provider } from 'oidc-provider';
import type { Limits } from '../accounts/limits.ts';
import type { ServerSecrets } from '../platform/server-secrets.ts';
import { accountRoutes } from './account-routes.tsx';
import { forBrowsers } from './browser.ts';
import { interactionRoutes } from './interaction-routes.tsx';
import { answerWithPages } from './page-errors.tsx';
import { pageHeaders } from './page-headers.ts';
import { ProblemPage } from './pages/problem.tsx';
import { renderPage } from './pages/render.tsx';
import type { ProviderParts } from './provider.ts';
import { serverRoutes } from './server-routes.ts';
import { signInRoutes } from './sign-in-routes.tsx';
import { readStylesheet } from './stylesheet.ts';

export interface OauthParts {
  /** The address of the gateway, without a slash at its end; known once it listens. */
  publicUrl: () => string;
  /** Whether that address is an https one. */
  secure: boolean;
  secrets: ServerSecrets;
  limits: Limits;
  newEm: () => EntityManager;
  forgetTokens: () => void;
  /** Whether people may make accounts of their own. */
  registration: 'open' | 'closed';
}

/** The authorization server, and the pages on which people sign in, consent, and see what may act for them. */
export async function oauthRoutes(app: FastifyInstance, parts: OauthParts): Promise<void> {
  const { publicUrl, secrets, limits, newEm, forgetTokens } = parts;
  const stylesheet = readStylesheet();

  const renderError: ProviderParts['renderError'] = (ctx, { error, error_description: description }) => {
    const base = baseOf(publicUrl());
    const place = { base, stylesheet: `${base}/assets/style.css?v=${stylesheet.version}`, csrf: '' };
    const text =
      'Vitalgate does not know this app, or not the address that it wants you sent to. Tell the people who make the app what it says below.';
    ctx.set(pageHeaders());
    ctx.body = renderPage(
      <ProblemPage place={place} title="This app cannot be connected" text={text} detail={description ?? error} />,
    );
  };

  // The address is known when the first request comes, and few gateways connect an app every day: the library is a sixth of the memory.
  let made: Promise<Provider> | undefined;
  const provider = () => (made ??= makeProvider());
  async function makeProvider(): Promise<Provider> {
    const { createProvider } = await import('./provider.ts');
    const server = createProvider({ issuer: publicUrl(), secrets, newEm, forgetTokens, renderError });
    server.on('server_error', (_ctx, error) =>
      app.log.error({ err: error }, 'unforeseen error of the authorization server'),
    );
    return server;
  }

  app.get('/assets/style.css', async (_request, reply) =>
    reply
      .header('content-type', 'text/css; charset=utf-8')
      .header('cache-control', 'public, max-age=31536000, immutable')
      .header('x-content-type-options', 'nosniff')
      .send(stylesheet.text),
  );
  await app.register(async (scope) => serverRoutes(scope, provider, newEm, limits));
  await app.register(async (scope) => {
    const browser = await forBrowsers(scope, {
      publicUrl,
      secure: parts.secure,
      csrfKey: secrets.csrfKey,
      stylesheet,
      newEm,
    });
    answerWithPages(scope, browser);
    const isOpen = parts.registration === 'open';
    interactionRoutes(scope, { browser, provider, newEm, limits, isOpen });
    signInRoutes(scope, { browser, newEm, limits, isOpen });
    accountRoutes(scope, { browser, newEm, limits, forgetTokens });
  });
}

const baseOf = (url: string): string => new URL(url).pathname.replace(/\/$/, '');
