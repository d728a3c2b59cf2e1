import { beforeAll, describe, expect, test } from 'vitest';
import { until } from '../../../test/clients/live-client.ts';
import { person, requests, type TestPerson } from '../../../test/gateway/people.ts';
import { write } from '../../../test/gateway/records.ts';
import { share } from '../../../test/gateway/sharing.ts';
import { useGateway } from '../../../test/gateway/test-gateway.ts';
import { liveDoors } from '../../../test/live/doors.ts';
import { drinks, wholeLog } from '../../../test/live/log.ts';
import { connects } from '../../../test/oauth/connection.ts';
import { partner, posts } from '../../../test/oauth/partner.ts';
import { issueToken } from '../../accounts/tokens.service.ts';

const gateway = useGateway({ PUBLIC_URL: 'http://gateway.example' });
let other: { url: string };
beforeAll(async () => {
  other = { url: await gateway.another() };
});

/** A token of someone's, and the act that ends it. */
interface Ending {
  token: string;
  end: () => Promise<unknown>;
}

async function tokenOf(bob: TestPerson, { url }: { url: string }): Promise<Ending> {
  const { token, accessToken } = await write<{ token: string; accessToken: { id: string } }>(
    bob,
    'createToken',
    { scopes: ['notifications:read'], lifetimeSeconds: 600 },
    'token accessToken { id }',
  );
  const there = { ...bob, ...requests({ ...gateway, url }, bob.token) };
  return { token, end: () => write(there, 'revokeToken', { id: accessToken.id }, 'id') };
}

async function disconnected(bob: TestPerson): Promise<Ending> {
  const app = await partner(gateway, { scopes: ['notifications:read'] });
  const { tokens } = await connects(gateway, bob, app);
  return {
    token: tokens.access_token,
    end: () => write(bob, 'disconnectApp', { clientId: app.clientId }, 'clientId'),
  };
}

async function revokedByApp(bob: TestPerson, at: { url: string }, which: 'access_token' | 'refresh_token') {
  const app = await partner(gateway, { scopes: ['notifications:read'] });
  const { tokens } = await connects(gateway, bob, app);
  return { token: tokens.access_token, end: () => posts(at, app, { token: tokens[which] }, '/api/oauth/revoke') };
}

const acts: [string, (bob: TestPerson) => Promise<Ending>][] = [
  ['its person revokes it', (bob) => tokenOf(bob, gateway)],
  ['its person revokes it at another process', (bob) => tokenOf(bob, other)],
  ['its person disconnects the app', disconnected],
  ['its app revokes it', (bob) => revokedByApp(bob, gateway, 'access_token')],
  ['its app revokes at another process what it is refreshed with', (bob) => revokedByApp(bob, other, 'refresh_token')],
  [
    'it expires',
    async ({ id }) => {
      // In three seconds: the shortest that one may ask for is a minute.
      const minuteAgo = new Date(Date.now() - 57_000);
      const wishes = { scopes: ['notifications:read' as const], lifetimeSeconds: 60 };
      const { token } = await issueToken(gateway.orm.em.fork(), id, wishes, minuteAgo);
      return { token, end: async () => {} };
    },
  ],
];

describe.each(liveDoors)('%s', (_door, { follow, forbidden }) => {
  test.each(acts)('ends with its token when %s, and no other one with it', async (_act, make) => {
    const [ann, bob] = [await person(gateway), await person(gateway, { name: 'Bob' })];
    await share(ann, bob, { notify: ['WATER'] });
    const { token, end } = await make(bob);
    const place = (await wholeLog(bob)).at(-1);
    const [ending, staying] = [await follow(gateway.url, token, place), await follow(gateway.url, bob.token, place)];
    await drinks(ann);
    await until(() => ending.told().length === 1 && staying.told().length === 1);
    await end();
    await until(() => ending.ending() !== undefined);
    expect(ending.ending()).toBe(forbidden);
    await drinks(ann);
    await until(() => staying.told().length === 2);
    expect([ending.told().length, staying.ending()]).toEqual([1, undefined]);
    staying.close();
    await until(() => gateway.live().connections === 0 && gateway.live().followed === 0);
  });
});
