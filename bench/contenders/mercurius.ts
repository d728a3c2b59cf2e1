import { fastify } from 'fastify';
import mercurius from 'mercurius';
import { bearerCheck } from './bearer.ts';
import { openPool } from './pool.ts';

// mercurius with its JIT, hand-written loaders over named statements, and the steps by which the gateway gets at the same data: the
// dashboards with their owners and what those share, and a page of activities of each.

declare module 'mercurius' {
  interface MercuriusContext {
    viewerId: string;
  }
}

const pool = openPool();
const viewerOf = bearerCheck(pool);
const app = fastify();

const schema = `
  type Query { viewer: User! }
  type User { health: HealthData! dashboards(first: Int!): DashboardConnection! }
  type DashboardConnection { edges: [DashboardEdge!]! }
  type DashboardEdge { node: Dashboard! }
  type Dashboard { owner: Person! health: HealthData }
  type Person { name: String }
  type HealthData { activities(first: Int!, after: String): ActivityConnection! }
  type ActivityConnection { edges: [ActivityEdge!]! pageInfo: PageInfo! }
  type ActivityEdge { node: Activity! }
  type PageInfo { endCursor: String hasNextPage: Boolean! }
  type Activity {
    id: ID! sport: String! title: String! startedAt: String! localDate: String! durationSeconds: Float! distanceMeters: Float load: Int
  }
`;

interface Access {
  ownerId: string;
  /** A `datemultirange`; `null`: all of one's own. */
  dates: string | null;
}

interface Activity {
  id: string;
  ownerId: string;
  localDate: string;
  startedAt: string;
}

const statements = {
  dashboards: `
    select d.id, d.owner_id as "ownerId", u.name as "ownerName", (
      select range_agg(daterange(s.start_date, s.end_date, '[]')) from shares s
      where s.viewer_id = d.viewer_id and s.owner_id = d.owner_id and s.ended_at is null and 'WORKOUT' = any (s.include)
    ) as dates
    from dashboards d join users u on u.id = d.owner_id
    where d.viewer_id = $1 order by d.shared_since desc, d.id desc limit $2`,
  activities: `
    select page.id, page.owner_id as "ownerId", page.sport, page.title, page.started_at as "startedAt", page.local_date as "localDate",
      page.duration_seconds as "durationSeconds", page.distance_meters as "distanceMeters", page.load
    from unnest($1::uuid[], $2::datemultirange[]) as o (owner_id, dates)
    cross join lateral (
      select a.*
      from unnest(o.dates) as open (dates)
      cross join lateral (
        select * from activities a
        where a.owner_id = o.owner_id
          and (a.local_date, a.started_at, a.id) >= (coalesce(lower(open.dates), '-infinity'), '-infinity'::timestamptz, '00000000-0000-0000-0000-000000000000'::uuid)
          and (a.local_date, a.started_at, a.id) < (coalesce(upper(open.dates), 'infinity'), '-infinity'::timestamptz, '00000000-0000-0000-0000-000000000000'::uuid)
        order by a.local_date desc, a.started_at desc, a.id desc limit $3
      ) a
      order by a.local_date desc, a.started_at desc, a.id desc limit $3
    ) page
    order by page.owner_id, page.local_date desc, page.started_at desc, page.id desc`,
  own: `
    select id, owner_id as "ownerId", sport, title, started_at as "startedAt", local_date as "localDate",
      duration_seconds as "durationSeconds", distance_meters as "distanceMeters", load
    from activities where owner_id = $1 and (local_date, started_at, id) < ($2, $3, $4)
    order by local_date desc, started_at desc, id desc limit $5`,
} as const;

/** What every list of one's own begins after. */
const beforeAll = ['infinity', 'infinity', 'ffffffff-ffff-ffff-ffff-ffffffffffff'];

async function run<Row extends object>(name: keyof typeof statements, values: unknown[]): Promise<Row[]> {
  const { rows } = await pool.query<Row>({ name, text: statements[name], values });
  return rows;
}

type Asked<Of, Params = object> = { obj: Of; params: Params };

await app.register(mercurius, {
  schema,
  jit: 1,
  context: async ({ headers }: { headers: { authorization?: string } }) => ({
    viewerId: await viewerOf(headers.authorization),
  }),
  resolvers: {
    Query: { viewer: () => ({}) },
    User: {
      health: (_user: object, _args: object, { viewerId }: { viewerId: string }) => ({
        ownerId: viewerId,
        dates: null,
      }),
      async dashboards(_user: object, { first }: { first: number }, { viewerId }: { viewerId: string }) {
        const rows = await run<Access & { ownerName: string }>('dashboards', [viewerId, first]);
        return {
          edges: rows.map(({ ownerId, ownerName, dates }) => ({
            node: { owner: { name: ownerName }, health: dates === null ? null : { ownerId, dates } },
          })),
        };
      },
    },
  },
  loaders: {
    HealthData: {
      activities: {
        async loader(queries: Asked<Access, { first: number; after?: string | null }>[]) {
          const [query] = queries;
          const first = query?.params.first ?? 0;
          if (query?.obj.dates === null) {
            const after = query.params.after?.split(' ') ?? beforeAll;
            return [toConnection(await run<Activity>('own', [query.obj.ownerId, ...after, first + 1]), first)];
          }
          const rows = await run<Activity>('activities', [
            queries.map(({ obj }) => obj.ownerId),
            queries.map(({ obj }) => obj.dates),
            first + 1,
          ]);
          const byOwner = Map.groupBy(rows, ({ ownerId }) => ownerId);
          return queries.map(({ obj }) => toConnection(byOwner.get(obj.ownerId) ?? [], first));
        },
        opts: { cache: false },
      },
    },
  },
});

function toConnection(rows: readonly Activity[], first: number) {
  const kept = rows.slice(0, first);
  const last = kept.at(-1);
  return {
    edges: kept.map((node) => ({ node })),
    pageInfo: {
      endCursor: last ? `${last.localDate} ${last.startedAt} ${last.id}` : null,
      hasNextPage: rows.length > first,
    },
  };
}

process.send?.({ url: await app.listen({ port: 0, host: '127.0.0.1' }) });
