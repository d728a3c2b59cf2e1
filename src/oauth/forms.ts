import { z } from 'zod';
import type { Credentials } from '../accounts/sign-in.ts';
import { badInput } from '../platform/errors.ts';

/** A field that a form posts once; absent is empty. */
const field = z.string().catch('');

/** Does not say which of the two is wrong: that would tell who has an account. */
export const noMatch = 'This e-mail and password do not match.';

const signInForm = z.object({ email: field, password: field });
const longest = 1000;

/** What a sign-in form says. @throws DomainError BAD_USER_INPUT for what nobody types */
export function credentials(body: unknown): Credentials {
  const entered = signInForm.parse(body ?? {});
  if (entered.email.length > longest || entered.password.length > longest)
    throw badInput('password', `and e-mail must have at most ${longest} characters`);
  return entered;
}

export const signUpForm = z.object({ name: field, email: field, password: field, timezone: field });
export const passwordForm = z.object({ current: field, password: field, again: field });
export const disconnectForm = z.object({ clientId: field });
export const revokeForm = z.object({ id: field });
export const tokenForm = z.object({
  name: field,
  days: field,
  scopes: z.preprocess((value) => (value === undefined ? [] : [value].flat()), z.array(z.string()).catch([])),
});

/**
 * The page of this server to go on with, from a parameter that anyone may have written. What is not a path of this server is left
 * out, so that a link to the sign-in leads nowhere else.
 */
export function safeContinuation(given: unknown, otherwise: string): string {
  if (typeof given !== 'string' || !given.startsWith('/')) return otherwise;
  const here = 'https://vitalgate.invalid';
  const url = URL.parse(given, here);
  // Of /.//host there is //host left, which is another host to a browser.
  return url?.origin === here && !url.pathname.startsWith('//') ? `${url.pathname}${url.search}` : otherwise;
}
