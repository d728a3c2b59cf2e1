import { dataOf, fields, plainConnection, query, type Connection } from './activities.ts';
import { readJob, type Question } from './read.ts';

type Health = { health: { activities: Connection } };
interface Seen {
  viewer: Partial<Health> & { dashboards?: Connection<Health> };
}

const list = (first: number) => `health { activities(first: ${first}) { edges { node { id ${fields} } } } }`;
const shared = (owners: number, each: number) => `dashboards(first: ${owners}) { edges { node { ${list(each)} } } }`;

/** All of them read as many activities. */
const countIn = (answer: string): number => {
  const { health, dashboards } = dataOf<Seen>(answer).viewer;
  const seen = [...(health ? [{ health }] : []), ...(dashboards?.edges.map(({ node }) => node) ?? [])];
  return seen.flatMap(({ health: { activities } }) => plainConnection(activities)).length;
};

export const sharing = readJob(
  'Sharing: what the lock costs',
  () => ['100 of one dashboard', '5 of each of 20 dashboards'].map((of) => ({ of, against: '100 of one’s own' })),
  ({ shape }) =>
    Object.entries({
      '100 of one’s own': list(100),
      '100 of one dashboard': shared(1, 100),
      '5 of each of 20 dashboards': shared(20, 5),
    }).map(([name, selected]): Question => ({
      name,
      contender: 'gateway',
      ask: () => query(shape.people, `{ viewer { ${selected} } }`),
      plain: countIn,
    })),
);
