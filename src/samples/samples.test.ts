import { describe, expect, test } from 'vitest';
import { person, type TestPerson } from '../../test/gateway/people.ts';
import { refused, write } from '../../test/gateway/records.ts';
import { useGateway } from '../../test/gateway/test-gateway.ts';

const gateway = useGateway();

interface Given {
  startedAt: string;
  endedAt?: string;
  value: number;
}

const add = (who: TestPerson, metric: string, device: string, samples: Given[], wishes = {}) =>
  write<{ accepted: number; duplicates: number }>(
    who,
    'addSamples',
    { metric, device, samples, ...wishes },
    'accepted duplicates',
  );

interface Page {
  samples: Record<string, unknown>[];
  pageInfo: { hasNextPage: boolean; endCursor: string | null };
}

async function page(who: TestPerson, args: string, selection = 'startedAt value'): Promise<Page> {
  const { viewer } = await who.gets<{ viewer: { health: { samples: Page } } }>(
    `{ viewer { health { samples(${args}) { samples { ${selection} } pageInfo { hasNextPage endCursor } } } } }`,
  );
  return viewer.health.samples;
}

const at = (minute: number) => new Date(Date.parse('2026-01-16T08:00:00Z') + minute * 60_000).toISOString();

test('the first of a sample stays, whoever sends it again, and the answer says how many were new', async () => {
  const ann = await person(gateway);
  const sample = { startedAt: at(0), value: 61 };
  expect(await add(ann, 'HEART_RATE', 'Watch', [sample, { ...sample, value: 62 }])).toEqual({
    accepted: 1,
    duplicates: 1,
  });
  expect(await add(ann, 'HEART_RATE', 'Watch', [{ startedAt: at(1), value: 63 }, sample])).toEqual({
    accepted: 1,
    duplicates: 1,
  });
  expect(await add(ann, 'HEART_RATE', 'Strap', [{ ...sample, value: 64 }])).toEqual({ accepted: 1, duplicates: 0 });
  expect((await page(ann, 'metric: HEART_RATE')).samples).toEqual([
    { startedAt: '2026-01-16T08:00:00Z', value: 61 },
    { startedAt: '2026-01-16T08:00:00Z', value: 64 },
    { startedAt: '2026-01-16T08:01:00Z', value: 63 },
  ]);
});

test('a sample tells where it came from, its day, and its value in the own unit of the metric', async () => {
  const ann = await person(gateway);
  const samples = [{ startedAt: '2026-01-16T23:30:00-05:00', endedAt: '2026-01-16T23:31:00-05:00', value: 1.25 }];
  await add(ann, 'HEART_RATE', 'Watch', samples, { deviceVersion: '10.1', unit: 'count/s' });
  const fields = 'startedAt endedAt value unit localDate utcOffsetMinutes device deviceVersion clientId';
  expect((await page(ann, 'metric: HEART_RATE', fields)).samples).toEqual([
    {
      startedAt: '2026-01-17T04:30:00Z',
      endedAt: '2026-01-17T04:31:00Z',
      value: 75,
      unit: 'bpm',
      localDate: '2026-01-16',
      utcOffsetMinutes: -300,
      device: 'Watch',
      deviceVersion: '10.1',
      clientId: null,
    },
  ]);
});

test('pages give each sample once, in order, between two instants; the end is exclusive', async () => {
  const ann = await person(gateway);
  const minutes = Array.from({ length: 25 }, (_, index) => index);
  await add(
    ann,
    'STEPS',
    'Phone',
    minutes.map((minute) => ({ startedAt: at(minute), endedAt: at(minute + 1), value: minute + 1 })),
  );
  const seen: unknown[] = [];
  let after = '';
  for (;;) {
    const { samples, pageInfo } = await page(
      ann,
      `metric: STEPS, from: "${at(2)}", to: "${at(20)}", first: 7${after}`,
      'value',
    );
    seen.push(...samples.map(({ value }) => value));
    if (!pageInfo.hasNextPage) break;
    after = `, after: "${pageInfo.endCursor}"`;
  }
  expect(seen).toEqual(minutes.slice(2, 20).map((minute) => minute + 1));
  const other = await ann.ask(`{ viewer { health { samples(metric: HEART_RATE${after}) { samples { value } } } } }`);
  expect(other.errors?.[0]?.extensions).toMatchObject({
    code: 'BAD_USER_INPUT',
    fields: { after: [expect.any(String)] },
  });
});

describe('what no sample can be is refused by name, and nothing of its batch is stored', () => {
  const fine = { startedAt: at(0), value: 61 };
  const many = Array.from({ length: 10_001 }, (_, index) => ({ startedAt: at(index), value: 61 }));
  test.each<[string, object, string[]]>([
    ['a heart that stands still', { samples: [fine, { startedAt: at(1), value: 0 }] }, ['samples.1.value']],
    ['a heart at 301', { samples: [fine, { startedAt: at(1), value: 301 }] }, ['samples.1.value']],
    [
      '301 a minute, told by the second',
      { samples: [{ startedAt: at(1), value: 5.1 }], unit: 'count/s' },
      ['samples.0.value'],
    ],
    ['a unit of another metric', { samples: [fine], unit: 'kg' }, ['samples.0.unit']],
    ['an end before the start', { samples: [{ ...fine, endedAt: at(-1) }] }, ['samples.0.endedAt']],
    ['two days long', { samples: [{ ...fine, endedAt: at(2880) }] }, ['samples.0.endedAt']],
    ['next year', { samples: [{ startedAt: '2036-01-01T00:00:00Z', value: 61 }] }, ['samples.0.startedAt']],
    ['the year 20266', { samples: [{ startedAt: '20266-01-01T00:00:00Z', value: 61 }] }, ['samples.0.startedAt']],
    ['no device', { samples: [fine], device: '' }, ['samples.0.device']],
    ['U+0000', { samples: [fine], device: 'a\u0000b' }, ['samples.0.device']],
    ['half of a surrogate pair', { samples: [fine], device: '\ud800' }, ['samples.0.device']],
    ['no samples', { samples: [] }, ['samples']],
    ['too many samples', { samples: many }, ['samples']],
  ])('%s', async (_, wishes, fields) => {
    const ann = await person(gateway);
    const input = { metric: 'HEART_RATE', device: 'Watch', ...wishes };
    expect(await refused(ann, 'addSamples', input)).toEqual({ code: 'BAD_USER_INPUT', fields });
    expect((await page(ann, 'metric: HEART_RATE')).samples).toEqual([]);
  });
});

test('ten thousand samples of one request are all there', async () => {
  const ann = await person(gateway);
  const samples = Array.from({ length: 10_000 }, (_, second) => ({
    startedAt: new Date(Date.parse('2026-01-16T08:00:00Z') + second * 1000).toISOString(),
    value: 60 + (second % 40),
  }));
  expect(await add(ann, 'HEART_RATE', 'Watch', samples)).toEqual({ accepted: 10_000, duplicates: 0 });
  expect(await add(ann, 'HEART_RATE', 'Watch', samples.toReversed())).toEqual({ accepted: 0, duplicates: 10_000 });
});

test('deleting takes the samples of a span, of one device or all, and only of oneself', async () => {
  const [ann, bob] = [await person(gateway), await person(gateway)];
  for (const who of [ann, bob])
    for (const device of ['Watch', 'Phone'])
      await add(
        who,
        'STEPS',
        device,
        [0, 1, 2].map((minute) => ({ startedAt: at(minute), value: 10 })),
      );
  const gone = (wishes: object) =>
    write(ann, 'deleteSamples', { metric: 'STEPS', from: at(1), to: at(2), ...wishes }, 'deletedCount');
  expect(await gone({ device: 'Phone' })).toEqual({ deletedCount: 1 });
  expect(await gone({})).toEqual({ deletedCount: 1 });
  expect(await gone({})).toEqual({ deletedCount: 0 });
  expect((await page(ann, 'metric: STEPS', 'startedAt')).samples).toHaveLength(4);
  expect((await page(bob, 'metric: STEPS', 'startedAt')).samples).toHaveLength(6);
  expect(await refused(ann, 'deleteSamples', { metric: 'STEPS', from: at(2), to: at(1) })).toEqual({
    code: 'BAD_USER_INPUT',
    fields: ['to'],
  });
});

test('without their scopes samples are null with an error, and writing is refused', async () => {
  const eve = await person(gateway, { scopes: ['profile:read'] });
  const { data, errors } = await eve.ask('{ viewer { health { samples(metric: STEPS) { samples { value } } } } }');
  expect(data).toEqual({ viewer: { health: { samples: null } } });
  expect(errors?.[0]?.extensions.code).toBe('FORBIDDEN');
  const sample = { startedAt: at(0), value: 10 };
  expect((await refused(eve, 'addSamples', { metric: 'STEPS', device: 'Watch', samples: [sample] })).code).toBe(
    'FORBIDDEN',
  );
  expect((await refused(eve, 'deleteSamples', { metric: 'STEPS', from: at(0), to: at(1) })).code).toBe('FORBIDDEN');
});
