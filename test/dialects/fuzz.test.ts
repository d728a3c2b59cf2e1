import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { decodeFit } from '../../src/files/fit/decode.ts';
import { clientOf, person } from '../gateway/people.ts';
import { useGateway } from '../gateway/test-gateway.ts';
import { checkedClient } from './checked-client.ts';
import { documentedResources } from './documented.ts';
import { hostileBodies, hostileFields, hostileTypes, withField } from './hostile.ts';
import { rowsIn } from './rows.ts';
import { base, type Page } from './train-it-all.ts';

const gateway = useGateway({ REQUESTS_PER_MINUTE: '1000000' });

/** A route that takes JSON. That a status is documented and none of the gateway's own failures, the client checks in every answer. */
interface Target {
  path: string;
  send: (body: string, headers?: Record<string, string>) => Promise<number>;
  /** A request that would be taken. */
  body: object;
  /** The fields to try, and how a body is with a JSON text as one of them. */
  fields: [name: string, withJson: (json: string) => string][];
}

const sample = {
  device_name: 'iPhone',
  device_version: '17',
  start_date: '2023-11-01T04:04:51Z',
  end_date: '2023-11-01T04:04:58Z',
  value: 14,
  unit: 'count',
};
const batch = { data_type: 'steps', data: [sample, sample, sample] };

let token = '';
beforeAll(async () => {
  ({ token } = await clientOf(gateway, await person(gateway)));
});

function target(dialect: 'train-it-all' | 'samples', path: string, body: object, fields: Target['fields']): Target {
  const client = checkedClient(gateway, dialect);
  return {
    path,
    body,
    fields,
    send: async (text, headers) => (await client.post({ token }, path, text, headers)).status,
  };
}

/** Fields that no example sends. */
const unsent = [
  'elevationGainM',
  'muscleMassKg',
  'sleepHours',
  'notes',
  'energySnackKcal',
  'energyTotalKcal',
  'unknown',
];

const targets: Target[] = [
  ...documentedResources.map(({ path, request, full, writable }) => {
    const body = { ...request, ...full };
    const names = new Set([...Object.keys(body), ...writable, ...unsent]);
    return target(
      'train-it-all',
      base + path,
      body,
      [...names].map((name) => [name, (json) => withField(body, name, json)]),
    );
  }),
  target('samples', '/api/v1.1/samples', batch, [
    ['data_type', (json) => withField(batch, 'data_type', json)],
    ['data', (json) => withField(batch, 'data', json)],
    ...['element', ...Object.keys(sample)].map((name): Target['fields'][number] => [
      `data[2].${name}`,
      (json) => {
        const last = name === 'element' ? json : withField(sample, name, json);
        return withField(batch, 'data', `[${JSON.stringify([sample, sample]).slice(1, -1)},${last}]`);
      },
    ]),
  ]),
];

describe.each(targets.map((one) => [one.path, one] as const))('POST %s', (_, { send, body, fields }) => {
  test('bodies that are no request are refused, and nothing is stored', async () => {
    const before = await rowsIn(gateway);
    for (const [what, text] of Object.entries(hostileBodies))
      expect({ what, status: await send(text) }).toEqual({ what, status: expect.toBeOneOf([400, 422]) });
    expect(await rowsIn(gateway)).toEqual(before);
  });

  test('contents of other types are refused, and nothing is stored', async () => {
    const before = await rowsIn(gateway);
    for (const type of hostileTypes)
      expect({ type, status: await send(JSON.stringify(body), { 'content-type': type }) }).toEqual({
        type,
        status: expect.toBeOneOf([400, 415]),
      });
    expect(await rowsIn(gateway)).toEqual(before);
  });

  test.each(fields)(
    '%s may be anything: what is refused is refused as documented, and not stored',
    async (_, withJson) => {
      let before = await rowsIn(gateway);
      for (const [what, json] of Object.entries(hostileFields)) {
        const status = await send(withJson(json));
        const after = await rowsIn(gateway);
        expect({ what, status, rows: status < 400 ? before : after }).toEqual({ what, status, rows: before });
        before = after;
      }
    },
  );

  test('any JSON at all is answered as documented', async () => {
    const anyKey = fc.constantFrom(...Object.keys(body), 'rawPayload', '__proto__', 'constructor', '');
    const values = fc.jsonValue({ stringUnit: 'binary' });
    const bodies = fc.oneof(
      fc.json({ stringUnit: 'binary' }),
      fc.dictionary(anyKey, values).map((given) => JSON.stringify({ ...body, ...given })),
      fc.dictionary(anyKey, fc.double()).map((given) => JSON.stringify(given)),
    );
    await fc.assert(
      fc.asyncProperty(bodies, async (text) => {
        expect(await send(text)).toBeLessThan(500);
      }),
      { numRuns: 60 },
    );
  });
});

const lists = ['/activities', '/body-metrics', '/sleep-days', '/nutrition-days', '/daily-wellness'];

describe.each(lists)('GET %s', (path) => {
  const client = checkedClient(gateway, 'train-it-all', base);
  const values = [
    '%00',
    '%ff',
    '%F0%9F%8F%83',
    '%ED%A0%80',
    '-0',
    '1e308',
    '9007199254740993',
    '[]',
    '{}',
    "1'--",
    '1,2',
    '0x10',
  ];

  test('parameters may be anything: they are answered as documented', async () => {
    for (const name of [
      'page',
      'per_page',
      'limit',
      '__proto__',
      'constructor',
      'page[]',
      'page[__proto__]',
      '',
      '%00',
    ])
      for (const value of [...values, 'x'.repeat(5000), `1&${name}=2`, `1&${name}=1`, ''])
        expect([200, 400]).toContain((await client.get({ token }, `${path}?${name}=${value}`)).status);
  });

  test('a thousand parameters are answered as documented', async () => {
    const query = Array.from({ length: 1000 }, (_, index) => `page=${index}`).join('&');
    expect((await client.get({ token }, `${path}?${query}`)).status).toBe(400);
  });
});

test('what was taken of all that is read back as documented, and each activity as a FIT file', async () => {
  const client = checkedClient(gateway, 'train-it-all', base);
  for (const path of lists) {
    const { body } = await client.get<Page>({ token }, `${path}?per_page=200`);
    expect(body.items.length).toBeGreaterThan(0);
    if (path !== '/activities') continue;
    for (const { id } of body.items) {
      const file = await client.get<Buffer>({ token }, `/activities/${id as string}/fit`);
      expect(decodeFit(file.body).sessions).toHaveLength(1);
    }
  }
});

test('no prototype was polluted on the way', () => {
  expect(({} as { polluted?: number }).polluted).toBeUndefined();
});
