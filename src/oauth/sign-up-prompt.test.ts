import { expect, test } from 'vitest';
import { person } from '../../test/gateway/people.ts';
import { useGateway } from '../../test/gateway/test-gateway.ts';
import { signsIn } from '../../test/oauth/connection.ts';
import { authorization, exchanges, partner, password } from '../../test/oauth/partner.ts';
import { visitor, type Visited, type Visitor } from '../../test/oauth/visitor.ts';

const gateway = useGateway({ REGISTRATION: 'open' });

async function signsUp(browser: Visitor, signIn: Visited, email: string): Promise<Visited> {
  const link = /href="([^"]*sign-up[^"]*)"/.exec(signIn.html)?.[1] as string;
  return browser.submit(await browser.open(link), { email, password, timezone: 'Europe/Berlin' });
}

// OpenID Connect Core §3.1.2.1
test('who makes an account for an app that insists on a sign-in does not have to sign in again', async () => {
  const [app, browser] = [await partner(gateway), visitor(gateway.url)];
  const { url, verifier } = authorization(gateway, app, { prompt: 'login' });
  const consent = await signsUp(browser, await browser.open(url), 'new@prompt.example');
  expect([consent.html.includes('new@prompt.example'), consent.html.includes('name="password"')]).toEqual([
    true,
    false,
  ]);
  const { leftFor } = await browser.submit(consent, { decision: 'allow' });
  expect((await exchanges(gateway, app, leftFor as URL, verifier)).status).toBe(200);
});

test('and goes before who was signed in with the browser', async () => {
  const app = await partner(gateway);
  const browser = await signsIn(gateway, await person(gateway), password);
  const signIn = await browser.open(authorization(gateway, app, { prompt: 'login' }).url);
  const consent = await signsUp(browser, signIn, 'other@prompt.example');
  expect([consent.html.includes('other@prompt.example'), consent.html.includes('value="allow"')]).toEqual([true, true]);
});
