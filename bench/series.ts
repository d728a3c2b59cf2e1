import pg from 'pg';
import { startMeasuredGateway } from './gateway-process.ts';
import { median } from './median.ts';

// A year of heart rates, one a second (31.5 million samples), read as days; beside it one day of them read as hours.

const rounds = 60;
const firstDay = Date.parse('2024-12-31T23:00:00Z');
const days = 365;
const dayMs = 86_400_000;

const gateway = await startMeasuredGateway();
const db = new pg.Client({ connectionString: gateway.databaseUrl });
await db.connect();

/** Written by PostgreSQL itself, in the form that the gateway writes: over HTTP it would take a quarter of an hour. */
async function fill(): Promise<void> {
  await db.query(
    `with device as (
       insert into sample_devices (owner_id, name) select id, 'Watch' from users where email = $1 returning owner_id, id
     )
     insert into sample_origins (owner_id, device_id, metric, unit, factor) select owner_id, id, 1, 'bpm', 1 from device`,
    [gateway.email],
  );
  for (let day = 0; day < days; day += 1)
    await db.query(
      `insert into samples
       select o.owner_id, at, at, 60 + 20 * sin(extract(epoch from at) / 7000), o.device_id, o.id, (at at time zone 'UTC' + interval '1 hour')::date, 1, 60
       from sample_origins o, lateral (select to_timestamp($1 + n) as at from generate_series(0, 86399) n) s`,
      [(firstDay + day * dayMs) / 1000],
    );
  await db.query(
    `insert into sample_hours (owner_id, metric, local_date, hour, device_id, utc_offset_minutes, count, sum, min, max, covered_seconds)
     select owner_id, metric, local_date, date_bin('1 hour', started_at, timestamptz 'epoch'), device_id, utc_offset_minutes,
       count(*), sum(value), min(value), max(value), 0
     from samples group by 1, 2, 3, 4, 5, 6`,
  );
  await db.query('vacuum analyze samples, sample_hours');
}

async function series(bucket: string, from: number, to: number): Promise<number> {
  const [start, end] = [from, to].map((at) => new Date(at).toISOString());
  const query = `{ viewer { health { series(metric: HEART_RATE, bucket: ${bucket}, from: "${start}", to: "${end}") { starts counts min max average } } } }`;
  const response = await fetch(`${gateway.url}/graphql`, {
    method: 'POST',
    headers: { authorization: `Bearer ${gateway.token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ query }),
  });
  const { data } = (await response.json()) as { data: { viewer: { health: { series: { counts: number[] } } } } };
  return data.viewer.health.series.counts.reduce((sum, count) => sum + count, 0);
}

try {
  await fill();
  const year = firstDay + days * dayMs;
  const reads = [
    {
      what: 'one day as hours',
      bucket: 'HOUR',
      from: firstDay + 100 * dayMs,
      to: firstDay + 101 * dayMs,
      times: [] as number[],
    },
    { what: 'a year as days', bucket: 'DAY', from: firstDay, to: year, times: [] as number[] },
    {
      what: 'a year as days, cut within hours',
      bucket: 'DAY',
      from: firstDay + 1_234_567,
      to: year - 1_234_567,
      times: [] as number[],
    },
    { what: 'a year as hours', bucket: 'HOUR', from: firstDay, to: year, times: [] as number[] },
    {
      what: 'a day as minutes',
      bucket: 'MINUTE',
      from: firstDay + 100 * dayMs,
      to: firstDay + 101 * dayMs,
      times: [] as number[],
    },
  ];
  for (let round = -10; round < rounds; round += 1)
    for (const { bucket, from, to, times } of reads) {
      const begun = performance.now();
      const counted = await series(bucket, from, to);
      if (round >= 0) times.push(performance.now() - begun);
      // The year that is cut starts and ends between two seconds.
      if (Math.abs(counted - (to - from) / 1000) > 1) throw new Error(`${counted} samples from ${from} to ${to}`);
    }
  const [hours] = reads;
  console.table(
    reads.map(({ what, times }) => ({
      what,
      'median ms': Math.round(median(times) * 10) / 10,
      ratio: Math.round((median(times) / median(hours?.times ?? [])) * 100) / 100,
    })),
  );
} finally {
  await db.end();
  await gateway.stop();
}
