import fc from 'fast-check';
import { metricNames, metrics, type MetricName } from '../../src/samples/metrics.ts';
import { categories, type Category } from '../../src/sharing/categories.ts';
import { clientOf, person, type TestPerson } from '../gateway/people.ts';
import { write } from '../gateway/records.ts';
import type { TestGateway } from '../gateway/test-gateway.ts';
import type { Marks } from './markers.ts';
import type { Known } from './model.ts';
import { recordKinds, type RecordKind } from './record-kinds.ts';
import { deviceNames, type KnownSample } from './samples.ts';
import { asOwnerSees } from './world.ts';
import { optionalFields, writeFull } from './written-records.ts';

export const dates = ['2026-02-01', '2026-02-02', '2026-02-03', '2026-02-04', '2026-02-05', '2026-02-06'] as const;
const offsets = [60, 540, -600] as const;

interface RandomRecord {
  kind: RecordKind;
  date: string;
  without: readonly string[];
  isClients: boolean;
}

interface RandomSample {
  metric: MetricName;
  date: string;
  hour: number;
  minute: number;
  offset: number;
  device: number;
}

/** A workout about midnight that is the same as all others of that midnight. */
interface RandomTwin {
  date: string;
  isBefore: boolean;
  energy: boolean;
  isClients: boolean;
}

export interface RandomData {
  twins: readonly RandomTwin[];
  records: readonly RandomRecord[];
  samples: readonly RandomSample[];
}

const date = fc.constantFrom(...dates);

const record = fc.constantFrom(...recordKinds).chain((kind) =>
  fc.record({
    kind: fc.constant(kind),
    date,
    // Nearly nothing, nearly all, or anything between.
    without: fc.oneof(
      fc.subarray(optionalFields(kind)),
      fc.subarray(optionalFields(kind), { minLength: optionalFields(kind).length - 1 }),
    ),
    isClients: fc.boolean(),
  }),
);

const sample = fc.record({
  metric: fc.constantFrom(...metricNames),
  date,
  hour: fc.constantFrom(0, 1, 8, 22, 23),
  minute: fc.integer({ min: 0, max: 59 }),
  offset: fc.constantFrom(...offsets),
  device: fc.constantFrom(0, 1),
});

const twin = fc.record({
  date: fc.constantFrom(...dates.slice(1)),
  isBefore: fc.boolean(),
  energy: fc.boolean(),
  isClients: fc.boolean(),
});

export const randomData: fc.Arbitrary<RandomData> = fc.record({
  records: fc.array(record, { minLength: 1, maxLength: 10 }),
  samples: fc.array(sample, { maxLength: 8 }),
  twins: fc.array(twin, { maxLength: 4 }),
});

/** What happens between owners and viewers, who are known by their places. */
export type Act =
  | { act: 'share'; owner: number; viewer: number; include: Category[]; from: number | null; to: number | null }
  | { act: 'update'; share: number; include: Category[]; from: number | null; to: number | null }
  | { act: 'revoke'; share: number }
  | { act: 'leave' | 'block' | 'unblock'; owner: number; viewer: number };

const place = fc.constantFrom(0, 1);
const edge = fc.option(fc.integer({ min: 0, max: dates.length - 1 }));
const include: fc.Arbitrary<Category[]> = fc.oneof(
  fc.subarray([...categories]),
  fc.constant<Category[]>([...categories]),
);
const terms = { include, from: edge, to: edge };
const nth = fc.nat({ max: 7 });

const share = fc.record({ act: fc.constant('share' as const), owner: place, viewer: place, ...terms });
const otherAct: fc.Arbitrary<Act> = fc.oneof(
  { arbitrary: share, weight: 4 },
  { arbitrary: fc.record({ act: fc.constant('update' as const), share: nth, ...terms }), weight: 2 },
  { arbitrary: fc.record({ act: fc.constant('revoke' as const), share: nth }), weight: 2 },
  {
    arbitrary: fc.record({
      act: fc.constantFrom('leave' as const, 'block' as const, 'unblock' as const),
      owner: place,
      viewer: place,
    }),
    weight: 1,
  },
);

export const randomActs: fc.Arbitrary<Act[]> = fc
  .tuple(fc.array(share, { minLength: 1, maxLength: 4 }), fc.array(otherAct, { maxLength: 6 }))
  .map(([first, then]) => [...first, ...then]);

/** Someone with random data. */
export interface RandomOwner {
  who: TestPerson;
  records: readonly Known[];
  samples: readonly KnownSample[];
}

export async function makeOwner(gateway: TestGateway, marks: Marks, data: RandomData): Promise<RandomOwner> {
  const who = await person(gateway);
  const client = await clientOf(gateway, who);
  const written = new Map<string, Omit<Known, 'node'>>();
  for (const { kind, date: on, without, isClients } of data.records) {
    const id = await writeFull(isClients ? client : who, marks, kind, on, without);
    written.set(id, { type: kind.type, id, date: on, clientId: isClients ? client.clientId : null });
  }
  for (const given of data.twins) {
    const input = twinInput(marks, given);
    const { activity } = await write<{ activity: { id: string; localDate: string } }>(
      given.isClients ? client : who,
      'createActivity',
      input,
      'activity { id localDate }',
    );
    const { id, localDate } = activity;
    marks.know(input.title, { type: 'Activity', field: 'title', date: localDate, of: id });
    written.set(id, { type: 'Activity', id, date: localDate, clientId: given.isClients ? client.clientId : null });
  }
  return {
    who,
    records: await asOwnerSees(who, [...written.values()]),
    samples: await sendSamples(who, marks, data.samples),
  };
}

function twinInput(marks: Marks, { date: after, isBefore, energy }: RandomTwin) {
  const midnight = Date.parse(`${after}T00:00:00+01:00`);
  return {
    title: marks.text(),
    sport: 'running',
    startedAt: new Date(midnight + (isBefore ? -30_000 : 20_000)).toISOString(),
    durationSeconds: 1800,
    ...(energy && { energyKilocalories: marks.fraction(300) }),
  };
}

/** The devices are known in the order of their places, and the first sample of an instant stays. */
async function sendSamples(who: TestPerson, marks: Marks, samples: readonly RandomSample[]): Promise<KnownSample[]> {
  const sent = new Map<string, KnownSample>();
  for (const { metric, date: on, hour, minute, offset, device } of samples.toSorted((a, b) => a.device - b.device)) {
    const [sign, away] = [offset < 0 ? '-' : '+', String(Math.abs(offset) / 60).padStart(2, '0')];
    const time = [hour, minute].map((part) => String(part).padStart(2, '0')).join(':');
    const startedAt = `${on}T${time}:00${sign}${away}:00`;
    const value = marks.fraction(Math.floor((metrics[metric].low + metrics[metric].high) / 10) + 6);
    const input = { metric, device: deviceNames[device], samples: [{ startedAt, value }] };
    const { accepted } = await write<{ accepted: number }>(who, 'addSamples', input, 'accepted');
    if (accepted === 0) continue;
    marks.know(value, { type: 'Sample', field: metrics[metric].category, date: on, of: metric });
    sent.set(`${metric} ${Date.parse(startedAt)} ${device}`, {
      metric,
      device,
      startedAt,
      utcOffsetMinutes: offset,
      value,
      clientId: null,
    });
  }
  return [...sent.values()];
}
