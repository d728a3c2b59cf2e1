import type { EntityManager } from '@mikro-orm/postgresql';
import type { FastifyInstance } from 'fastify';
import type { Limits } from '../accounts/limits.ts';
import { personOfCredentials } from '../accounts/sign-in.ts';
import { notFound } from '../platform/errors.ts';
import type { Browser } from './browser.ts';
import { credentials, noMatch, safeContinuation } from './forms.ts';
import { SignInPage } from './pages/sign-in.tsx';
import { SignedOutPage } from './pages/signed-out.tsx';
import { showSignUp, signUp, type SignUpPlace } from './sign-up.tsx';

export interface SignInParts {
  browser: Browser;
  newEm: () => EntityManager;
  limits: Limits;
  isOpen: boolean;
}

interface Continued {
  Querystring: { continue?: string };
}

const start = '/account/apps';

/** Signing in, up and out by oneself, without an app that asks. */
export function signInRoutes(app: FastifyInstance, parts: SignInParts): void {
  const { browser, newEm, limits, isOpen } = parts;
  const query = (next: string) => (next === start ? '' : `?continue=${encodeURIComponent(next)}`);

  const signInPage = (
    place: ReturnType<Browser['placeFor']>,
    next: string,
    entered?: { email: string; problem: string },
  ) => (
    <SignInPage
      place={place}
      action={`${place.base}/sign-in${query(next)}`}
      {...entered}
      {...(isOpen && { signUpUrl: `${place.base}/sign-up${query(next)}` })}
    />
  );

  app.get<Continued>('/sign-in', async (request, reply) =>
    browser.send(reply, signInPage(browser.placeFor(request, reply), safeContinuation(request.query.continue, start))),
  );

  app.post<Continued>('/sign-in', async (request, reply) => {
    const next = safeContinuation(request.query.continue, start);
    const entered = credentials(request.body);
    const userId = await personOfCredentials(newEm(), limits, entered, request.ip);
    if (userId === undefined) {
      const page = signInPage(browser.placeFor(request, reply), next, { email: entered.email, problem: noMatch });
      return browser.send(reply, page, { status: 400 });
    }
    await browser.signIn(request, reply, userId);
    return browser.goTo(reply, next);
  });

  app.post('/account/sign-out', async (request, reply) => {
    await browser.signOut(request, reply);
    return browser.goTo(reply, '/signed-out');
  });

  app.get('/signed-out', async (request, reply) => {
    const place = browser.placeFor(request, reply);
    return browser.send(reply, <SignedOutPage place={place} signInUrl={`${place.base}/sign-in`} />);
  });

  const placeOf = (next: string): SignUpPlace => ({
    here: `/sign-up${query(next)}`,
    signIn: `/sign-in${query(next)}`,
    next,
  });

  app.get<Continued>('/sign-up', async (request, reply) => {
    if (!isOpen) throw notFound('This page');
    return showSignUp(parts, request, reply, placeOf(safeContinuation(request.query.continue, start)));
  });

  app.post<Continued>('/sign-up', async (request, reply) => {
    if (!isOpen) throw notFound('This page');
    return signUp(parts, request, reply, placeOf(safeContinuation(request.query.continue, start)));
  });
}
