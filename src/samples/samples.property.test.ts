import fc from 'fast-check';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { person, type TestPerson } from '../../test/gateway/people.ts';
import { write } from '../../test/gateway/records.ts';
import { useGateway } from '../../test/gateway/test-gateway.ts';

const gateway = useGateway();

const hourMs = 3_600_000;
const start = Date.parse('2026-03-28T18:00:00Z');
const metrics = { HEART_RATE: 1, STEPS: 2 } as const;
const offsets = ['+05:30', '-11:00', '+14:00', '+00:00'] as const;

interface Batch {
  metric: keyof typeof metrics;
  device: string;
  samples: { minute: number; minutesLong: number; value: number; offset: (typeof offsets)[number] }[];
}

interface Deletion {
  metric: keyof typeof metrics;
  device: string | null;
  from: number;
  length: number;
}

const batches = fc.record({
  metric: fc.constantFrom('HEART_RATE' as const, 'STEPS' as const),
  device: fc.constantFrom('Watch', 'Phone'),
  samples: fc.array(
    fc.record({
      minute: fc.integer({ min: 0, max: 900 }),
      minutesLong: fc.integer({ min: 0, max: 90 }),
      value: fc.integer({ min: 1, max: 300 }),
      offset: fc.constantFrom(...offsets),
    }),
    { minLength: 1, maxLength: 40 },
  ),
});

const deletions = fc.record({
  metric: fc.constantFrom('HEART_RATE' as const, 'STEPS' as const),
  device: fc.constantFrom('Watch', 'Phone', null),
  from: fc.integer({ min: -10, max: 900 }),
  length: fc.integer({ min: 1, max: 400 }),
});

const offsetMinutes = (offset: string) =>
  (offset.startsWith('-') ? -1 : 1) * (Number(offset.slice(1, 3)) * 60 + Number(offset.slice(4)));

const iso = (minute: number, offset = '+00:00') =>
  new Date(start + (minute + offsetMinutes(offset)) * 60_000).toISOString().replace('Z', offset);

const add = (who: TestPerson, { metric, device, samples }: Batch) =>
  write<{ accepted: number; duplicates: number }>(
    who,
    'addSamples',
    {
      metric,
      device,
      samples: samples.map(({ minute, minutesLong, value, offset }) => ({
        startedAt: iso(minute, offset),
        endedAt: iso(minute + minutesLong, offset),
        value,
      })),
    },
    'accepted duplicates',
  );

const remove = (who: TestPerson, { metric, device, from, length }: Deletion) =>
  write<{ deletedCount: number }>(
    who,
    'deleteSamples',
    { metric, from: iso(from), to: iso(from + length), ...(device && { device }) },
    'deletedCount',
  );

interface Row {
  metric: number;
  device: string;
  ms: number;
  ms_long: number;
  value: number;
  offset: number;
  local_date: string;
}

const storedSamples = async (who: TestPerson): Promise<Row[]> => {
  const { rows } = await sql<Row>`
    select s.metric, d.name as device, extract(epoch from s.started_at)::float8 * 1000 as ms,
      extract(epoch from s.ended_at - s.started_at)::float8 * 1000 as ms_long, s.value, s.utc_offset_minutes as "offset", s.local_date
    from samples s join sample_devices d on d.owner_id = s.owner_id and d.id = s.device_id
    where s.owner_id = ${who.id}`.execute(gateway.orm.em.fork().getKysely());
  return rows;
};

interface Hour {
  count: number;
  sum: number;
  min: number;
  max: number;
  covered_seconds: number;
}

/** The rollups as they are stored. */
async function storedHours(who: TestPerson): Promise<Map<string, Hour>> {
  const { rows } = await sql<Hour & { key: string }>`
    select concat_ws('/', h.metric, d.name, h.local_date, extract(epoch from h.hour)::int8 * 1000, h.utc_offset_minutes) as key,
      h.count, h.sum, h.min, h.max, h.covered_seconds
    from sample_hours h join sample_devices d on d.owner_id = h.owner_id and d.id = h.device_id
    where h.owner_id = ${who.id}`.execute(gateway.orm.em.fork().getKysely());
  return new Map(rows.map(({ key, ...hour }) => [key, hour]));
}

/** The rollups as the samples would have them, reckoned here. */
function hoursOf(samples: readonly Row[]): Map<string, Hour> {
  const hours = new Map<string, Hour>();
  for (const { metric, device, ms, ms_long, value, offset } of samples) {
    const localMs = ms + offset * 60_000;
    const day = new Date(localMs).toISOString().slice(0, 10);
    const key = [metric, device, day, Math.floor(localMs / hourMs) * hourMs - offset * 60_000, offset].join('/');
    const hour = hours.get(key) ?? { count: 0, sum: 0, min: Infinity, max: -Infinity, covered_seconds: 0 };
    hours.set(key, {
      count: hour.count + 1,
      sum: hour.sum + value,
      min: Math.min(hour.min, value),
      max: Math.max(hour.max, value),
      covered_seconds:
        hour.covered_seconds + Math.min(ms_long, hourMs - (((localMs % hourMs) + hourMs) % hourMs)) / 1000,
    });
  }
  return hours;
}

async function expectTrueHours(who: TestPerson): Promise<Row[]> {
  const samples = await storedSamples(who);
  expect(await storedHours(who)).toEqual(hoursOf(samples));
  return samples;
}

const keyOf = (metric: number, device: string, ms: number) => `${metric}/${device}/${ms}`;

test('batches in parallel, repeated and overlapping: the same samples in the end, each as one of them sent it', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(batches, { minLength: 2, maxLength: 8 }), async (given) => {
      const ann = await person(gateway);
      const answers = await Promise.all([...given, ...given.toReversed()].map((batch) => add(ann, batch)));
      const sent = new Map<string, string[]>();
      for (const { metric, device, samples } of given)
        for (const { minute, minutesLong, value, offset } of samples) {
          const key = keyOf(metrics[metric], device, start + minute * 60_000);
          sent.set(key, [...(sent.get(key) ?? []), `${minutesLong} ${value} ${offsetMinutes(offset)}`]);
        }
      const stored = await expectTrueHours(ann);
      expect(stored.map(({ metric, device, ms }) => keyOf(metric, device, ms)).sort()).toEqual([...sent.keys()].sort());
      for (const { metric, device, ms, ms_long, value, offset, local_date } of stored) {
        expect(sent.get(keyOf(metric, device, ms))).toContain(`${ms_long / 60_000} ${value} ${offset}`);
        expect(local_date).toBe(new Date(ms + offset * 60_000).toISOString().slice(0, 10));
      }
      expect(answers.reduce((sum, { accepted }) => sum + accepted, 0)).toBe(sent.size);
    }),
    { numRuns: 15 },
  );
});

test('one after the other, additions and deletions leave what a plain model has', async () => {
  const acts = fc.array(fc.oneof(batches, deletions), { minLength: 3, maxLength: 12 });
  await fc.assert(
    fc.asyncProperty(acts, async (given) => {
      const ann = await person(gateway);
      const model = new Map<string, number>();
      for (const act of given) {
        const changed = 'samples' in act ? (await add(ann, act)).accepted : (await remove(ann, act)).deletedCount;
        expect(changed).toBe(actOn(model, act));
      }
      const stored = await expectTrueHours(ann);
      expect(new Map(stored.map(({ metric, device, ms, value }) => [keyOf(metric, device, ms), value]))).toEqual(model);
    }),
    { numRuns: 15 },
  );
});

/** Does the same to the model. @returns how many samples it changed */
function actOn(model: Map<string, number>, act: Batch | Deletion): number {
  const before = model.size;
  if ('samples' in act) {
    for (const { minute, value } of act.samples) {
      const key = keyOf(metrics[act.metric], act.device, start + minute * 60_000);
      if (!model.has(key)) model.set(key, value);
    }
    return model.size - before;
  }
  for (const key of model.keys()) if (isGone(key, act)) model.delete(key);
  return before - model.size;
}

function isGone(key: string, { metric, device, from, length }: Deletion): boolean {
  const [ofMetric, ofDevice, ms] = key.split('/');
  const minute = (Number(ms) - start) / 60_000;
  return (
    Number(ofMetric) === metrics[metric] &&
    (device ?? ofDevice) === ofDevice &&
    minute >= from &&
    minute < from + length
  );
}

test('additions and deletions at the same time leave hours that say what the samples say', async () => {
  const acts = fc.array(fc.oneof(batches, deletions), { minLength: 6, maxLength: 12 });
  await fc.assert(
    fc.asyncProperty(acts, async (given) => {
      const ann = await person(gateway);
      await Promise.all(
        given.map(async (act) => void ('samples' in act ? await add(ann, act) : await remove(ann, act))),
      );
      await expectTrueHours(ann);
    }),
    { numRuns: 25 },
  );
});
