import { metrics, type MetricName } from '../../src/samples/metrics.ts';
import { opens, type Sight } from './model.ts';

/** A measurement of an instant. */
export interface KnownSample {
  metric: MetricName;
  /** Its place among the devices, in the order in which they were first heard of. */
  device: number;
  startedAt: string;
  utcOffsetMinutes: number;
  value: number;
  clientId: string | null;
}

export interface Series {
  starts: string[];
  counts: number[];
  min: number[];
  max: number[];
  average: number[];
  sum: number[];
}

export const deviceNames = ['Watch', 'Travel'];

const hour = 3_600_000;
const minute = 60_000;
const timeOf = ({ startedAt }: KnownSample) => Date.parse(startedAt);

export const localDateOf = (sample: KnownSample): string =>
  new Date(timeOf(sample) + sample.utcOffsetMinutes * minute).toISOString().slice(0, 10);

export const categoryOf = (metric: MetricName) => metrics[metric].category;

export const samplesSeen = (sight: Sight, samples: readonly KnownSample[], metric: MetricName): KnownSample[] =>
  samples
    .filter((sample) => sample.metric === metric && opens(sight, categoryOf(metric), localDateOf(sample)))
    .sort((a, b) => timeOf(a) - timeOf(b) || a.device - b.device);

/** Of each hour only the device with most samples counts, of equals the one that was known first. */
export function counting(seen: readonly KnownSample[]): KnownSample[] {
  const byHour = Map.groupBy(seen, (sample) => Math.floor(timeOf(sample) / hour));
  return [...byHour.values()].flatMap((inHour) => {
    const [best] = [...Map.groupBy(inHour, ({ device }) => device)].sort(
      ([a, own], [b, others]) => others.length - own.length || a - b,
    );
    return best?.[1] ?? [];
  });
}

/** The local midnight of a date in the owner's zone, which is an hour ahead of UTC all the time. */
const midnight = (date: string) => new Date(Date.parse(date) - hour).toISOString();

const monday = (date: string): string => {
  const at = Date.parse(date);
  const sinceMonday = (new Date(at).getUTCDay() + 6) % 7;
  return new Date(at - sinceMonday * 24 * hour).toISOString().slice(0, 10);
};

const bucketOf: Record<string, (sample: KnownSample) => string> = {
  MINUTE: (sample) => new Date(Math.floor(timeOf(sample) / minute) * minute).toISOString(),
  HOUR: (sample) => new Date(Math.floor(timeOf(sample) / hour) * hour).toISOString(),
  DAY: (sample) => midnight(localDateOf(sample)),
  WEEK: (sample) => midnight(monday(localDateOf(sample))),
  MONTH: (sample) => midnight(`${localDateOf(sample).slice(0, 7)}-01`),
};

export const bucketNames = Object.keys(bucketOf);

/** What a series shows: the samples that count of those that may be seen, between two instants, the end exclusive. */
export function seriesSeen(seen: readonly KnownSample[], bucket: string, from: string, to: string): Series {
  const within = counting(seen).filter(
    (sample) => timeOf(sample) >= Date.parse(from) && timeOf(sample) < Date.parse(to),
  );
  const start = bucketOf[bucket];
  if (!start) throw new Error(`the model knows no bucket ${bucket}`);
  const buckets = [...Map.groupBy(within, start)].sort(([a], [b]) => (a < b ? -1 : 1));
  const of = (reckon: (values: number[]) => number) => buckets.map(([, own]) => reckon(own.map(({ value }) => value)));
  const sum = of((values) => values.reduce((total, value) => total + value, 0));
  const counts = of((values) => values.length);
  return {
    starts: buckets.map(([at]) => at.replace('.000Z', 'Z')),
    counts,
    min: of((values) => Math.min(...values)),
    max: of((values) => Math.max(...values)),
    average: sum.map((total, index) => total / (counts[index] ?? 1)),
    sum,
  };
}

/** The hour of the newest sample of each metric, which is the last by its local date. */
export const newestHours = (seen: readonly KnownSample[]): string[] =>
  [...Map.groupBy(seen, ({ metric }) => metric)].map(([, own]) => {
    const keyOf = (sample: KnownSample) => `${localDateOf(sample)} ${bucketOf.HOUR?.(sample)}`;
    return own.map(keyOf).sort().at(-1)?.slice('2026-01-01 '.length).replace('.000Z', 'Z') ?? '';
  });
