import type { EntityManager } from '@mikro-orm/postgresql';
import type { FastifyInstance } from 'fastify';
import type { Limits } from '../accounts/limits.ts';
import { personOfCredentials } from '../accounts/sign-in.ts';
import { addUser } from '../accounts/users.service.ts';
import { DomainError, notFound } from '../platform/errors.ts';
import type { Browser } from './browser.ts';
import { credentials, safeContinuation, signUpForm } from './forms.ts';
import { SignInPage } from './pages/sign-in.tsx';
import { SignUpPage, type SignUpProps } from './pages/sign-up.tsx';
import { SignedOutPage } from './pages/signed-out.tsx';

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
export function signInRoutes(app: FastifyInstance, { browser, newEm, limits, isOpen }: SignInParts): void {
  const timezones = Intl.supportedValuesOf('timeZone');
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
      const problem = 'This e-mail and password do not fit.';
      const page = signInPage(browser.placeFor(request, reply), next, { email: entered.email, problem });
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

  const signUpPage = (
    place: ReturnType<Browser['placeFor']>,
    next: string,
    form: Pick<SignUpProps, 'values' | 'problems'>,
  ) => (
    <SignUpPage
      place={place}
      action={`${place.base}/sign-up${query(next)}`}
      timezones={timezones}
      signInUrl={next.startsWith('/oauth/') ? `${place.base}${next}` : `${place.base}/sign-in${query(next)}`}
      {...form}
    />
  );

  app.get<Continued>('/sign-up', async (request, reply) => {
    if (!isOpen) throw notFound('This page');
    const form = { values: { timezone: 'UTC' }, problems: {} };
    const next = safeContinuation(request.query.continue, start);
    return browser.send(reply, signUpPage(browser.placeFor(request, reply), next, form));
  });

  app.post<Continued>('/sign-up', async (request, reply) => {
    if (!isOpen) throw notFound('This page');
    const next = safeContinuation(request.query.continue, start);
    const { name, timezone, ...entered } = signUpForm.parse(request.body ?? {});
    await limits.signUp(request.ip);
    try {
      const draft = { ...entered, email: entered.email.trim(), timezone, ...(name.trim() && { name }) };
      const { id } = await addUser(newEm(), draft, new Date());
      await browser.signIn(request, reply, id);
      return browser.goTo(reply, next);
    } catch (error) {
      if (!(error instanceof DomainError) || !error.fields) throw error;
      const form = { values: { name, email: entered.email, timezone }, problems: error.fields };
      return browser.send(reply, signUpPage(browser.placeFor(request, reply), next, form), { status: 400 });
    }
  });
}
