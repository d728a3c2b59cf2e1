import { networkInterfaces } from 'node:os';
import { expect, test } from 'vitest';
import { person } from '../gateway/people.ts';
import { authorization, partner } from '../oauth/partner.ts';
import { appInBrowser } from './app-in-browser.ts';
import { signIn, usePages } from './pages.ts';

const { gateway, openWindow } = usePages();

const hasIpv6 = Object.values(networkInterfaces()).some((all) => all?.some(({ address }) => address === '::1'));

// RFC 8252 §7.3
test.skipIf(!hasIpv6)('the browser comes back to an app that listens on IPv6 of the device itself', async () => {
  const ann = await person(gateway);
  const { origin, redirectUri, arrival } = await appInBrowser('[::1]');
  const page = await openWindow(origin);
  await page.goto(authorization(gateway, await partner(gateway, { redirectUris: [redirectUri] })).url);
  await signIn(page, ann.email);
  await page.getByRole('button', { name: 'Allow' }).click();
  expect((await arrival(page)).searchParams.get('code')).toMatch(/^vg_ac_/);
});

// RFC 8252 §7.1
test('the browser calls an app of the device by its own scheme, also to say no', async () => {
  const ann = await person(gateway);
  const app = await partner(gateway, { redirectUris: ['com.example.coach:/back'] });
  const page = await openWindow('com.example.coach:');
  await page.goto(authorization(gateway, app).url);
  await signIn(page, ann.email);
  const isCalled = () => page.waitForRequest((request) => request.url().startsWith('com.example.coach:/back?'));
  const [denial] = await Promise.all([isCalled(), page.getByRole('button', { name: 'Deny' }).click()]);
  expect(new URL(denial.url()).searchParams.get('error')).toBe('access_denied');
  await page.goto(authorization(gateway, app).url);
  const [consent] = await Promise.all([isCalled(), page.getByRole('button', { name: 'Allow' }).click()]);
  expect(new URL(consent.url()).searchParams.get('code')).toMatch(/^vg_ac_/);
});
