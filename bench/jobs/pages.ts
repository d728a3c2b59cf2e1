import pg from 'pg';
import { pageSize } from '../data/shape.ts';
import type { Stage } from '../job.ts';
import { ask } from '../load.ts';
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

/** The first person, who has very many activities. */
const owner = 1;

/** The row before the last page that is full. */
const rowsBefore = ({ shape }: Stage) => Math.floor(shape.longList / pageSize - 2) * pageSize;

interface Page {
  pageInfo: { endCursor: string; hasNextPage: boolean };
}
interface OwnList {
  viewer: { health: { activities: Connection & Page } };
}
interface ListOfPostgraphile {
  userByRowId: { activitiesByOwnerId: { nodes: Told[] } & Page };
}

const ofGraphql = (first: number, selected: string, after?: string) =>
  query(
    owner,
    `query ($after: String) { viewer { health { activities(first: ${first}, after: $after) { ${selected} pageInfo { endCursor hasNextPage } } } } }`,
    { after },
  );

/** The gateway's schema hands out its cursors only with its pages. */
async function walk(url: string, rows: number): Promise<string> {
  let cursor: string | undefined;
  for (let at = 0; at < rows; at += 200) {
    const answer = await ask(url, ofGraphql(Math.min(200, rows - at), '', cursor));
    cursor = dataOf<OwnList>(answer).viewer.health.activities.pageInfo.endCursor;
  }
  return cursor as string;
}

async function rowAt<Row extends pg.QueryResultRow>(
  databaseUrl: string,
  text: string,
  values: unknown[],
): Promise<Row> {
  const db = new pg.Client({ connectionString: databaseUrl });
  await db.connect();
  const { rows } = await db.query<Row>(text, values);
  await db.end();
  return rows[0] as Row;
}

/** The place of a row as the hand-written contenders write it. */
async function placeOf({ whole }: Stage, rows: number): Promise<string> {
  const { place } = await rowAt<{ place: string }>(
    await whole(),
    `select a.local_date || ' ' || replace(to_json(a.started_at at time zone 'UTC')::text, '"', '') || 'Z ' || a.id as place
     from activities a join users u on u.id = a.owner_id where u.number = $1
     order by a.local_date desc, a.started_at desc, a.id desc limit 1 offset $2`,
    [owner, rows - 1],
  );
  return place;
}

const plainOwn = (answer: string) => {
  const { activities } = dataOf<OwnList>(answer).viewer.health;
  return { activities: plainConnection(activities), hasNextPage: activities.pageInfo.hasNextPage };
};

function questions(stage: Stage): Question[] {
  const rows = rowsBefore(stage);
  const far = `page ${(rows / pageSize + 1).toLocaleString('en')}`;
  const edges = `edges { node { id ${fields} } }`;
  const ofPostgraphile = async (arguments_: string, selected: string) => {
    const { id } = await rowAt<{ id: string }>(await stage.whole(), 'select id from users where number = $1', [owner]);
    const order = 'orderBy: [LOCAL_DATE_DESC, STARTED_AT_DESC, ROW_ID_DESC]';
    return query(
      owner,
      `{ userByRowId(rowId: "${id}") { activitiesByOwnerId(${arguments_}, ${order}) { ${selected} pageInfo { endCursor hasNextPage } } } }`,
    );
  };
  let walked: Promise<string> | undefined;
  const both = (
    contender: string,
    askPage: (url: string, isFar: boolean) => ReturnType<Question['ask']>,
    plain: Question['plain'],
  ): Question[] =>
    [false, true].map((isFar) => {
      const page = isFar ? far : 'page 1';
      return { name: `${contender}, ${page}`, contender, group: page, plain, ask: (url) => askPage(url, isFar) };
    });
  const ofGateway = async (url: string, isFar: boolean) =>
    ofGraphql(pageSize, edges, isFar ? await (walked ??= walk(url, rows)) : undefined);
  return [
    ...both('gateway', ofGateway, plainOwn),
    ...both(
      'mercurius',
      async (_url, isFar) => ofGraphql(pageSize, edges, isFar ? await placeOf(stage, rows) : undefined),
      plainOwn,
    ),
    ...both('yoga', ofGateway, plainOwn),
    ...both('apollo', ofGateway, plainOwn),
    ...both(
      'postgraphile',
      async (url, isFar) => {
        const nodes = `nodes { rowId ${fields} }`;
        if (!isFar) return ofPostgraphile(`first: ${pageSize}`, nodes);
        const answer = await ask(url, await ofPostgraphile(`first: 1, offset: ${rows - 1}`, ''));
        const { endCursor } = dataOf<ListOfPostgraphile>(answer).userByRowId.activitiesByOwnerId.pageInfo;
        return ofPostgraphile(`first: ${pageSize}, after: "${endCursor}"`, nodes);
      },
      (answer) => {
        const { nodes, pageInfo } = dataOf<ListOfPostgraphile>(answer).userByRowId.activitiesByOwnerId;
        return { activities: plainNodes({ nodes }), hasNextPage: pageInfo.hasNextPage };
      },
    ),
    ...both(
      'sql',
      async (_url, isFar) =>
        get(owner, isFar ? `/activities?after=${encodeURIComponent(await placeOf(stage, rows))}` : '/activities'),
      (answer) => {
        // It gives the row after the page too, as the sign that there is one.
        const found = JSON.parse(answer) as Told[];
        return { activities: found.slice(0, pageSize).map(plainActivity), hasNextPage: found.length > pageSize };
      },
    ),
  ];
}

export const pages = readJob(
  'List page: 100 activities, the first page and one thousands of pages down',
  ({ shape }) => {
    const far = `page ${(shape.longList / pageSize - 1).toLocaleString('en')}`;
    return [
      { of: `gateway, ${far}`, against: 'gateway, page 1', atLeast: 0.9 },
      ...['postgraphile', 'apollo', 'mercurius', 'sql'].map((other) => ({
        of: `gateway, ${far}`,
        against: `${other}, ${far}`,
      })),
    ];
  },
  questions,
);
