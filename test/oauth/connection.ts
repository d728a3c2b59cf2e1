import type { User } from '../../src/accounts/users.service.ts';
import { authorization, consents, exchanges, type Partner, type TokenAnswer } from './partner.ts';
import { visitor, type Visitor } from './visitor.ts';

/** An app that a person allowed what it asked for. */
export interface Connection {
  browser: Visitor;
  redirect: URL;
  verifier: string;
  tokens: TokenAnswer['body'];
}

type Changes = Record<string, string | undefined>;

/** A person signs in, if need be, allows an app, and is sent back with a code. */
export async function allows(
  gateway: { url: string },
  who: Pick<User, 'email'>,
  app: Partner,
  changes: Changes = {},
  browser: Visitor = visitor(gateway.url),
): Promise<Omit<Connection, 'tokens'>> {
  const { url, verifier } = authorization(gateway, app, changes);
  const redirect = await consents(browser, who.email, await browser.open(url));
  return { browser, redirect, verifier };
}

/** As `allows`, and the app exchanges the code. */
export async function connects(
  gateway: { url: string },
  who: Pick<User, 'email'>,
  app: Partner,
  changes: Changes = {},
  browser: Visitor = visitor(gateway.url),
): Promise<Connection> {
  const allowed = await allows(gateway, who, app, changes, browser);
  const { status, body } = await exchanges(gateway, app, allowed.redirect, allowed.verifier);
  if (status !== 200) throw new Error(`${status} ${JSON.stringify(body)}`);
  return { ...allowed, tokens: body };
}

/** What the gateway answers to a token that asks for nothing in particular: 200 when it is live. */
export async function statusFor(gateway: { url: string }, token: string): Promise<number> {
  const headers = { authorization: `Bearer ${token}` };
  return (await fetch(`${gateway.url}/api/v2/system/connect`, { method: 'POST', headers })).status;
}

/** Signs in without an app that asks. */
export async function signsIn(
  gateway: { url: string },
  who: Pick<User, 'email'>,
  password: string,
  browser: Visitor = visitor(gateway.url),
): Promise<Visitor> {
  const page = await browser.submit(await browser.open('/sign-in'), { email: who.email, password });
  if (!page.url.endsWith('/account/apps')) throw new Error(`${page.status} ${page.url}: ${page.html}`);
  return browser;
}
