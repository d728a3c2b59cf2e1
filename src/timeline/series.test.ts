import fc from 'fast-check';
import { expect, test } from 'vitest';
import { clientOf, person, type TestPerson } from '../../test/gateway/people.ts';
import { write } from '../../test/gateway/records.ts';
import { useGateway } from '../../test/gateway/test-gateway.ts';

const gateway = useGateway();

interface Series {
  starts: string[];
  localDates: string[] | null;
  counts: number[];
  min: number[];
  max: number[];
  average: number[];
  sum: number[];
}

const all = 'starts localDates counts min max average sum';

async function series<T = Series>(
  who: TestPerson,
  metric: string,
  bucket: string,
  from: string,
  to: string,
  fields = all,
): Promise<T> {
  const { viewer } = await who.gets<{ viewer: { health: { series: T } } }>(
    `{ viewer { health { series(metric: ${metric}, bucket: ${bucket}, from: "${from}", to: "${to}") { ${fields} } } } }`,
  );
  return viewer.health.series;
}

const add = (who: TestPerson, device: string, samples: object[], metric = 'STEPS') =>
  write(who, 'addSamples', { metric, device, samples }, 'accepted');

/** Steps at an instant, over some minutes. */
const steps = (startedAt: string, value: number, minutes = 1) => ({
  startedAt,
  endedAt: new Date(Date.parse(startedAt) + minutes * 60_000).toISOString(),
  value,
});

test('hours, days, weeks and months add up the same samples', async () => {
  const ann = await person(gateway);
  await add(ann, 'Phone', [
    steps('2026-01-16T08:10:00+01:00', 100),
    steps('2026-01-16T08:50:00+01:00', 300),
    steps('2026-01-16T09:00:00+01:00', 50),
    steps('2026-01-18T23:59:00+01:00', 70),
    steps('2026-01-19T00:00:00+01:00', 30),
    steps('2026-02-01T12:00:00+01:00', 10),
  ]);
  const span = ['2026-01-01T00:00:00+01:00', '2026-03-01T00:00:00+01:00'] as const;
  const hours = await series(ann, 'STEPS', 'HOUR', ...span);
  expect(hours).toEqual({
    starts: [
      '2026-01-16T07:00:00Z',
      '2026-01-16T08:00:00Z',
      '2026-01-18T22:00:00Z',
      '2026-01-18T23:00:00Z',
      '2026-02-01T11:00:00Z',
    ],
    localDates: null,
    counts: [2, 1, 1, 1, 1],
    min: [100, 50, 70, 30, 10],
    max: [300, 50, 70, 30, 10],
    average: [200, 50, 70, 30, 10],
    sum: [400, 50, 70, 30, 10],
  });
  expect(await series(ann, 'STEPS', 'DAY', ...span, 'starts localDates sum')).toEqual({
    starts: ['2026-01-15T23:00:00Z', '2026-01-17T23:00:00Z', '2026-01-18T23:00:00Z', '2026-01-31T23:00:00Z'],
    localDates: ['2026-01-16', '2026-01-18', '2026-01-19', '2026-02-01'],
    sum: [450, 70, 30, 10],
  });
  expect(await series(ann, 'STEPS', 'WEEK', ...span, 'localDates sum')).toEqual({
    localDates: ['2026-01-12', '2026-01-19', '2026-01-26'],
    sum: [520, 30, 10],
  });
  expect(await series(ann, 'STEPS', 'MONTH', ...span, 'localDates sum')).toEqual({
    localDates: ['2026-01-01', '2026-02-01'],
    sum: [550, 10],
  });
  const minutes = ['2026-01-16T08:10:00+01:00', '2026-01-16T09:00:00+01:00'] as const;
  expect(await series(ann, 'STEPS', 'MINUTE', ...minutes, 'starts sum')).toEqual({
    starts: ['2026-01-16T07:10:00Z', '2026-01-16T07:50:00Z'],
    sum: [100, 300],
  });
});

test('whatever the span, a series is what the samples between its ends say', async () => {
  const zones = [
    ['Asia/Kolkata', '+05:30'],
    ['Pacific/Apia', '+13:00'],
    ['America/St_Johns', '-03:30'],
  ] as const;
  const start = Date.parse('2026-01-16T00:00:00Z');
  const iso = (minute: number) => new Date(start + minute * 60_000).toISOString();
  const minute = fc.integer({ min: 0, max: 2000 });
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...zones),
      fc.uniqueArray(minute, { minLength: 1, maxLength: 40 }),
      fc.array(fc.tuple(minute, minute), { minLength: 3, maxLength: 3 }),
      fc.constantFrom('MINUTE', 'HOUR', 'DAY'),
      async ([timezone], minutes, spans, bucket) => {
        const ann = await person(gateway, { timezone });
        await add(
          ann,
          'Watch',
          minutes.map((at) => ({ startedAt: iso(at), value: at + 1 })),
          'STEPS',
        );
        for (const [a, b] of spans) {
          const [from, to] = [Math.min(a, b), Math.max(a, b) + 1];
          const inside = minutes.filter((at) => at >= from && at < to);
          const { sum, counts } = await series(ann, 'STEPS', bucket, iso(from), iso(to), 'sum counts');
          expect(sum.reduce((total, value) => total + value, 0)).toBe(inside.reduce((total, at) => total + at + 1, 0));
          expect(counts.reduce((total, value) => total + value, 0)).toBe(inside.length);
        }
      },
    ),
    { numRuns: 25 },
  );
});

test('two devices of one hour are never added up: the one that covers most of it counts', async () => {
  const ann = await person(gateway);
  await add(ann, 'Watch', [steps('2026-01-16T08:00:00+01:00', 900, 50), steps('2026-01-16T09:00:00+01:00', 20, 5)]);
  await add(ann, 'Phone', [steps('2026-01-16T08:00:00+01:00', 700, 30), steps('2026-01-16T09:30:00+01:00', 60, 25)]);
  const span = ['2026-01-16T00:00:00+01:00', '2026-01-17T00:00:00+01:00'] as const;
  expect(await series(ann, 'STEPS', 'HOUR', ...span, 'sum')).toEqual({ sum: [900, 60] });
  expect(await series(ann, 'STEPS', 'DAY', ...span, 'sum')).toEqual({ sum: [960] });
  expect(await series(ann, 'STEPS', 'MINUTE', ...span, 'sum')).toEqual({ sum: [900, 60] });
  // Half of the hour of 8: there the phone's samples cover as much, and the watch was known first.
  expect(await series(ann, 'STEPS', 'HOUR', '2026-01-16T08:00:00+01:00', '2026-01-16T08:30:00+01:00', 'sum')).toEqual({
    sum: [900],
  });
});

test('a span that is cut in two adds up to the whole, whichever devices count', async () => {
  const start = Date.parse('2026-01-16T08:00:00Z');
  const iso = (minute: number) => new Date(start + minute * 60_000).toISOString();
  const minute = fc.integer({ min: 0, max: 300 });
  const walks = fc.uniqueArray(fc.tuple(minute, fc.integer({ min: 1, max: 40 })), {
    maxLength: 15,
    selector: ([at]) => at,
  });
  await fc.assert(
    fc.asyncProperty(
      walks,
      walks,
      minute,
      fc.constantFrom('MINUTE', 'HOUR', 'DAY'),
      async (watch, phone, cut, bucket) => {
        const ann = await person(gateway);
        for (const [device, own] of [
          ['Watch', watch],
          ['Phone', phone],
        ] as const)
          if (own.length > 0)
            await add(
              ann,
              device,
              own.map(([at, long]) => ({ ...steps(iso(at), at + 1, long) })),
            );
        const sum = async (from: number, to: number) =>
          from === to
            ? 0
            : (await series(ann, 'STEPS', bucket, iso(from), iso(to), 'sum')).sum.reduce((a, b) => a + b, 0);
        expect((await sum(0, cut)) + (await sum(cut, 301))).toBe(await sum(0, 301));
      },
    ),
    { numRuns: 25 },
  );
});

test('a device that sends a day at once does not outdo one that sends each hour', async () => {
  const ann = await person(gateway);
  await add(ann, 'Pedometer', [steps('2026-01-16T08:10:00+01:00', 10, 1500)]);
  await add(ann, 'Watch', [steps('2026-01-16T08:00:00+01:00', 3000, 59)]);
  expect(await series(ann, 'STEPS', 'DAY', '2026-01-16T00:00:00+01:00', '2026-01-17T00:00:00+01:00', 'sum')).toEqual({
    sum: [3000],
  });
});

test('a device that changed its offset within an hour is compared with all that it covers', async () => {
  const ann = await person(gateway);
  await add(ann, 'Watch', [steps('2026-01-16T10:00:00+01:00', 1000, 25), steps('2026-01-16T11:30:00+02:00', 1000, 25)]);
  await add(ann, 'Phone', [steps('2026-01-16T10:00:00+01:00', 100, 30)]);
  expect(await series(ann, 'STEPS', 'DAY', '2026-01-16T00:00:00+01:00', '2026-01-17T00:00:00+01:00', 'sum')).toEqual({
    sum: [2000],
  });
});

test('a series costs what it reads', async () => {
  const ann = await person(gateway);
  const aliases = (count: number, bucket: string) =>
    Array.from(
      { length: count },
      (_, index) =>
        `a${index}: series(metric: STEPS, bucket: ${bucket}, from: "2026-01-01T00:00:00Z", to: "2026-01-08T00:00:00Z") { sum }`,
    ).join(' ');
  const refusal = await ann.ask(`{ viewer { health { ${aliases(4, 'MINUTE')} } } }`);
  expect(refusal.errors?.[0]?.message).toContain('This query costs');
  expect((await ann.ask(`{ viewer { health { ${aliases(20, 'DAY')} } } }`)).errors).toBeUndefined();
});

test('hours of devices that disagree about the offset, but start in one hour of UTC, are not added up', async () => {
  const ann = await person(gateway, { timezone: 'Asia/Kolkata' });
  await add(ann, 'Watch', [steps('2026-01-16T08:00:00+05:30', 900, 50)]);
  await add(ann, 'Phone', [steps('2026-01-16T02:40:00+00:00', 700, 30)]);
  const span = ['2026-01-16T00:00:00+05:30', '2026-01-17T00:00:00+05:30'] as const;
  expect(await series(ann, 'STEPS', 'DAY', ...span, 'sum')).toEqual({ sum: [900] });
});

test('a preferred source counts wherever it has samples, and the rule is back when the preference goes', async () => {
  const ann = await person(gateway);
  const tracker = await clientOf(gateway, ann);
  await add(ann, 'Watch', [steps('2026-01-16T08:00:00+01:00', 900, 50), steps('2026-01-16T10:00:00+01:00', 5, 50)]);
  await add(tracker, 'Phone', [steps('2026-01-16T08:00:00+01:00', 700, 30)]);
  await add(tracker, 'Band', [steps('2026-01-16T08:00:00+01:00', 650, 20)]);
  const span = ['2026-01-16T00:00:00+01:00', '2026-01-17T00:00:00+01:00'] as const;
  const sums = () => series(ann, 'STEPS', 'HOUR', ...span, 'sum');
  const prefer = (...sources: object[]) =>
    write(
      ann,
      'setSourcePreference',
      { category: 'STEPS', sources },
      'sourcePreference { category sources { clientId device } }',
    );
  expect(await sums()).toEqual({ sum: [900, 5] });
  const band = { clientId: tracker.clientId, device: 'Band' };
  expect(await prefer(band)).toEqual({ sourcePreference: { category: 'STEPS', sources: [band] } });
  expect(await ann.gets('{ viewer { sourcePreferences { category sources { clientId device } } } }')).toEqual({
    viewer: { sourcePreferences: [{ category: 'STEPS', sources: [band] }] },
  });
  expect(await sums()).toEqual({ sum: [650, 5] });
  await prefer({ clientId: tracker.clientId });
  expect(await sums()).toEqual({ sum: [700, 5] });
  await prefer({ device: 'Band' }, { device: 'Watch' });
  expect(await sums()).toEqual({ sum: [900, 5] });
  await prefer();
  expect(await sums()).toEqual({ sum: [900, 5] });
});

test('a span may end ahead of now, as that of this week does', async () => {
  const ann = await person(gateway);
  const soon = new Date(Date.now() + 20 * 86_400_000).toISOString();
  const recent = new Date(Date.now() - 86_400_000).toISOString();
  await add(ann, 'Watch', [{ startedAt: recent, value: 100 }]);
  const before = new Date(Date.now() - 20 * 86_400_000).toISOString();
  expect(await series(ann, 'STEPS', 'DAY', before, soon, 'sum')).toEqual({ sum: [100] });
});

test('a span that is empty, or too long for its buckets, is refused', async () => {
  const ann = await person(gateway);
  const refusal = async (bucket: string, from: string, to: string) => {
    const { errors } = await ann.ask(
      `{ viewer { health { series(metric: STEPS, bucket: ${bucket}, from: "${from}", to: "${to}") { sum } } } }`,
    );
    return errors?.[0]?.extensions;
  };
  const refused = { code: 'BAD_USER_INPUT', fields: { to: [expect.any(String)] } };
  expect(await refusal('DAY', '2026-01-16T00:00:00Z', '2026-01-16T00:00:00Z')).toEqual(refused);
  expect(await refusal('MINUTE', '2026-01-01T00:00:00Z', '2026-01-09T00:00:00Z')).toEqual(refused);
  expect(await refusal('HOUR', '2024-01-01T00:00:00Z', '2026-01-09T00:00:00Z')).toEqual(refused);
  expect(await refusal('DAY', '1990-01-01T00:00:00Z', '2026-01-09T00:00:00Z')).toEqual(refused);
});

test('without its scope a series is null with an error', async () => {
  const eve = await person(gateway, { scopes: ['profile:read'] });
  const { data, errors } = await eve.ask(
    '{ viewer { health { series(metric: STEPS, bucket: DAY, from: "2026-01-01T00:00:00Z", to: "2026-01-02T00:00:00Z") { sum } } } }',
  );
  expect(data).toEqual({ viewer: { health: { series: null } } });
  expect(errors?.[0]?.extensions.code).toBe('FORBIDDEN');
});
