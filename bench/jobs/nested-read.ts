import {
  dataOf,
  fields,
  get,
  plainActivity,
  plainConnection,
  plainNodes,
  query,
  type Connection,
  type Told,
} from './activities.ts';
import { readJob, type Question } from './read.ts';

/** The last person's dashboards: the first twenty people, of whom the first has most activities. */
export const nested = `{ viewer { dashboards(first: 20) { edges { node {
  owner { name } health { activities(first: 10) { edges { node { id ${fields} } } } } } } } } }`;

// PostGraphile 5.1 does not take `first` from variables.
const nestedOfPostgraphile = `{ allDashboards(first: 20, orderBy: [SHARED_SINCE_DESC, ROW_ID_DESC]) { nodes { userByOwnerId {
  name activitiesByOwnerId(first: 10, orderBy: [LOCAL_DATE_DESC, STARTED_AT_DESC, ROW_ID_DESC]) { nodes { rowId ${fields} } } } } } }`;

interface OfPostgraphile {
  allDashboards: { nodes: { userByOwnerId: { name: string; activitiesByOwnerId: { nodes: Told[] } } }[] };
}

type Dashboards = Connection<{ owner: { name: string }; health: { activities: Connection } }>;

const plainDashboards = (answer: string) =>
  dataOf<{ viewer: { dashboards: Dashboards } }>(answer).viewer.dashboards.edges.map(({ node }) => ({
    owner: node.owner.name,
    activities: plainConnection(node.health.activities),
  }));

export const questionsOf = (viewer: number): Question[] => [
  ...['gateway', 'mercurius', 'yoga', 'apollo'].map((contender) => ({
    name: contender,
    contender,
    ask: () => query(viewer, nested),
    plain: plainDashboards,
  })),
  {
    name: 'postgraphile',
    contender: 'postgraphile',
    ask: () => query(viewer, nestedOfPostgraphile),
    plain: (answer) =>
      dataOf<OfPostgraphile>(answer).allDashboards.nodes.map(({ userByOwnerId: { name, activitiesByOwnerId } }) => ({
        owner: name,
        activities: plainNodes(activitiesByOwnerId),
      })),
  },
  {
    name: 'sql',
    contender: 'sql',
    ask: () => get(viewer, '/dashboards'),
    plain: (answer) =>
      (JSON.parse(answer) as { owner: string; activities: Told[] }[]).map(({ owner, activities }) => ({
        owner,
        activities: activities.map(plainActivity),
      })),
  },
];

export const nestedRead = readJob(
  'Nested authorised read: 20 dashboards, 10 activities of each, 8 fields',
  () => [
    { of: 'gateway', against: 'postgraphile', atLeast: 2.5 },
    { of: 'gateway', against: 'apollo', atLeast: 3 },
    { of: 'gateway', against: 'mercurius', atLeast: 1 },
    { of: 'gateway', against: 'yoga' },
    { of: 'gateway', against: 'sql', atLeast: 0.8 },
  ],
  ({ shape }) => questionsOf(shape.people),
);
