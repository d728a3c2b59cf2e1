import { describe, expect, test } from 'vitest';
import { documentedError, documentedProfile, documentedResources } from '../../../test/dialects/documented.ts';
import { misfits, shapeOf } from '../../../test/dialects/field-types.ts';
import { trainItAll, type Item, type Page, type Refused } from '../../../test/dialects/train-it-all.ts';
import { clientOf, person } from '../../../test/gateway/people.ts';
import { useGateway } from '../../../test/gateway/test-gateway.ts';
import { coverage } from './coverage.ts';
import { dailyResources } from './daily-resources.ts';

const gateway = useGateway();
const api = trainItAll(gateway);
const resources = documentedResources.map((resource) => [resource.path, resource] as const);

/** An example of the document with what only its vendor could say replaced: ids, clients, and when it was written. */
const expected = (example: Item, clientId: string): unknown =>
  JSON.parse(JSON.stringify(example).replaceAll('YOUR_CLIENT_ID', clientId), (name, value: unknown) => {
    if (name === 'createdAt' || name === 'updatedAt' || name === 'receivedAt')
      return expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
    if (typeof value === 'string' && value.endsWith('_...'))
      return expect.stringMatching(new RegExp(`^${value.slice(0, -3)}\\w+$`));
    return value;
  });

describe('the example request makes a record, and its id is in the list:', () => {
  test.each(resources)('%s', async (path, { request }) => {
    const { partner } = await api.connected();
    const made = await api.post<{ id: string }>(partner, path, request);
    expect([made.status, made.body]).toEqual([201, { id: expect.any(String) }]);
    expect((await api.lists(partner, path)).map(({ id }) => id)).toEqual([made.body.id]);
    expect(await api.post(partner, path, request)).toMatchObject({ status: 200, body: made.body });
    expect(await api.lists(partner, path)).toHaveLength(1);
  });
});

describe('what the example response tells comes back value by value, its fields with their types:', () => {
  test.each(resources)('%s', async (path, { full, item }) => {
    const { partner } = await api.connected();
    await api.writes(partner, path, full);
    const [given] = await api.lists(partner, path);
    expect(given).toMatchObject(expected(item, partner.clientId) as object);
    expect(shapeOf(given)).toMatchObject(shapeOf(item));
  });
});

test('the pagination of the examples is answered when there is another page', async () => {
  const { partner } = await api.connected();
  for (let day = 1; day <= 31; day += 1)
    await api.writes(partner, '/daily-wellness', { day: `2026-01-${String(day).padStart(2, '0')}`, steps: day });
  const { body } = await api.get<Page>(partner, '/daily-wellness?page=1&per_page=30');
  expect(body.pagination).toEqual({ page: 1, perPage: 30, prevPage: null, nextPage: 2, hasNextPage: true });
  expect(body.items).toHaveLength(30);
});

describe('every field of section 5 is there with its type, in a record that says nothing and in one that says all:', () => {
  test.each(resources)('%s', async (path, { request, full, fields }) => {
    const { partner } = await api.connected();
    await api.writes(partner, path, full);
    const [said] = (await api.lists(partner, path)) as [Item];
    expect(misfits(said, fields)).toEqual([]);

    const other = await clientOf(gateway, await person(gateway));
    const { title, type, startedAt, durationMin, measuredAt, day } = request;
    await api.writes(other, path, { title, type, startedAt, durationMin, measuredAt, day });
    const [silent] = (await api.lists(other, path)) as [Item];
    expect(misfits(silent, fields)).toEqual([]);
  });

  test('/profile', async () => {
    const ann = await person(gateway, { name: 'Ann' });
    const partner = await clientOf(gateway, ann);
    const { body } = await api.get<Item>(partner, '/profile');
    expect(misfits(body, documentedProfile)).toEqual([]);
    expect(body).toMatchObject({ email: ann.email, name: 'Ann', image: null });
    expect(await ann.gets('{ viewer { id } }')).toEqual({ viewer: { id: body['id'] } });
    expect(Object.keys(body).sort()).toEqual(Object.keys(documentedProfile).sort());
  });
});

test('what the coverage table names is what the document names, and nothing else', () => {
  const titles = ['Activities', ...dailyResources.map(({ title }) => title)];
  expect(Object.keys(coverage)).toEqual(['Profile', ...titles]);
  expect(Object.keys(coverage['Profile'] ?? {}).sort()).toEqual(Object.keys(documentedProfile).sort());
  for (const [index, { fields, full, request, writable }] of documentedResources.entries()) {
    const documented = new Set([...Object.keys({ ...fields, ...full, ...request }), ...writable]);
    expect(Object.keys(coverage[titles[index] as string] ?? {}).sort()).toEqual([...documented].sort());
  }
});

describe('the list has no field that neither the document nor its examples have:', () => {
  test.each(resources)('%s', async (path, { full, item, fields }) => {
    const { partner } = await api.connected();
    await api.writes(partner, path, full);
    const [given] = (await api.lists(partner, path)) as [Item];
    expect(Object.keys(given).sort()).toEqual(Object.keys({ ...fields, ...item }).sort());
  });
});

describe('a refusal has the body of section 6:', () => {
  const { issues: _, ...details } = documentedError.details;

  test('the field that is wrong, the keys that came, and those that may come', async () => {
    const { partner } = await api.connected();
    const sent = { day: '2026-02-30', steps: 1, extraField: true };
    const { status, body } = await api.post<Refused>(partner, '/daily-wellness', sent);
    expect(status).toBe(400);
    expect(body).toEqual({
      ...documentedError,
      details: {
        ...details,
        validation: { formErrors: [], fieldErrors: { day: [expect.any(String)] } },
        issues: [{ code: expect.any(String), path: ['day'], message: expect.any(String) }],
        missingFields: [],
      },
    });
  });

  test('the field that is missing', async () => {
    const { partner } = await api.connected();
    const { body } = await api.post<Refused>(partner, '/daily-wellness', { steps: 1, extraField: true });
    expect(body).toEqual({
      ...documentedError,
      details: {
        ...details,
        validation: { formErrors: [], fieldErrors: { day: [expect.any(String)] } },
        issues: [expect.objectContaining({ code: 'invalid_type', path: ['day'], message: expect.any(String) })],
        receivedKeys: ['steps', 'extraField'],
      },
    });
  });

  test.each(resources)('%s names all that may be sent', async (path, { request, full, writable, fields }) => {
    const { partner } = await api.connected();
    const { body } = await api.post<Refused>(partner, path, {});
    const given = ['id', 'organizationId', 'athleteId', 'createdAt', 'updatedAt', 'source', 'sourceName', 'sources'];
    const documented = new Set([...Object.keys({ ...fields, ...full, ...request }), ...writable]);
    for (const name of [...given, 'circumferences']) documented.delete(name);
    expect([...(body.details?.allowedKeys ?? [])].sort()).toEqual([...documented].sort());
    expect(body.details?.receivedKeys).toEqual([]);
  });
});
