import type { EntityManager } from '@mikro-orm/postgresql';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { BrowserSession } from '../accounts/browser-sessions.service.ts';
import { connectedAppsOf, disconnect } from '../accounts/connected-apps.service.ts';
import type { Limits } from '../accounts/limits.ts';
import { personOfCredentials } from '../accounts/sign-in.ts';
import { makeOwnToken, revokeToken, tokensOf } from '../accounts/tokens.service.ts';
import { setPassword } from '../accounts/users.service.ts';
import { DomainError } from '../platform/errors.ts';
import { typeId } from '../platform/ids.ts';
import type { Browser } from './browser.ts';
import { disconnectForm, passwordForm, revokeForm, tokenForm } from './forms.ts';
import { ConnectedAppsPage } from './pages/connected-apps.tsx';
import { PasswordPage } from './pages/password.tsx';
import { TokensPage, type TokensProps } from './pages/tokens.tsx';
import { inWords, permissionsOf, scopeChoices } from './scope-words.ts';

export interface AccountParts {
  browser: Browser;
  newEm: () => EntityManager;
  limits: Limits;
  forgetTokens: () => void;
}

/** After an act its page is loaded anew, and says that it was done. */
const isDone = (request: FastifyRequest): boolean => 'done' in (request.query as object);

/** What has ended already, in another tab say, is as the person wanted it. */
const unlessGone = (work: Promise<void>): Promise<void> =>
  work.catch((error: unknown) => {
    if (!(error instanceof DomainError) || error.code !== 'NOT_FOUND') throw error;
  });

/** Where a person manages what may act for them. */
export function accountRoutes(app: FastifyInstance, { browser, newEm, limits, forgetTokens }: AccountParts): void {
  type Handler = (request: FastifyRequest, reply: FastifyReply, session: BrowserSession) => Promise<FastifyReply>;
  /** Who is not signed in does so first, and comes back. */
  const signedIn = (handle: Handler) => async (request: FastifyRequest, reply: FastifyReply) => {
    const session = await browser.sessionOf(request);
    if (session) return handle(request, reply, session);
    const back = request.method === 'GET' ? `?continue=${encodeURIComponent(request.url)}` : '';
    return browser.goTo(reply, `/sign-in${back}`);
  };

  app.get('/', async (_request, reply) => browser.goTo(reply, '/account/apps'));
  app.get('/account', async (_request, reply) => browser.goTo(reply, '/account/apps'));

  app.get(
    '/account/apps',
    signedIn(async (request, reply, session) => {
      const apps = (await connectedAppsOf(newEm(), session.userId)).map(({ scopes, ...facts }) => ({
        ...facts,
        permissions: permissionsOf(scopes),
      }));
      const place = browser.placeFor(request, reply);
      const notice = isDone(request) ? { notice: 'The app is disconnected.' } : {};
      return browser.send(reply, <ConnectedAppsPage place={place} person={session} apps={apps} {...notice} />);
    }),
  );

  app.post(
    '/account/apps/disconnect',
    signedIn(async (request, reply, { userId }) => {
      await unlessGone(disconnect(newEm(), userId, disconnectForm.parse(request.body ?? {}).clientId));
      forgetTokens();
      return browser.goTo(reply, '/account/apps?done');
    }),
  );

  async function showTokens(
    request: FastifyRequest,
    reply: FastifyReply,
    session: BrowserSession,
    form: Partial<TokensProps> = {},
  ): Promise<FastifyReply> {
    const tokens = (await tokensOf(newEm(), session.userId, new Date())).map(({ clientId, scopes, ...token }) => ({
      ...token,
      scopes: inWords(scopes),
      id: typeId('AccessToken', token.id),
      clientName: clientId,
    }));
    const place = browser.placeFor(request, reply);
    const page = <TokensPage place={place} person={session} tokens={tokens} choices={scopeChoices} {...form} />;
    return browser.send(reply, page, { status: form.problems ? 400 : 200 });
  }

  app.get(
    '/account/tokens',
    signedIn((request, reply, session) => {
      const made = browser.takeShown(request, reply, '/account/tokens');
      return showTokens(request, reply, session, {
        ...(made !== undefined && { made: JSON.parse(made) as NonNullable<TokensProps['made']> }),
        ...(isDone(request) && { notice: 'The token has ended.' }),
      });
    }),
  );

  app.post(
    '/account/tokens',
    signedIn(async (request, reply, session) => {
      const values = tokenForm.parse(request.body ?? {});
      const input = { name: values.name, scopes: values.scopes, lifetimeSeconds: Number(values.days) * 86_400 };
      try {
        const { name, token } = await makeOwnToken(newEm(), session.userId, input, new Date());
        // Shown by another request, so that a reload does not make another one.
        browser.showNext(request, reply, '/account/tokens', JSON.stringify({ name: name ?? '', token }));
        return browser.goTo(reply, '/account/tokens');
      } catch (error) {
        if (!(error instanceof DomainError)) throw error;
        const { lifetimeSeconds, ...fields } = error.fields ?? { '': [error.message] };
        const problems = {
          ...fields,
          ...(lifetimeSeconds && { days: lifetimeSeconds }),
          ...(values.scopes.length === 0 && { scopes: ['Choose at least one permission.'] }),
        };
        return showTokens(request, reply, session, { values, problems });
      }
    }),
  );

  app.post(
    '/account/tokens/revoke',
    signedIn(async (request, reply, { userId }) => {
      await unlessGone(revokeToken(newEm(), revokeForm.parse(request.body ?? {}).id, new Date(), userId));
      forgetTokens();
      return browser.goTo(reply, '/account/tokens?done');
    }),
  );

  const showPassword = (
    request: FastifyRequest,
    reply: FastifyReply,
    session: BrowserSession,
    problems?: Readonly<Record<string, readonly string[]>>,
  ) => {
    const place = browser.placeFor(request, reply);
    const page = <PasswordPage place={place} person={session} done={isDone(request)} {...(problems && { problems })} />;
    return browser.send(reply, page, { status: problems ? 400 : 200 });
  };

  app.get(
    '/account/password',
    signedIn(async (request, reply, session) => showPassword(request, reply, session)),
  );

  app.post(
    '/account/password',
    signedIn(async (request, reply, session) => {
      const { current, password, again } = passwordForm.parse(request.body ?? {});
      const known = { email: session.email, password: current };
      if ((await personOfCredentials(newEm(), limits, known, request.ip)) !== session.userId)
        return showPassword(request, reply, session, { current: ['is not your password'] });
      if (password !== again) return showPassword(request, reply, session, { again: ['is not the same'] });
      try {
        await setPassword(newEm(), session.userId, password, new Date());
      } catch (error) {
        if (!(error instanceof DomainError) || !error.fields) throw error;
        return showPassword(request, reply, session, error.fields);
      }
      forgetTokens();
      await browser.signIn(request, reply, session.userId);
      return browser.goTo(reply, '/account/password?done');
    }),
  );
}
