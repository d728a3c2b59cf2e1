import type { EntityManager } from '@mikro-orm/postgresql';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Limits } from '../accounts/limits.ts';
import { addUser } from '../accounts/users.service.ts';
import { DomainError } from '../platform/errors.ts';
import type { Browser } from './browser.ts';
import { signUpForm } from './forms.ts';
import { SignUpPage, type SignUpProps } from './pages/sign-up.tsx';

export interface SignUpParts {
  browser: Browser;
  newEm: () => EntityManager;
  limits: Pick<Limits, 'signUp'>;
}

/** Where someone signs up: paths of this server. */
export interface SignUpPlace {
  /** Of the form. */
  here: string;
  /** Of the sign-in, for who has an account. */
  signIn: string;
  /** Where it goes on. */
  next: string;
  /** Called with the new person's id once they are signed in. */
  onSignIn?: (userId: string) => Promise<void>;
  /** The app that sent the person. */
  app?: { name: string };
}

// Node.js leaves out UTC, which some people want.
const timezones = [...Intl.supportedValuesOf('timeZone'), 'UTC'];

type Form = Pick<SignUpProps, 'values' | 'problems'>;
const empty: Form = { values: {}, problems: {} };

export function showSignUp(
  { browser }: SignUpParts,
  request: FastifyRequest,
  reply: FastifyReply,
  { here, signIn, app }: SignUpPlace,
  form: Form = empty,
): FastifyReply {
  const place = browser.placeFor(request, reply);
  const page = (
    <SignUpPage
      place={place}
      action={`${place.base}${here}`}
      timezones={timezones}
      signInUrl={`${place.base}${signIn}`}
      {...(app && { app })}
      {...form}
    />
  );
  return browser.send(reply, page, { status: form === empty ? 200 : 400 });
}

/** Makes an account and signs the person in. @throws DomainError RATE_LIMITED */
export async function signUp(
  parts: SignUpParts,
  request: FastifyRequest,
  reply: FastifyReply,
  place: SignUpPlace,
): Promise<FastifyReply> {
  const { browser, newEm, limits } = parts;
  const { name, timezone, ...entered } = signUpForm.parse(request.body ?? {});
  await limits.signUp(request.ip);
  try {
    const draft = { ...entered, email: entered.email.trim(), timezone, ...(name.trim() && { name }) };
    const { id } = await addUser(newEm(), draft, new Date());
    await browser.signIn(request, reply, id);
    await place.onSignIn?.(id);
    return browser.goTo(reply, place.next);
  } catch (error) {
    if (!(error instanceof DomainError) || !error.fields) throw error;
    const values = { name, email: entered.email, timezone };
    const problems = { ...error.fields, ...(!timezone && { timezone: ['Choose your time zone.'] }) };
    return showSignUp(parts, request, reply, place, { values, problems });
  }
}
