import { describe, expect, test } from 'vitest';
import {
  base,
  dambel,
  documentedDefaults,
  exampleRequest,
  type Invalid,
  type Tracker,
} from '../../../test/dialects/dambel.ts';
import { person } from '../../../test/gateway/people.ts';
import { useGateway } from '../../../test/gateway/test-gateway.ts';

const gateway = useGateway();
const api = dambel(gateway);

const microseconds = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/);

test('the example request makes the resource, with every field and nothing else', async () => {
  const { ann, bob } = await api.couple();
  const request = { ...exampleRequest, viewer_user_id: bob.number };
  const { status, body } = await api.post<{ data: Tracker }>(ann, '/shares', request);
  expect([status, body]).toEqual([
    200,
    {
      data: {
        ...documentedDefaults,
        ...request,
        id: expect.any(Number),
        user_id: ann.number,
        user: { id: ann.number, name: 'Ann' },
        viewer_user: { id: bob.number, name: 'Bob' },
        created_at: microseconds,
        updated_at: body.data.created_at,
      },
    },
  ]);
  expect(Number.isSafeInteger(body.data.id)).toBe(true);
  expect(await api.reads(ann, body.data.id)).toEqual(body.data);
});

test('what is required is enough: all is included, nothing is told of, and there are no dates', async () => {
  const { ann, bob } = await api.couple();
  expect(await api.shares(ann, { viewer_user_id: bob.number })).toMatchObject({
    ...documentedDefaults,
    start_date: null,
    end_date: null,
    description: null,
  });
});

test.each(Object.entries(documentedDefaults))('%s is a boolean of its own, by default %s', async (flag, byDefault) => {
  const { ann, bob } = await api.couple();
  const said = { viewer_user_id: bob.number, [flag]: !byDefault };
  expect(await api.shares(ann, said)).toMatchObject({ ...documentedDefaults, [flag]: !byDefault });
});

test('both dates may be null, or one of them; a description may be null, and have 2000 characters', async () => {
  const { ann, bob } = await api.couple();
  for (const said of [
    { start_date: null, end_date: null },
    { start_date: '2024-01-01', end_date: null },
    { start_date: null, end_date: '2024-02-29' },
    { start_date: '2024-01-01', end_date: '2024-01-02' },
    { description: null },
    { description: 'x'.repeat(2000) },
  ])
    expect(await api.shares(ann, { viewer_user_id: bob.number, ...said })).toMatchObject(said);
});

describe('422 names the field, in a sentence that clients can show:', () => {
  test.each<[string, object, string]>([
    ['no viewer', { viewer_user_id: undefined }, 'viewer_user_id'],
    ['null as viewer', { viewer_user_id: null }, 'viewer_user_id'],
    ['text as viewer', { viewer_user_id: '456' }, 'viewer_user_id'],
    ['half a viewer', { viewer_user_id: 456.5 }, 'viewer_user_id'],
    ['a negative viewer', { viewer_user_id: -456 }, 'viewer_user_id'],
    ['viewer 0', { viewer_user_id: 0 }, 'viewer_user_id'],
    ['a viewer beyond 32 bits', { viewer_user_id: 2_147_483_648 }, 'viewer_user_id'],
    ['a viewer beyond 64 bits', { viewer_user_id: 1e30 }, 'viewer_user_id'],
    ['a list of viewers', { viewer_user_id: [456] }, 'viewer_user_id'],
    ['a viewer who is nobody', { viewer_user_id: 456 }, 'viewer_user_id'],
    ['an end on the day of the start', { start_date: '2024-01-01', end_date: '2024-01-01' }, 'end_date'],
    ['an end before the start', { start_date: '2024-01-02', end_date: '2024-01-01' }, 'end_date'],
    ['a date that does not exist', { start_date: '2023-02-29' }, 'start_date'],
    ['a date of the 13th month', { end_date: '2024-13-01' }, 'end_date'],
    ['a date of another form', { end_date: '31.01.2024' }, 'end_date'],
    ['a date without zeros', { start_date: '2024-1-1' }, 'start_date'],
    ['an instant as date', { start_date: '2024-01-01T00:00:00Z' }, 'start_date'],
    ['an empty date', { end_date: '' }, 'end_date'],
    ['a number as date', { start_date: 20_240_101 }, 'start_date'],
    ['a description of 2001 characters', { description: 'x'.repeat(2001) }, 'description'],
    ['a description that is a number', { description: 5 }, 'description'],
    ...Object.keys(documentedDefaults).flatMap((flag): [string, object, string][] =>
      ['true', 1, null].map((value) => [`${flag} of ${JSON.stringify(value)}`, { [flag]: value }, flag]),
    ),
  ])('%s', async (_, wrong, field) => {
    const { ann, bob } = await api.couple();
    const { status, body } = await api.post<Invalid>(ann, '/shares', { viewer_user_id: bob.number, ...wrong });
    const sentence = expect.stringMatching(new RegExp(`^${field} `));
    expect([status, body]).toEqual([422, { message: sentence, errors: { [field]: [sentence] } }]);
    expect((await api.lists(ann)).total).toBe(0);
  });

  test('oneself as viewer', async () => {
    const { ann } = await api.couple();
    const { status, body } = await api.post<Invalid>(ann, '/shares', { viewer_user_id: ann.number });
    expect([status, Object.keys(body.errors)]).toEqual([422, ['viewer_user_id']]);
  });

  test('several at once', async () => {
    const { ann } = await api.couple();
    const wrong = { start_date: 'x', description: 5, include_meal: 'yes' };
    const { status, body } = await api.post<Invalid>(ann, '/shares', wrong);
    expect([status, Object.keys(body.errors).sort()]).toEqual([
      422,
      ['description', 'include_meal', 'start_date', 'viewer_user_id'],
    ]);
    expect(body.message).toBe(`${Object.values(body.errors)[0]?.[0]} (and 3 more)`);
  });
});

const operations: ['get' | 'post' | 'put' | 'delete', string][] = [
  ['get', '/shares'],
  ['post', '/shares'],
  ['get', '/shares/456'],
  ['put', '/shares/456'],
  ['delete', '/shares/456'],
];

describe.each(operations)('%s %s', (method, path) => {
  const call = (who: { token: string } | undefined) =>
    method === 'post' || method === 'put' ? api[method](who, path, {}) : api[method](who, path);

  test('401 without a token, or with one that nobody issued', async () => {
    for (const who of [undefined, { token: 'dambel' }]) {
      const { status, body } = await call(who);
      expect([status, body]).toEqual([401, { error: 'You are not authenticated' }]);
    }
  });

  test('403 without its permission', async () => {
    const other = method === 'get' ? 'shares:write' : 'shares:read';
    const { status, body } = await call(await person(gateway, { scopes: [other] }));
    expect([status, body]).toEqual([403, { error: 'You do not have permission to perform this action' }]);
  });
});

test('404 for an address that is not there, whatever the method', async () => {
  const { ann } = await api.couple();
  const headers = { authorization: `Bearer ${ann.token}` };
  for (const address of [
    'GET ',
    'GET /nothing',
    'PATCH /shares/5',
    'DELETE /shares',
    'PUT /shares',
    'GET /shares/5/x',
  ]) {
    const [method = '', path = ''] = address.split(' ');
    const response = await fetch(`${gateway.url}${base}${path}`, { method, headers });
    expect([address, response.status, await response.json()]).toEqual([address, 404, { error: 'Not found' }]);
  }
});

describe('too many requests', () => {
  const slow = useGateway({ REQUESTS_PER_MINUTE: '1' });

  test('are 429, and say when to come back', async () => {
    const ann = await person(slow);
    const slowApi = dambel(slow);
    await slowApi.lists(ann);
    for (const path of ['/shares', '/shares/5']) {
      const { status, body, headers } = await slowApi.get(ann, path);
      expect([status, body]).toEqual([429, { error: 'Too many requests. Please try again' }]);
      expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
    }
  });
});
