import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { startMeasuredGateway } from './gateway-process.ts';
import { median } from './median.ts';

// Page 1 and page 4,000 of a list of 100,000 activities, side by side: what they take, and how many rows PostgreSQL reads for them.

const pageSize = 25;
const total = 100_000;
const rounds = 200;

const gateway = await startMeasuredGateway();
const db = new pg.Client({ connectionString: gateway.databaseUrl });
await db.connect();

const listed = `query ($first: Int, $after: String) {
  viewer { health { activities(first: $first, after: $after, filter: { to: "2020-12-31" }) {
    edges { node { id title localDate durationSeconds distanceMeters averageHeartRate load sport } } pageInfo { endCursor }
  } } }
}`;

interface Listed {
  data: { viewer: { health: { activities: { edges: object[]; pageInfo: { endCursor: string } } } } };
}

async function page(first: number, after: string | null) {
  const response = await fetch(`${gateway.url}/graphql`, {
    method: 'POST',
    headers: { authorization: `Bearer ${gateway.token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ query: listed, variables: { first, after } }),
  });
  const { data } = (await response.json()) as Listed;
  return data.viewer.health.activities;
}

async function rowsRead(): Promise<number> {
  await sleep(11_000); // an idle session tells its numbers within 10 s
  const { rows } = await db.query<{ read: number }>(
    `select (idx_tup_fetch + seq_tup_read)::int as read from pg_stat_user_tables where relname = 'activities'`,
  );
  return rows[0]?.read ?? 0;
}

try {
  await db.query(
    `insert into activities (owner_id, id, sport, title, started_at, utc_offset_minutes, local_date, duration_seconds,
       elapsed_seconds, is_edited, created_at, updated_at)
     select id, gen_random_uuid(), 'running', 'Run', at, 0, at::date, 3600, 3600, false, at, at
     from users, generate_series(1, $1::int) n, lateral (select timestamptz '2000-01-01Z' + n * interval '1 hour' as at) t
     where email = $2`,
    [total, gateway.email],
  );
  await db.query('analyze activities');
  let cursor: string | null = null;
  const before4000 = 3999 * pageSize;
  for (let at = 0; at < before4000; at += 200)
    cursor = (await page(Math.min(200, before4000 - at), cursor)).pageInfo.endCursor;

  const pages = [
    { name: 'page 1', after: null, times: [] as number[] },
    { name: 'page 4,000', after: cursor, times: [] as number[] },
  ];
  for (let round = 0; round < rounds; round += 1) {
    for (const { after, times } of pages) {
      const start = performance.now();
      const { edges } = await page(pageSize, after);
      times.push(performance.now() - start);
      if (edges.length !== pageSize) throw new Error(`${edges.length} activities on a page`);
    }
  }
  const [first] = pages;
  const rows = [];
  for (const { name, after, times } of pages) {
    const before = await rowsRead();
    await page(pageSize, after);
    rows.push({
      what: name,
      'median ms': Math.round(median(times) * 100) / 100,
      ratio: Math.round((median(times) / median(first?.times ?? [])) * 100) / 100,
      'rows read': (await rowsRead()) - before,
    });
  }
  console.table(rows);
} finally {
  await db.end();
  await gateway.stop();
}
