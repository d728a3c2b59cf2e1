import { dataOf, fields, plainConnection, query, type Connection } from './activities.ts';
import { readJob, type Question } from './read.ts';

interface Health {
  health: { activities: Connection };
}
interface Seen {
  viewer: { dashboards: Connection<Partial<Health>> } & Record<`own${number}`, Health['health']>;
}

const list = (first: number) => `{ activities(first: ${first}) { edges { node { id ${fields} } } } }`;
const shared = (owners: number, selected: string) =>
  `dashboards(first: ${owners}) { edges { node { customName ${selected} } } }`;
/** As many lists of one's own, beside as many dashboards: all that a viewer's query does but for what the lock does. */
const own = (lists: number, each: number) =>
  [shared(lists, ''), ...Array.from({ length: lists }, (_, index) => `own${index}: health ${list(each)}`)].join(' ');

const pairs = [
  { of: '100 of one dashboard', against: '100 of one’s own, and the dashboard' },
  { of: '5 of each of 20 dashboards', against: '20 times 5 of one’s own, and the dashboards' },
] as const;

/** All of them read as many activities. */
const countIn = (answer: string): number => {
  const { dashboards, ...lists } = dataOf<Seen>(answer).viewer;
  const theirs = dashboards.edges.flatMap(({ node: { health } }) => (health ? [health] : []));
  return [...Object.values(lists), ...theirs].flatMap(({ activities }) => plainConnection(activities)).length;
};

export const sharing = readJob(
  'Sharing: what the lock costs',
  () => pairs,
  ({ shape }) =>
    Object.entries({
      [pairs[0].against]: own(1, 100),
      [pairs[0].of]: shared(1, `health ${list(100)}`),
      [pairs[1].against]: own(20, 5),
      [pairs[1].of]: shared(20, `health ${list(5)}`),
    }).map(([name, selected]): Question => ({
      name,
      contender: 'gateway',
      ask: () => query(shape.people, `{ viewer { ${selected} } }`),
      plain: countIn,
    })),
);
