import { year as span } from '../data/shape.ts';
import { dataOf, get, query } from './activities.ts';
import { readJob, type Question } from './read.ts';

/** The second person, who has a year of heart rates. */
const owner = 2;

interface Series {
  starts: string[];
  counts: number[];
  min: number[];
  max: number[];
  average: number[];
}

interface Bucket {
  start: string;
  count: number;
  min: number;
  max: number;
  average: number;
}

const figures = ({ start, count, min, max, average }: Bucket) => ({
  start: start.slice(0, 10),
  count,
  min,
  max,
  average: Number(average.toPrecision(9)),
});

function plainSeries(answer: string) {
  const { starts, counts, min, max, average } = dataOf<{ viewer: { health: { series: Series } } }>(answer).viewer.health
    .series;
  return starts.map((start, at) =>
    figures({ start, count: counts[at], min: min[at], max: max[at], average: average[at] } as Bucket),
  );
}

const series = (
  name: string,
  bucket: 'DAY' | 'HOUR' | 'MINUTE',
  { from, to }: { from: string; to: string },
): Question => ({
  name,
  contender: 'gateway',
  group: name,
  ask: () =>
    query(
      owner,
      `{ viewer { health { series(metric: HEART_RATE, bucket: ${bucket}, from: "${from}", to: "${to}") { starts counts min max average } } } }`,
    ),
  plain: plainSeries,
});

const yearAsDays = series('gateway', 'DAY', span);
const oneDay = { from: '2026-03-01T00:00:00Z', to: '2026-03-02T00:00:00Z' };
/** Starts and ends amid an hour, whose sums do not tell. */
const cut = { from: '2025-11-01T00:20:34Z', to: '2026-10-31T23:39:26Z' };

// One at a time: what is compared takes a processor of PostgreSQL's for a second.
const connections = 1;

export const year = readJob(
  'A year of heart rate as days',
  () => [
    { of: 'gateway', against: 'sql without rollups', atLeast: 50 },
    { of: 'gateway', against: 'gateway, one day as hours' },
  ],
  () => [
    yearAsDays,
    {
      name: 'sql without rollups',
      contender: 'sql',
      ...(yearAsDays.group !== undefined && { group: yearAsDays.group }),
      ask: () => get(owner, `/days?from=${span.from}&to=${span.to}`),
      plain: (answer) => (JSON.parse(answer) as Bucket[]).map(figures),
    },
    series('gateway, cut within hours', 'DAY', cut),
    series('gateway, a year as hours', 'HOUR', span),
    series('gateway, one day as hours', 'HOUR', oneDay),
    series('gateway, one day as minutes', 'MINUTE', oneDay),
  ],
  connections,
);
