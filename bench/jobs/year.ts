import { year as span } from '../data/shape.ts';
import { dataOf, get, query } from './activities.ts';
import { readJob } from './read.ts';

/** The second person, who has a year of heart rates. */
const owner = 2;

interface Series {
  starts: string[];
  counts: number[];
  min: number[];
  max: number[];
  average: number[];
}

interface Day {
  start: string;
  count: number;
  min: number;
  max: number;
  average: number;
}

const figures = ({ start, count, min, max, average }: Day) => ({
  start: start.slice(0, 10),
  count,
  min,
  max,
  average: Number(average.toPrecision(9)),
});

// One at a time: what is compared takes a processor of PostgreSQL's for a second.
const connections = 1;

export const year = readJob(
  'A year of heart rate as days',
  () => [{ of: 'gateway', against: 'sql without rollups', atLeast: 50 }],
  () => [
    {
      name: 'gateway',
      contender: 'gateway',
      ask: () =>
        query(
          owner,
          `{ viewer { health { series(metric: HEART_RATE, bucket: DAY, from: "${span.from}", to: "${span.to}") { starts counts min max average } } } }`,
        ),
      plain(answer) {
        const { starts, counts, min, max, average } = dataOf<{ viewer: { health: { series: Series } } }>(answer).viewer
          .health.series;
        return starts.map((start, at) =>
          figures({ start, count: counts[at], min: min[at], max: max[at], average: average[at] } as Day),
        );
      },
    },
    {
      name: 'sql without rollups',
      contender: 'sql',
      ask: () => get(owner, `/days?from=${span.from}&to=${span.to}`),
      plain: (answer) => (JSON.parse(answer) as Day[]).map(figures),
    },
  ],
  connections,
);
