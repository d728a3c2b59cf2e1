import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { base, dambel, documentedDefaults, exampleRequest, type Tracker } from '../../../test/dialects/dambel.ts';
import { hostileBodies, hostileFields, hostileTypes, withField } from '../../../test/dialects/hostile.ts';
import { rowsIn } from '../../../test/dialects/rows.ts';
import type { TestPerson } from '../../../test/gateway/people.ts';
import { useGateway } from '../../../test/gateway/test-gateway.ts';
import { conflict, type DomainError } from '../../platform/errors.ts';
import { refusalOf } from '../kit/refusal.ts';
import { envelope } from './envelope.ts';

const gateway = useGateway({ REQUESTS_PER_MINUTE: '1000000' });
const api = dambel(gateway);

let ann: TestPerson;
let bob: TestPerson;
let kept: Tracker;
let request: object;
beforeAll(async () => {
  ({ ann, bob } = await api.couple());
  request = { ...exampleRequest, ...documentedDefaults, viewer_user_id: bob.number };
  kept = await api.shares(ann, { viewer_user_id: bob.number, description: 'Stays' });
});

/** Sends what is no share and no change of one: both are refused alike, and nothing is stored. */
async function refused(body: string, headers?: Record<string, string>) {
  const before = await rowsIn(gateway);
  const made = await api.post(ann, '/shares', body, headers);
  const changed = await api.put(ann, `/shares/${kept.id}`, body, headers);
  expect(await rowsIn(gateway)).toEqual(before);
  expect(await api.reads(ann, kept.id)).toEqual(kept);
  return [made, changed].map(({ status, body: told }) => ({ status, told }));
}

const ofTheBody = { message: expect.stringMatching(/./), errors: { body: [expect.stringMatching(/./)] } };

describe('what is no object is 422 in both routes, and nothing is stored:', () => {
  const objects = ['an empty object', 'keys of prototypes', '100,000 keys', '10,000 objects in objects'];
  const others = Object.entries(hostileBodies).filter(
    ([what]) => !objects.includes(what) && what !== '10,000 objects under a known key',
  );
  test.each(others)('%s', async (_, body) => {
    expect(await refused(body)).toEqual([
      { status: 422, told: ofTheBody },
      { status: 422, told: ofTheBody },
    ]);
  });
});

describe('an object without a viewer is no share, and changes nothing:', () => {
  test.each(Object.entries(hostileBodies).filter(([, body]) => /^\{("[^"]*":.*)?\}$/.test(body)))(
    '%s',
    async (_, body) => {
      const [made, changed] = await refused(body);
      expect(made).toMatchObject({ status: 422 });
      expect(changed?.status).toBeOneOf([200, 422]);
    },
  );
});

test.each(hostileTypes)('the content type %j is refused', async (type) => {
  for (const { status, told } of await refused(JSON.stringify(request), { 'content-type': type }))
    expect([status, told]).toBeOneOf([
      [415, { error: expect.any(String) }],
      [422, ofTheBody],
    ]);
});

test('a charset is no other type', async () => {
  const type = { 'content-type': 'application/json; charset=utf-8' };
  expect((await api.post(ann, '/shares', JSON.stringify(request), type)).status).toBe(200);
});

test('no body is 422', async () => {
  expect(await api.post(ann, '/shares')).toMatchObject({ status: 422, body: ofTheBody });
  expect(await api.put(ann, `/shares/${kept.id}`)).toMatchObject({ status: 422, body: ofTheBody });
});

test('a DELETE takes any object or none, and else is refused as documented', async () => {
  const ending = async (body: string) => {
    const { id } = await api.shares(ann, request);
    const headers = { authorization: `Bearer ${ann.token}`, 'content-type': 'application/json' };
    const response = await fetch(`${gateway.url}${base}/shares/${id}`, { method: 'DELETE', headers, body });
    return { status: response.status, after: (await api.get(ann, `/shares/${id}`)).status };
  };
  for (const body of ['', '{}', '{"id":5}']) expect(await ending(body)).toEqual({ status: 204, after: 404 });
  expect(await ending('{')).toEqual({ status: 422, after: 200 });
});

test('more than four megabytes are 413', async () => {
  const body = JSON.stringify({ ...request, unknown: 'x'.repeat(4 * 1024 * 1024) });
  for (const { status, told } of await refused(body))
    expect([status, told]).toEqual([413, { error: expect.stringMatching(/./) }]);
});

describe('any JSON in any field is answered as documented, and what is refused is not stored:', () => {
  test.each([...Object.keys({ ...exampleRequest, ...documentedDefaults }), 'id', 'user_id', 'unknown'])(
    '%s',
    async (field) => {
      const { id } = await api.shares(ann, request);
      for (const [what, json] of Object.entries(hostileFields)) {
        const body = withField(request, field, json);
        const before = { share: await api.reads(ann, id), rows: await rowsIn(gateway) };
        const changed = await api.put(ann, `/shares/${id}`, body);
        const share = await api.reads(ann, id);
        const made = await api.post<{ data: Tracker }>(ann, '/shares', body);
        const rows = await rowsIn(gateway);
        const after = {
          share: changed.status === 200 ? before.share : share,
          rows: made.status === 200 ? before.rows : rows,
        };
        expect({ what, made: made.status, changed: changed.status, ...after }).toEqual({
          what,
          made: expect.toBeOneOf([200, 422]),
          changed: expect.toBeOneOf([200, 422, 403]),
          ...before,
        });
        // What was taken can be read, and ends, so that there are never too many.
        const ended = made.status === 200 ? (await api.delete(bob, `/shares/${made.body.data.id}`)).status : 204;
        expect({ what, ended }).toEqual({ what, ended: 204 });
      }
      expect((await api.lists(bob)).data.length).toBeGreaterThan(0);
    },
  );

  test('in several at once, and in bodies of any kind', async () => {
    const names = fc.constantFrom(...Object.keys(kept), 'unknown', '__proto__', 'constructor', '');
    const values = fc.jsonValue({ stringUnit: 'binary' });
    const bodies = fc.oneof(
      fc.json({ stringUnit: 'binary' }),
      fc.dictionary(names, values).map((given) => JSON.stringify({ ...request, ...given })),
      fc
        .dictionary(names, fc.oneof(fc.boolean(), fc.integer(), fc.constant(null)))
        .map((given) => JSON.stringify(given)),
    );
    await fc.assert(
      fc.asyncProperty(bodies, async (body) => {
        expect((await api.post(ann, '/shares', body)).status).toBeOneOf([200, 422]);
        expect((await api.put(bob, `/shares/${kept.id}`, body)).status).toBeOneOf([200, 403, 422]);
      }),
      { numRuns: 100 },
    );
  });
});

test('any address of a share is answered as documented', async () => {
  const ids = fc.oneof(fc.string({ unit: 'binary', minLength: 1 }), fc.integer().map(String), fc.double().map(String));
  await fc.assert(
    fc.asyncProperty(ids, async (id) => {
      const path = `/shares/${encodeURIComponent(id.isWellFormed() ? id : 'x').replaceAll('.', '%2E')}`;
      for (const answer of [await api.get(bob, path), await api.put(bob, path, {}), await api.delete(bob, path)])
        expect([answer.status, answer.body]).toEqual([404, { error: 'Not found' }]);
    }),
    { numRuns: 100 },
  );
});

test('parameters of the list may be anything: they are answered as documented', async () => {
  const values = [
    '%00',
    '%ff',
    '%F0%9F%8F%83',
    '-0',
    '1e308',
    '9007199254740993',
    '[]',
    "1'--",
    '1,2',
    '0x10',
    '',
    'x'.repeat(5000),
  ];
  for (const name of ['page', 'per_page', '__proto__', 'page[]', '', '%00'])
    for (const value of [...values, `1&${name}=2`])
      expect((await api.get(ann, `/shares?${name}=${value}`)).status).toBeOneOf([200, 422]);
});

test('no refusal tells of the inside, or repeats what was sent', async () => {
  const secret = 'a-secret';
  const wrong = { viewer_user_id: secret, start_date: secret, description: [secret], include_meal: secret };
  const { body } = await api.post(ann, '/shares', wrong);
  expect(JSON.stringify(body)).not.toMatch(/secret|node_modules|\.ts:|zod|viewerNumber|startDate/i);
});

test('what a service refuses is told under the names of the API too', async () => {
  const { body } = await api.post(ann, '/shares', { ...request, start_date: '2024-02-01', end_date: '2024-01-01' });
  expect(body).toEqual({
    message: 'end_date must be after start_date',
    errors: { end_date: ['end_date must be after start_date'] },
  });
});

test('a conflict, which the vendor does not know, is told as wrong input', () => {
  const body = (error: DomainError) => envelope(refusalOf(error));
  expect(body(conflict('You give 500 shares.'))).toEqual({
    status: 422,
    body: { message: 'You give 500 shares.', errors: { body: ['You give 500 shares.'] } },
  });
  expect(body(conflict('Taken.', { endDate: ['is not after startDate'] }))).toEqual({
    status: 422,
    body: {
      message: 'end_date is not after start_date',
      errors: { end_date: ['end_date is not after start_date'] },
    },
  });
});

test('no prototype was polluted on the way', () => {
  expect(({} as { polluted?: number }).polluted).toBeUndefined();
});
