import { describe, expect, test } from 'vitest';
import { checkedClient } from '../../../test/dialects/checked-client.ts';
import { clientOf, person, type TestPerson } from '../../../test/gateway/people.ts';
import { useGateway } from '../../../test/gateway/test-gateway.ts';

const gateway = useGateway();

const client = checkedClient(gateway, 'samples');
const post = (who: { token: string } | undefined, body: object | string, headers?: Record<string, string>) =>
  client.post(who, '/api/v1.1/samples', body, headers);

const element = (second: number, wishes: object = {}) => ({
  device_name: 'iPhone',
  device_version: '17.0.3',
  start_date: new Date(Date.parse('2023-11-01T04:04:51.000Z') + second * 1000).toISOString(),
  end_date: new Date(Date.parse('2023-11-01T04:04:58.000Z') + second * 1000).toISOString(),
  value: 14,
  unit: 'count',
  ...wishes,
});

const steps = (...data: unknown[]) => ({ data_type: 'steps', data });
const three = [element(0), element(60), element(120)];

interface Read {
  startedAt: string;
  value: number;
  localDate: string;
  device: string;
  deviceVersion: string | null;
  clientId: string | null;
}

async function stored(who: Pick<TestPerson, 'gets'>, metric = 'STEPS'): Promise<Read[]> {
  const { viewer } = await who.gets<{ viewer: { health: { samples: { samples: Read[] } } } }>(
    `{ viewer { health { samples(metric: ${metric}, first: 200) {
      samples { startedAt value localDate device deviceVersion clientId }
    } } } }`,
  );
  return viewer.health.samples.samples;
}

test('steps that a partner sends are in GraphQL at once, with their source and local date', async () => {
  const ann = await person(gateway);
  const partner = await clientOf(gateway, ann);
  const walk = { device_name: 'iPhone', device_version: '17.0.3', unit: 'count' };
  const { status, body } = await post(
    partner,
    steps(
      { ...walk, start_date: '2023-11-01T00:04:51.000+04:00', end_date: '2023-11-01T00:04:58.000+04:00', value: 14 },
      { ...walk, start_date: '2023-11-01T09:47:21.000+04:00', end_date: '2023-11-01T09:47:34.000+04:00', value: 24 },
      { device_name: 'Band', device_version: '', start_date: '2023-11-01T10:47:21Z', value: 1.5, unit: 'count' },
    ),
  );
  expect([status, body]).toEqual([200, { status: 'ok', accepted: 3, duplicates: 0 }]);
  const source = { device: 'iPhone', deviceVersion: '17.0.3', clientId: partner.clientId };
  expect(await stored(ann)).toEqual([
    { ...source, startedAt: '2023-10-31T20:04:51Z', value: 14, localDate: '2023-11-01' },
    { ...source, startedAt: '2023-11-01T05:47:21Z', value: 24, localDate: '2023-11-01' },
    {
      ...source,
      device: 'Band',
      deviceVersion: null,
      startedAt: '2023-11-01T10:47:21Z',
      value: 1.5,
      localDate: '2023-11-01',
    },
  ]);
});

test('heart rates by the minute and by the second are read as beats per minute', async () => {
  const ann = await person(gateway);
  const data = [
    element(0, { unit: 'count/min', value: 61 }),
    element(60, { unit: 'count/s', value: 1.5 }),
    element(120, { unit: 'count/s', value: 5 }),
  ];
  expect((await post(ann, { data_type: 'bpm', data })).status).toBe(200);
  expect((await stored(ann, 'HEART_RATE')).map(({ value }) => value)).toEqual([61, 90, 300]);
});

test('batches in parallel, overlapping and sent again: each sample once', async () => {
  const ann = await person(gateway);
  const batches = Array.from({ length: 12 }, (_, batch) =>
    steps(...Array.from({ length: 100 }, (_, index) => element((batch % 6) * 50 + index))),
  );
  const answers = await Promise.all(batches.map((batch) => post(ann, batch)));
  expect(answers.map(({ status }) => status)).toEqual(batches.map(() => 200));
  const accepted = answers.map(({ body }) => (body as { accepted: number }).accepted);
  expect(accepted.reduce((sum, count) => sum + count, 0)).toBe(350);
  const { viewer } = await ann.gets<{ viewer: { health: { series: { counts: number[]; sum: number[] } } } }>(
    `{ viewer { health { series(metric: STEPS, bucket: DAY, from: "2023-10-01T00:00:00Z", to: "2023-12-01T00:00:00Z") { counts sum } } } }`,
  );
  expect(viewer.health.series).toEqual({ counts: [350], sum: [350 * 14] });
});

describe('a batch with anything wrong stores nothing, and names it', () => {
  const bad = (wishes: object, dataType = 'steps') => ({
    data_type: dataType,
    data: [...three.slice(0, 2), element(5, wishes)],
  });
  test.each<[string, object, object]>([
    ['no start', bad({ start_date: undefined }), { index: 2, field: 'start_date' }],
    ['a start without an offset', bad({ start_date: '2023-11-01T08:04:51' }), { index: 2, field: 'start_date' }],
    ['a start that is no date', bad({ start_date: 'yesterday' }), { index: 2, field: 'start_date' }],
    ['a day that does not exist', bad({ start_date: '2023-02-30T08:00:00Z' }), { index: 2, field: 'start_date' }],
    [
      'a start in the future',
      bad({ start_date: '2123-11-01T00:00:00Z', end_date: undefined }),
      { index: 2, field: 'start_date' },
    ],
    ['an end before the start', bad({ end_date: '2023-10-01T00:00:00Z' }), { index: 2, field: 'end_date' }],
    ['no device', bad({ device_name: undefined }), { index: 2, field: 'device_name' }],
    ['a device that is a number', bad({ device_name: 5 }), { index: 2, field: 'device_name' }],
    ['a version that is a number', bad({ device_version: 17 }), { index: 2, field: 'device_version' }],
    ['no value', bad({ value: undefined }), { index: 2, field: 'value' }],
    ['a value of 0', bad({ value: 0 }), { index: 2, field: 'value' }],
    ['a value below 0', bad({ value: -1 }), { index: 2, field: 'value' }],
    ['a value as text', bad({ value: '14' }), { index: 2, field: 'value' }],
    ['30,001 steps', bad({ value: 30_001 }), { index: 2, field: 'value' }],
    ['no unit', bad({ unit: undefined }), { index: 2, field: 'unit', message: 'must be count' }],
    ['steps per minute', bad({ unit: 'count/min' }), { index: 2, field: 'unit' }],
    [
      'heart rates in a unit that only GraphQL has',
      { data_type: 'bpm', data: [0, 1, 2].map((at) => element(at, { unit: at === 2 ? 'bpm' : 'count/min' })) },
      { index: 2, field: 'unit', message: 'must be count/min or count/s' },
    ],
    [
      'a heart at 301',
      { data_type: 'bpm', data: [0, 1, 2].map((at) => element(at, { unit: 'count/min', value: 299 + at })) },
      { index: 2, field: 'value' },
    ],
    ['an element that is null', steps(...three.slice(0, 2), null), { index: 2, field: 'device_name' }],
    ['two elements', steps(...three.slice(0, 2)), { index: null, field: 'data' }],
    ['1001 elements', steps(...Array.from({ length: 1001 }, (_, at) => element(at))), { index: null, field: 'data' }],
    ['data that is no array', { data_type: 'steps', data: { 0: element(0) } }, { index: null, field: 'data' }],
    ['no data', { data_type: 'steps' }, { index: null, field: 'data' }],
    ['an unknown data type', { data_type: 'weight', data: three }, { index: null, field: 'data_type' }],
    ['a body that is an array', three, { index: null, field: 'body' }],
  ])('%s', async (_, given, detail) => {
    const ann = await person(gateway);
    const { status, body } = await post(ann, given);
    expect(status).toBe(422);
    expect(body).toEqual({
      error: 'validation_error',
      details: expect.arrayContaining([{ message: expect.stringMatching(/./), ...detail }]),
    });
    expect(await stored(ann)).toEqual([]);
    expect(await stored(ann, 'HEART_RATE')).toEqual([]);
  });

  test('of a thousand wrong elements fifty are named', async () => {
    const data = Array.from({ length: 1000 }, (_, at) => element(at, { value: 0, unit: 'miles' }));
    const { status, body } = await post(await person(gateway), steps(...data));
    const { details } = body as { details: { index: number }[] };
    expect(status).toBe(422);
    expect(new Set(details.map(({ index }) => index)).size).toBe(50);
  });
});

describe('who may not, or says it in the wrong way, is told so', () => {
  test('no token, and one that is none', async () => {
    for (const who of [undefined, { token: 'vg_pt_nothing' }]) {
      const { status, headers, body } = await post(who, steps(...three));
      expect([status, body]).toEqual([401, { error: expect.any(String) }]);
      expect(headers.get('www-authenticate')).toMatch(/^Bearer /);
    }
  });

  test('a token without samples:write, also before it sent anything of use', async () => {
    const eve = await person(gateway, { scopes: ['samples:read'] });
    expect(await post(eve, '{')).toMatchObject({
      status: 403,
      body: { error: expect.stringContaining('samples:write') },
    });
  });

  test.each(['text/plain', 'application/xml', 'application/x-www-form-urlencoded'])('%s', async (type) => {
    const ann = await person(gateway);
    const { status, body } = await post(ann, JSON.stringify(steps(...three)), { 'content-type': type });
    expect([status, body]).toEqual([415, { error: expect.any(String) }]);
  });

  test('no content type at all', async () => {
    const ann = await person(gateway);
    const { status, body } = await client.post(ann, '/api/v1.1/samples');
    expect([status, body]).toEqual([415, { error: expect.any(String) }]);
  });

  test('a charset is no other type', async () => {
    const ann = await person(gateway);
    const type = { 'content-type': 'application/json; charset=utf-8' };
    expect((await post(ann, steps(...three), type)).status).toBe(200);
  });

  test('five megabytes, broken JSON, and nothing at all', async () => {
    const ann = await person(gateway);
    for (let round = 0; round < 5; round += 1)
      expect(await post(ann, ' '.repeat(8_000_000))).toMatchObject({
        status: 413,
        body: { error: expect.any(String) },
      });
    expect(await post(ann, '{"data_type":')).toMatchObject({ status: 400, body: { error: expect.any(String) } });
    expect(await post(ann, '')).toMatchObject({ status: 400, body: { error: expect.any(String) } });
  });
});

test('the sister route tells the version, to anyone', async () => {
  const { status, body } = await client.get(undefined, '/api/status');
  expect([status, body]).toEqual([200, { status: 'Ok', minimal_api_version: 'v1.0' }]);
});

test('beside the token a batch of a thousand takes one statement, three when its device is new', async () => {
  const ann = await person(gateway);
  for (const [from, statements] of [
    [0, 3],
    [500, 1],
  ] as const) {
    gateway.statements();
    const { status } = await post(ann, steps(...Array.from({ length: 1000 }, (_, at) => element(from + at))));
    expect(status).toBe(200);
    expect(gateway.statements()).toHaveLength(statements);
  }
});
