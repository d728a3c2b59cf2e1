import { describe, expect, test } from 'vitest';
import { documentedResources } from '../../../test/dialects/documented.ts';
import { base, trainItAll, type Refused } from '../../../test/dialects/train-it-all.ts';
import { clientOf, person } from '../../../test/gateway/people.ts';
import { useGateway } from '../../../test/gateway/test-gateway.ts';
import { scopes, type Scope } from '../../platform/scopes.ts';

const gateway = useGateway();
const api = trainItAll(gateway);

const needed: [method: 'get' | 'post', path: string, scope: Scope][] = [
  ['get', '/profile', 'profile:read'],
  ['get', '/activities', 'activities:read'],
  ['post', '/activities', 'activities:write'],
  ['post', '/fit-files', 'activities:write'],
  ['get', '/activities/act_01h2xcejqtf2nbrexx3vqjhp41/fit', 'activities:read'],
  ['get', '/body-metrics', 'body:read'],
  ['post', '/body-metrics', 'body:write'],
  ['get', '/sleep-days', 'sleep:read'],
  ['post', '/sleep-days', 'sleep:write'],
  ['get', '/nutrition-days', 'nutrition:read'],
  ['post', '/nutrition-days', 'nutrition:write'],
  ['get', '/daily-wellness', 'dailyWellness:read'],
  ['post', '/daily-wellness', 'dailyWellness:write'],
];

const said = { error: expect.stringMatching(/./), hint: expect.stringMatching(/./) };

describe.each(needed)('%s %s', (method, path, scope) => {
  test('without a token, or with one that nobody issued, is 401', async () => {
    for (const who of [undefined, { token: 'tia_at_nobody' }, { token: '' }]) {
      const { status, body, headers } = await api[method](who, path);
      expect([status, body]).toEqual([401, { ...said, errorCode: 'unauthorized' }]);
      expect(headers.get('www-authenticate')).toMatch(/^Bearer realm=/);
    }
  });

  test('with every scope but its own is 403, and tells which one it needs', async () => {
    const eve = await person(gateway, { scopes: scopes.filter((other) => other !== scope) });
    const { status, body } = await api[method](eve, path);
    expect([status, body]).toEqual([
      403,
      { ...said, error: expect.stringContaining(scope), errorCode: 'insufficient_scope' },
    ]);
  });
});

const posts = documentedResources.map(({ path, request }) => [path, request] as const);

describe.each(posts)('POST %s', (path, request) => {
  test.each(['text/plain', 'application/xml', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x'])(
    '%s is 415',
    async (type) => {
      const { partner } = await api.connected();
      const { status, body } = await api.post(partner, path, JSON.stringify(request), { 'content-type': type });
      expect([status, body]).toEqual([415, { ...said, errorCode: 'unsupported_media_type' }]);
    },
  );

  test('a charset is no other type', async () => {
    const { partner } = await api.connected();
    const type = { 'content-type': 'application/json; charset=utf-8' };
    expect((await api.post(partner, path, JSON.stringify(request), type)).status).toBe(201);
  });

  test('more than four megabytes are 413', async () => {
    const { partner } = await api.connected();
    const body = JSON.stringify({ ...request, notUsed: 'x'.repeat(4 * 1024 * 1024) });
    const answer = await api.post(partner, path, body);
    expect([answer.status, answer.body]).toEqual([413, { ...said, errorCode: 'payload_too_large' }]);
    expect(await api.lists(partner, path)).toEqual([]);
  });

  test.each(['{', '{"day":', 'day=2026', '{"a":1}}', "{'a':1}", '\u0000', '{"a":NaN}', '{"a":01}'])(
    'what is no JSON is 400: %j',
    async (text) => {
      const { partner } = await api.connected();
      const { status, body } = await api.post(partner, path, text);
      expect([status, body]).toEqual([400, { ...said, errorCode: 'validation_error' }]);
    },
  );

  test.each(['[]', '"text"', 'null', '5', 'true', '[{}]'])('JSON that is no object is 400: %s', async (text) => {
    const { partner } = await api.connected();
    const { status, body } = await api.post<Refused>(partner, path, text);
    expect([status, body.errorCode]).toEqual([400, 'validation_error']);
    expect(body.details?.validation).toEqual({ formErrors: [expect.stringMatching(/./)], fieldErrors: {} });
    expect(body.details).toMatchObject({ receivedKeys: [], missingFields: [] });
  });

  test('nothing at all is 400 or 415', async () => {
    const { partner } = await api.connected();
    const { status } = await api.post(partner, path);
    expect([400, 415]).toContain(status);
  });
});

test('what is not there is 404 in the same shape, whatever the method, with and without a token', async () => {
  const { partner } = await api.connected();
  const addresses: [string, string][] = [
    ['GET', '/nothing'],
    ['POST', '/nothing'],
    ['GET', '/fit-files'],
    ['POST', '/profile'],
    ['PUT', '/sleep-days'],
    ['PATCH', '/activities'],
    ['DELETE', '/activities/act_01h2xcejqtf2nbrexx3vqjhp41'],
    ['GET', '/activities/act_01h2xcejqtf2nbrexx3vqjhp41'],
    ['GET', '/sleep-days/2026-01-16'],
    ['GET', ''],
    ['GET', '/'],
  ];
  for (const headers of [new Headers(), new Headers({ authorization: `Bearer ${partner.token}` })])
    for (const [method, path] of addresses) {
      const response = await fetch(`${gateway.url}${base}${path}`, { method, headers });
      const answer = { address: `${method} ${path}`, status: response.status, body: await response.json() };
      expect(answer).toEqual({ address: `${method} ${path}`, status: 404, body: { ...said, errorCode: 'not_found' } });
    }
});

test('an address that does not decode is refused in the same shape', async () => {
  const { partner } = await api.connected();
  const headers = { authorization: `Bearer ${partner.token}` };
  const response = await fetch(`${gateway.url}${base}/activities/%zz/fit`, { headers });
  expect([response.status, await response.json()]).toEqual([
    expect.toSatisfy((status) => status === 400 || status === 404),
    { ...said, errorCode: expect.any(String) },
  ]);
});

test('no refusal tells of the inside, or repeats what was sent', async () => {
  const { partner } = await api.connected();
  const secret = 'my-weight-is-secret';
  for (const [path] of posts) {
    const { body } = await api.post(partner, path, { title: [secret], day: [secret], measuredAt: [secret], notes: 5 });
    expect(JSON.stringify(body)).not.toMatch(/secret|node_modules|\.ts:|zod/i);
  }
});

test('an answer does not grow with what was asked', async () => {
  const { partner } = await api.connected();
  const many = Object.fromEntries(
    Array.from({ length: 50_000 }, (_, index) => [`key ${index} ${'x'.repeat(50)}`, index]),
  );
  for (const [path] of posts) {
    const { status, body } = await api.post(partner, path, { ['y'.repeat(100_000)]: 1, ...many });
    expect(status).toBe(400);
    expect(JSON.stringify(body).length).toBeLessThan(20_000);
  }
});

describe('too many requests', () => {
  const slow = useGateway({ REQUESTS_PER_MINUTE: '3' });
  const slowApi = trainItAll(slow);

  test('are 429 in the same shape on every route, and say when to come back', async () => {
    const partner = await clientOf(slow, await person(slow));
    for (let index = 0; index < 3; index += 1) await slowApi.get(partner, '/profile');
    for (const [method, path] of needed) {
      const { status, body, headers } = await slowApi[method](partner, path);
      expect([status, body]).toEqual([429, { ...said, errorCode: 'rate_limited' }]);
      expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
    }
  });
});
