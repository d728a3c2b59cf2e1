import { expect, test } from 'vitest';
import { person } from '../../test/gateway/people.ts';
import { useGateway } from '../../test/gateway/test-gateway.ts';
import { databaseDump, formsOf } from '../../test/oauth/database-dump.ts';
import { authorization, exchanges, partner, password, posts } from '../../test/oauth/partner.ts';
import { visitor } from '../../test/oauth/visitor.ts';

const gateway = useGateway();

test('nothing in the database lets its reader act as a person or an app', async () => {
  const [ann, app, browser] = [await person(gateway), await partner(gateway), visitor(gateway.url)];
  const secrets = new Map<string, string>([
    ['password', password],
    ['personal token', ann.token],
    ['client secret', app.clientSecret as string],
  ]);
  const dumps: string[] = [];
  /** After each step, while what the step made is still in use. */
  const look = async (step: string, ...seen: [string, string | undefined][]) => {
    for (const [what, value] of seen) secrets.set(`${what} after ${step}`, value ?? '');
    for (const { name, value } of browser.cookies()) secrets.set(`cookie ${name} after ${step}`, value);
    dumps.push(await databaseDump(gateway));
  };

  const { url, verifier } = authorization(gateway, app);
  const signIn = await browser.open(url);
  await look('the request', ['interaction', signIn.url.split('/').at(-1)], ['verifier', verifier]);
  const consent = await browser.submit(signIn, { email: ann.email, password });
  await look('the sign-in', ['interaction', consent.url.split('/').at(-1)]);
  const { leftFor } = await browser.submit(consent, { decision: 'allow' });
  await look('the consent', ['code', leftFor?.searchParams.get('code') ?? '']);
  const { body: tokens } = await exchanges(gateway, app, leftFor as URL, verifier);
  await look('the exchange', ['access token', tokens.access_token], ['refresh token', tokens.refresh_token]);
  const refresh = { grant_type: 'refresh_token', refresh_token: tokens.refresh_token };
  const { body: renewed } = await posts(gateway, app, refresh);
  await look('the refresh', ['access token', renewed.access_token], ['refresh token', renewed.refresh_token]);
  const login = authorization(gateway, app, { prompt: 'login' });
  const again = await browser.submit(await browser.open(login.url), { email: ann.email, password });
  await look('another sign-in', ['code', again.leftFor?.searchParams.get('code') ?? '']);
  const page = await browser.open('/account/tokens');
  const fields = { name: 'script', days: '1', scopes: ['profile:read'] };
  const made = await browser.submit(page, fields, '/account/tokens');
  await look('a new token', ['token', /vg_pt_[\w-]+/.exec(made.html)?.[0]]);

  expect([...secrets].filter(([, secret]) => secret.length < 20).map(([what]) => what)).toEqual([]);
  const everything = dumps.join('\n');
  expect(everything).toContain(app.clientId);
  const found = [...secrets].filter(([, secret]) => formsOf(secret).some((form) => everything.includes(form)));
  expect(found.map(([what]) => what)).toEqual([]);
});
