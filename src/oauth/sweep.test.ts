import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { person } from '../../test/gateway/people.ts';
import { useGateway } from '../../test/gateway/test-gateway.ts';
import { connects, signsIn, statusFor } from '../../test/oauth/connection.ts';
import { authorization, partner, password, posts } from '../../test/oauth/partner.ts';
import { visitor } from '../../test/oauth/visitor.ts';
import { sweep } from './sweep.ts';

const gateway = useGateway();
const hours = (count: number) => new Date(Date.now() + count * 3_600_000);
const days = (count: number) => hours(24 * count);
const swept = ['oauth_artifacts', 'oauth_grants', 'access_tokens', 'browser_sessions', 'rate_limits'];

async function rows(): Promise<Record<string, number>> {
  const counts: [string, number][] = [];
  for (const table of [...swept, 'connected_apps', 'users', 'clients', 'server_secrets']) {
    const counted = sql<{ count: string }>`select count(*) from ${sql.table(table)}`;
    counts.push([table, Number((await counted.execute(gateway.orm.em.fork().getKysely())).rows[0]?.count)]);
  }
  return Object.fromEntries(counts);
}

test('what has expired is swept and nothing else, and people stay with what they allowed', async () => {
  const [ann, app] = [await person(gateway), await partner(gateway)];
  const { tokens } = await connects(gateway, ann, app);
  await visitor(gateway.url).open(authorization(gateway, app).url);

  const before = await rows();
  expect(Object.values(before).every((count) => count > 0)).toBe(true);
  await sweep(gateway.orm.em.fork(), new Date());
  expect(await rows()).toEqual(before);

  // The interactions, the code, the access token and the tries of a password are over after two hours, the refresh token is not.
  await sweep(gateway.orm.em.fork(), hours(2));
  expect(await rows()).toEqual({ ...before, oauth_artifacts: 1, oauth_grants: 1, access_tokens: 0, rate_limits: 0 });
  expect(await statusFor(gateway, tokens.access_token)).toBe(401);
  const refresh = { grant_type: 'refresh_token', refresh_token: tokens.refresh_token };
  expect((await posts(gateway, app, refresh)).status).toBe(200);

  await sweep(gateway.orm.em.fork(), days(1000));
  expect(await rows()).toEqual({ ...before, ...Object.fromEntries(swept.map((table) => [table, 0])) });
  const browser = await signsIn(gateway, ann, password);
  expect((await browser.open('/account/apps')).html).toContain('Tempo Coach');
  expect((await browser.open(authorization(gateway, app).url)).leftFor?.searchParams.has('code')).toBe(true);
});

test('a grant without a token is left for an hour, as long as its code may still come', async () => {
  const [ann, app] = [await person(gateway), await partner(gateway)];
  await connects(gateway, ann, app);
  const em = gateway.orm.em.fork();
  await sql`delete from oauth_artifacts`.execute(em.getKysely());
  await sql`delete from access_tokens`.execute(em.getKysely());
  const { oauth_grants: bare } = await rows();
  await sweep(em, new Date());
  expect((await rows())['oauth_grants']).toBe(bare);
  await sweep(em, hours(2));
  expect((await rows())['oauth_grants']).toBe(0);
});
