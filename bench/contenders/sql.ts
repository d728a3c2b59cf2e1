import { fastify } from 'fastify';
import { bearerCheck } from './bearer.ts';
import { openPool } from './pool.ts';
import { originsOf, type SentSamples } from './sent-samples.ts';

// The limit: the token, one statement that makes the JSON, and nothing else.

const pool = openPool();
const viewerOf = bearerCheck(pool);
const app = fastify();

const facts = `a.id, a.sport, a.title, a.started_at as "startedAt", a.local_date as "localDate", a.duration_seconds as "durationSeconds",
  a.distance_meters as "distanceMeters", a.load`;
const newestFirst = 'order by a.local_date desc, a.started_at desc, a.id desc';

const dashboards = `
  select coalesce(json_agg(json_build_object('owner', d.name, 'activities', page.found) order by d.shared_since desc, d.id desc), '[]')::text as answer
  from (
    select d.owner_id, d.shared_since, d.id, u.name from dashboards d join users u on u.id = d.owner_id
    where d.viewer_id = $1 order by d.shared_since desc, d.id desc limit 20
  ) d
  cross join lateral (
    select json_agg(a) as found
    from (
      select ${facts}
      from (
        select unnest(range_agg(daterange(s.start_date, s.end_date, '[]'))) as dates
        from shares s
        where s.viewer_id = $1 and s.owner_id = d.owner_id and s.ended_at is null and 'WORKOUT' = any (s.include)
      ) open
      cross join lateral (
        select * from activities a
        where a.owner_id = d.owner_id
          and (a.local_date, a.started_at, a.id) >= (coalesce(lower(open.dates), '-infinity'), '-infinity'::timestamptz, '00000000-0000-0000-0000-000000000000'::uuid)
          and (a.local_date, a.started_at, a.id) < (coalesce(upper(open.dates), 'infinity'), '-infinity'::timestamptz, '00000000-0000-0000-0000-000000000000'::uuid)
        ${newestFirst} limit 10
      ) a
      ${newestFirst} limit 10
    ) a
  ) page`;

const own = `
  select json_agg(page)::text as answer
  from (
    select ${facts} from activities a
    where a.owner_id = $1 and (a.local_date, a.started_at, a.id) < ($2, $3, $4)
    ${newestFirst} limit 101
  ) page`;

const beforeAll = ['infinity', 'infinity', 'ffffffff-ffff-ffff-ffff-ffffffffffff'];

app.get<{ Querystring: { after?: string } }>('/activities', async ({ headers, query }, reply) => {
  const viewerId = await viewerOf(headers.authorization);
  const after = query.after?.replaceAll('"', '').split(' ') ?? beforeAll;
  const { rows } = await pool.query<{ answer: string }>({ name: 'own', text: own, values: [viewerId, ...after] });
  return reply.header('content-type', 'application/json').send(rows[0]?.answer);
});

app.get('/dashboards', async ({ headers }, reply) => {
  const viewerId = await viewerOf(headers.authorization);
  const { rows } = await pool.query<{ answer: string }>({ name: 'dashboards', text: dashboards, values: [viewerId] });
  return reply.header('content-type', 'application/json').send(rows[0]?.answer);
});

/** What the gateway's rollups spare: the same days out of the samples themselves. */
const days = `
  select local_date as start, count(*)::int as count, min(value) as min, max(value) as max, avg(value) as average
  from samples where owner_id = $1 and metric = 1 and started_at >= $2 and started_at < $3
  group by local_date order by local_date`;

app.get<{ Querystring: { from: string; to: string } }>('/days', async ({ headers, query: { from, to } }) => {
  const viewerId = await viewerOf(headers.authorization);
  const { rows } = await pool.query<object>({ name: 'days', text: days, values: [viewerId, from, to] });
  return rows;
});

/** Bare: the device is known already, and no sums by hour are kept. */
const insert = `
  insert into samples (owner_id, started_at, ended_at, value, device_id, origin_id, local_date, metric, utc_offset_minutes)
  select $1, s, e, v, $2, $3, (s at time zone 'UTC')::date, 1, 0 from unnest($4::timestamptz[], $5::timestamptz[], $6::float8[]) x (s, e, v)
  on conflict do nothing`;
const origins = originsOf(pool);

app.post<{ Body: SentSamples }>('/samples', async ({ headers, body: { data } }) => {
  const viewerId = await viewerOf(headers.authorization);
  const { deviceId, originId } = await origins(viewerId);
  const { rowCount } = await pool.query({
    name: 'samples',
    text: insert,
    values: [
      viewerId,
      deviceId,
      originId,
      data.map(({ start_date }) => start_date),
      data.map(({ end_date }) => end_date),
      data.map(({ value }) => value),
    ],
  });
  return { accepted: rowCount };
});

process.send?.({ url: await app.listen({ port: 0, host: '127.0.0.1' }) });
