import type { Page } from 'playwright-core';
import { allowApp } from '../../src/accounts/connected-apps.service.ts';
import { addUser } from '../../src/accounts/users.service.ts';
import type { Scope } from '../../src/platform/scopes.ts';
import type { TestGateway } from '../gateway/test-gateway.ts';
import { authorization, partner, password } from '../oauth/partner.ts';
import { liveStates } from './live-states.ts';
import { openAccount, signIn } from './pages.ts';

/** Leads a window to a state of a page. */
type Lead = (page: Page, gateway: TestGateway) => Promise<void>;

const everything: readonly Scope[] = [
  'profile:read',
  'activities:read',
  'activities:write',
  'body:write',
  'sleep:read',
  'nutrition:read',
  'dailyWellness:read',
  'samples:read',
  'shares:read',
  'notifications:read',
];
const longest = { name: 'Überall-'.repeat(25), email: `${'ann-'.repeat(15)}@${'long-'.repeat(11)}name.example` };

let made = 0;

/** Someone without any token. */
async function newcomer(
  gateway: TestGateway,
  { name = 'Ann Mbeki', email = `ann.mbeki.${(made += 1)}@test.example` } = {},
) {
  const draft = { email, name, password, timezone: 'Europe/Berlin' };
  return addUser(gateway.orm.em.fork(), draft, new Date());
}

async function account(page: Page, gateway: TestGateway, path: string) {
  const person = await newcomer(gateway);
  await openAccount(page, gateway, path, person.email);
  return person;
}

/** Connects an app as its consent does. */
async function connect(gateway: TestGateway, userId: string, app: { clientId: string }, scopes: readonly Scope[]) {
  await allowApp(gateway.orm.em.fork(), userId, app.clientId, scopes, new Date());
}

/** Posts a form of the page, though the browser sees that it cannot be right. */
async function submitAnyway(page: Page, button: string): Promise<void> {
  await page.evaluate(`document.querySelector('main form').noValidate = true`);
  await page.getByRole('button', { name: button }).click();
  await page.getByRole('alert').waitFor();
}

async function makeToken(page: Page, name: string, ...permissions: string[]): Promise<void> {
  await page.getByLabel('Name').fill(name);
  for (const permission of permissions) await page.getByLabel(permission).check();
  await page.getByRole('button', { name: 'Make token' }).click();
  await page.getByText('Copy it now').waitFor();
}

/** Every page, in every state in which a person can meet it. */
export const states: Record<string, Lead> = {
  'sign-in': async (page, gateway) => {
    await page.goto(`${gateway.url}/sign-in`);
  },
  'sign-in for an app': async (page, gateway) => {
    await page.goto(authorization(gateway, await partner(gateway)).url);
  },
  'sign-in that was refused': async (page, gateway) => {
    await page.goto(`${gateway.url}/sign-in`);
    await signIn(page, 'nobody@test.example', 'not this one');
    await page.getByRole('alert').waitFor();
  },
  'sign-up': async (page, gateway) => {
    await page.goto(`${gateway.url}/sign-up`);
  },
  'sign-up for an app': async (page, gateway) => {
    await page.goto(authorization(gateway, await partner(gateway)).url);
    await page.getByRole('link', { name: 'Create an account' }).click();
    await page.getByRole('button', { name: 'Create account' }).waitFor();
  },
  'sign-up with problems': async (page, gateway) => {
    await page.goto(`${gateway.url}/sign-up`);
    await page.getByLabel('E-mail').fill('ann@nowhere');
    await page.getByLabel('Password').fill('short');
    await submitAnyway(page, 'Create account');
  },
  consent: async (page, gateway) => {
    const [person, app] = [await newcomer(gateway), await partner(gateway, { scopes: everything })];
    await page.goto(authorization(gateway, app).url);
    await signIn(page, person.email);
    await page.getByRole('button', { name: 'Allow' }).waitFor();
  },
  'consent beside what is allowed already': async (page, gateway) => {
    const [person, app] = [await newcomer(gateway), await partner(gateway)];
    await connect(gateway, person.id, app, ['profile:read']);
    await page.goto(authorization(gateway, app, { scope: 'activities:read activities:write' }).url);
    await signIn(page, person.email);
    await page.getByText('What it may do already').waitFor();
  },
  'consent with the longest names': async (page, gateway) => {
    const person = await newcomer(gateway, longest);
    const app = await partner(gateway, {
      name: longest.name,
      redirectUris: [`https://${'long-'.repeat(11)}name.${'long-'.repeat(11)}name.example/callback`],
    });
    await page.goto(authorization(gateway, app).url);
    await signIn(page, person.email);
    await page.getByRole('button', { name: 'Allow' }).waitFor();
  },
  'connected apps, none yet': async (page, gateway) => {
    await account(page, gateway, 'apps');
  },
  'connected apps': async (page, gateway) => {
    const person = await account(page, gateway, 'apps');
    await connect(gateway, person.id, await partner(gateway, { name: 'Sleep Diary' }), ['sleep:read', 'body:write']);
    await connect(gateway, person.id, await partner(gateway), ['profile:read', 'activities:read', 'activities:write']);
    await connect(gateway, person.id, await partner(gateway, { name: longest.name }), ['notifications:read']);
    await page.reload();
  },
  'personal tokens, none yet': async (page, gateway) => {
    await account(page, gateway, 'tokens');
  },
  'personal tokens with a new one': async (page, gateway) => {
    await account(page, gateway, 'tokens');
    await makeToken(page, 'Night script', 'See: Sleep', 'See: Days');
  },
  'personal tokens': async (page, gateway) => {
    await account(page, gateway, 'tokens');
    await makeToken(page, 'Night script', 'See: Sleep', 'See: Days');
    await makeToken(page, longest.name, 'See: Profile');
    await page.goto(`${gateway.url}/account/tokens`);
  },
  'personal tokens with problems': async (page, gateway) => {
    await account(page, gateway, 'tokens');
    await submitAnyway(page, 'Make token');
  },
  password: async (page, gateway) => {
    await account(page, gateway, 'password');
  },
  'password with problems': async (page, gateway) => {
    await account(page, gateway, 'password');
    await page.getByLabel('Current password').fill(password);
    await page.getByLabel('New password', { exact: true }).fill('short');
    await page.getByLabel('New password again').fill('short');
    await submitAnyway(page, 'Change password');
  },
  'password, changed': async (page, gateway) => {
    await account(page, gateway, 'password');
    for (const field of await page.getByLabel(/password/i).all()) await field.fill(password);
    await page.getByRole('button', { name: 'Change password' }).click();
    await page.getByRole('status').waitFor();
  },
  'signed out': async (page, gateway) => {
    await account(page, gateway, 'apps');
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByText('You are signed out').waitFor();
  },
  'an app’s request that is impossible': async (page, gateway) => {
    const redirect_uri = 'https://elsewhere.example/callback';
    await page.goto(authorization(gateway, await partner(gateway), { redirect_uri }).url);
  },
  'an app that is not known': async (page, gateway) => {
    await page.goto(authorization(gateway, { ...(await partner(gateway)), clientId: 'nobody' }).url);
  },
  'a form that has expired': async (page, gateway) => {
    await page.goto(`${gateway.url}/sign-in`);
    await page.context().clearCookies();
    await signIn(page, 'nobody@test.example');
    await page.getByText('expired').first().waitFor();
  },
  ...liveStates,
};
