import pg from 'pg';
import { startMeasuredGateway } from './gateway-process.ts';
import { median } from './median.ts';

// What the lock costs: the same two hundred activities read as one's own and as a viewer, side by side.

const rounds = 300;
const owners = 20;
const each = 500;

const gateway = await startMeasuredGateway();
const db = new pg.Client({ connectionString: gateway.databaseUrl });
await db.connect();

const list = (first: number) => `activities(first: ${first}) { edges { node {
  id title sport startedAt localDate durationSeconds distanceMeters load } } }`;

const reads = {
  "200 of one's own": `{ viewer { health { ${list(200)} } } }`,
  '200 of one dashboard': `{ viewer { dashboards(first: 1) { edges { node { health { ${list(200)} } } } } } }`,
  '10 of each of 20 dashboards': `{ viewer { dashboards(first: 20) { edges { node { health { ${list(10)} } } } } } }`,
};

async function read(query: string): Promise<number> {
  const response = await fetch(`${gateway.url}/graphql`, {
    method: 'POST',
    headers: { authorization: `Bearer ${gateway.token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ query }),
  });
  const text = await response.text();
  return text.split('"sport"').length - 1;
}

try {
  await db.query(
    `insert into users (id, number, organisation_id, email, email_key, name, timezone, password_hash, is_admin, created_at, updated_at)
     select gen_random_uuid(), 1000 + n, u.organisation_id, n || '@bench.example', n || '@bench.example', 'Owner ' || n, 'UTC', '', false,
       u.created_at, u.updated_at
     from users u, generate_series(1, $1::int) n where u.email = $2`,
    [owners, gateway.email],
  );
  await db.query(
    `insert into activities (owner_id, id, sport, title, started_at, utc_offset_minutes, local_date, duration_seconds, elapsed_seconds,
       distance_meters, load, is_edited, created_at, updated_at)
     select u.id, gen_random_uuid(), 'running', 'Run ' || n, at, 0, at::date, 3600, 3600, 10000, 60, false, at, at
     from users u, generate_series(1, $1::int) n, lateral (select timestamptz '2026-11-01Z' - n * interval '1 day' as at) t`,
    [each],
  );
  // Half of the shares have no dates, and half are of three stretches.
  await db.query(
    `insert into shares (id, number, owner_id, viewer_id, start_date, end_date, include, notify, created_at, updated_at)
     select gen_random_uuid(), 1000 + row_number() over (), o.id, v.id, d.first, d.last,
       array['WAKEUP', 'WEIGHT', 'WATER', 'SLEEP', 'SUPPLEMENT', 'MEAL', 'WORKOUT'], '{}', now(), now()
     from users v, users o
     cross join lateral (
       select null::date, null::date where o.number % 2 = 0
       union all
       select date '2026-11-01' - n * 100 - 90, date '2026-11-01' - n * 100
       from generate_series(0, 2) n where o.number % 2 = 1
     ) d (first, last)
     where v.email = $1 and o.email like '%@bench.example'`,
    [gateway.email],
  );
  await db.query(
    `insert into dashboards (viewer_id, owner_id, id, shared_since, updated_at)
     select distinct viewer_id, owner_id, owner_id, created_at, created_at from shares`,
  );
  await db.query('analyze');

  const jobs = Object.entries(reads).map(([name, query]) => ({ name, query, times: [] as number[] }));
  for (let round = -20; round < rounds; round += 1) {
    for (const { query, times } of jobs) {
      const start = performance.now();
      const count = await read(query);
      if (round >= 0) times.push(performance.now() - start);
      if (count !== 200) throw new Error(`${count} activities instead of 200: ${query}`);
    }
  }
  const own = jobs[0]?.times ?? [];
  console.table(
    jobs.map(({ name, times }) => ({
      what: name,
      'median ms': Math.round(median(times) * 100) / 100,
      ratio: Math.round((median(times) / median(own)) * 100) / 100,
    })),
  );
} finally {
  await db.end();
  await gateway.stop();
}
