import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { person } from '../../test/gateway/people.ts';
import { useGateway } from '../../test/gateway/test-gateway.ts';
import { allows, connects, statusFor } from '../../test/oauth/connection.ts';
import { exchanges, partner, posts, type Partner, type TokenAnswer } from '../../test/oauth/partner.ts';

const gateway = useGateway();

async function waiting(): Promise<number> {
  const { rows } = await sql<{ count: string }>`
    select count(*) from pg_stat_activity
    where datname = current_database() and wait_event_type = 'Lock'`.execute(gateway.orm.em.fork().getKysely());
  return Number(rows[0]?.count);
}

/** Ends an app's connections, and lets a request come before that is certain. */
async function endsWhile(app: Partner, request: () => Promise<TokenAnswer>): Promise<TokenAnswer> {
  const { answer } = await gateway.orm.em.fork().transactional(async (tx) => {
    await sql`delete from connected_apps where client_id = ${app.clientId}`.execute(tx.getKysely());
    const begun = { answer: request() };
    await expect.poll(waiting, { timeout: 10_000, interval: 10 }).toBeGreaterThan(0);
    return begun;
  });
  return answer;
}

test.each(['train-it-all', 'sporttracks'] as const)(
  'a refresh of a %s client that comes while the person ends the connection waits, and is refused',
  async (profile) => {
    const [ann, app] = [await person(gateway), await partner(gateway, { profile })];
    const { tokens } = await connects(gateway, ann, app);
    const refresh = { grant_type: 'refresh_token', refresh_token: tokens.refresh_token };
    const { status, body } = await endsWhile(app, () => posts(gateway, app, refresh));
    expect([status, body.error]).toEqual([400, 'invalid_grant']);
    expect(await statusFor(gateway, tokens.access_token)).toBe(401);
  },
);

test('so does the exchange of a code', async () => {
  const [ann, app] = [await person(gateway), await partner(gateway)];
  const { redirect, verifier } = await allows(gateway, ann, app);
  const { status, body } = await endsWhile(app, () => exchanges(gateway, app, redirect, verifier));
  expect([status, body.error]).toEqual([400, 'invalid_grant']);
});
