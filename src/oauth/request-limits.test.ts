import { expect, test } from 'vitest';
import { person, type TestPerson } from '../../test/gateway/people.ts';
import { useGateway } from '../../test/gateway/test-gateway.ts';

const gateway = useGateway({ REQUESTS_PER_MINUTE: '5', AUTHORIZATIONS_PER_MINUTE: '3' });

const doors = {
  graphql: ['/graphql', { query: '{ viewer { name } }' }],
  samples: ['/api/v1.1/samples', { data_type: 'steps', data: [] }],
  sporttracks: ['/api/v2/system/connect', {}],
} as const;

async function asks(who: Pick<TestPerson, 'token'>, door: keyof typeof doors) {
  const [path, body] = doors[door];
  const response = await fetch(`${gateway.url}${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${who.token}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  const retryAfter = Number(response.headers.get('retry-after'));
  return { status: response.status, retryAfter, body: (await response.json()) as unknown };
}

/** Someone who has asked as often as they may. */
async function exhausted(): Promise<TestPerson> {
  const ann = await person(gateway);
  const statuses = [];
  for (let count = 0; count < 5; count += 1) statuses.push((await asks(ann, 'sporttracks')).status);
  expect(statuses).toEqual([200, 200, 200, 200, 200]);
  return ann;
}

const text = expect.stringContaining('Too many requests');

test.each([
  ['graphql', { errors: [{ message: text, extensions: { code: 'RATE_LIMITED' } }] }],
  ['samples', { error: text }],
  ['sporttracks', { error: { code: 'RATE_LIMITED', message: text } }],
] as const)('a token that asks too often is told when to ask again in the shape of %s', async (door, body) => {
  const answer = await asks(await exhausted(), door);
  expect(answer).toMatchObject({ status: 429, body });
  expect(answer.retryAfter).toBeGreaterThan(0);
  expect(answer.retryAfter).toBeLessThanOrEqual(60);
});

test('a limit is that of one token, and a token that is not live has none', async () => {
  await exhausted();
  expect((await asks(await person(gateway), 'graphql')).status).toBe(200);
  const statuses = [];
  for (let count = 0; count < 7; count += 1)
    statuses.push((await asks({ token: 'vg_at_unknown' }, 'sporttracks')).status);
  expect(new Set(statuses)).toEqual(new Set([401]));
});

test('so are requests for access, of which each leaves something behind, by the address that they come from', async () => {
  const asks = () => fetch(`${gateway.url}/oauth/authorize?client_id=nobody`, { redirect: 'manual' });
  for (let count = 0; count < 3; count += 1) expect((await asks()).status).toBe(400);
  const refused = await asks();
  expect([refused.status, await refused.json()]).toEqual([
    429,
    expect.objectContaining({ error: 'temporarily_unavailable' }),
  ]);
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
});
