import { expect, test } from 'vitest';
import { clientOf, person } from '../gateway/people.ts';
import { useGateway } from '../gateway/test-gateway.ts';
import { checkedClient } from './checked-client.ts';
import { hostileBodies, hostileTypes } from './hostile.ts';
import { rowsIn } from './rows.ts';

const gateway = useGateway({ REQUESTS_PER_MINUTE: '100000' });
const client = checkedClient(gateway, 'sporttracks', '/api/v2');

test('an app for SportTracks learns whose account it is, whatever it sends along, and nothing is stored', async () => {
  const partner = await clientOf(gateway, await person(gateway));
  const before = await rowsIn(gateway);
  const { body: known } = await client.post(partner, '/system/connect');
  expect(known).toEqual({ user: { uid: expect.any(Number) } });
  for (const body of Object.values(hostileBodies))
    expect(await client.post(partner, '/system/connect', body)).toMatchObject({ status: 200, body: known });
  for (const type of hostileTypes)
    expect((await client.post(partner, '/system/connect', 'x', { 'content-type': type })).status).toBeOneOf([200, 415]);
  expect(await rowsIn(gateway)).toEqual(before);
});

test('five megabytes are answered as documented', async () => {
  const partner = await clientOf(gateway, await person(gateway));
  const { status } = await client.post(partner, '/system/connect', 'x'.repeat(5 * 1024 * 1024));
  expect(status).toBeOneOf([200, 413]);
});

test('without a token, or with one that nobody issued, it is 401', async () => {
  for (const who of [undefined, { token: 'st_nobody' }])
    expect(await client.post(who, '/system/connect', { any: 'thing' })).toMatchObject({
      status: 401,
      body: { error: { code: 'UNAUTHENTICATED', message: expect.any(String) } },
    });
});
