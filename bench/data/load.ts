import pg from 'pg';
import { dashboardsEach, lastDay, tokenOf, year, type Shape } from './shape.ts';

// Written by PostgreSQL itself into the migrated schema, in the form in which the gateway writes: over HTTP it would take hours.

const workout = '{WAKEUP,WEIGHT,WATER,SLEEP,SUPPLEMENT,MEAL,WORKOUT}';

/** Fills a migrated database. Half of its people share without dates, the others three stretches of them, and both let some shares lie about that open no workout. */
export async function loadData(databaseUrl: string, shape: Shape): Promise<void> {
  const db = new pg.Client({ connectionString: databaseUrl });
  await db.connect();
  try {
    await db.query('set synchronous_commit = off');
    await people(db, shape);
    await shares(db, shape);
    await activities(db, shape);
    await samples(db, shape);
    await db.query('vacuum analyze');
    await db.query('checkpoint');
  } finally {
    await db.end();
  }
}

async function people(db: pg.Client, shape: Shape): Promise<void> {
  await db.query(`insert into organisations (id, name, created_at) values (uuidv7(), 'Bench', now())`);
  await db.query(
    `insert into users (id, number, organisation_id, email, email_key, name, timezone, password_hash, is_admin, created_at, updated_at)
     select uuidv7(), n, o.id, n || '@bench.example', n || '@bench.example', 'Person ' || n, 'UTC', '', false, now(), now()
     from organisations o, generate_series(1, $1::int) n where o.name = 'Bench'`,
    [shape.people],
  );
  await db.query(
    `insert into access_tokens (hash, id, user_id, scopes, created_at, expires_at)
     select sha256(convert_to($1 || number, 'UTF8')), uuidv7(), id,
       '{profile:read,activities:read,activities:write,samples:read,samples:write,shares:read}', now(), now() + interval '1 day'
     from users where email like '%@bench.example'`,
    [tokenOf(0).slice(0, -1)],
  );
}

/** Each viewer sees the people after them, the last ones the first. */
async function shares(db: pg.Client, shape: Shape): Promise<void> {
  await db.query(
    `insert into shares (id, number, owner_id, viewer_id, start_date, end_date, include, notify, created_at, updated_at, ended_at, ended_by)
     select uuidv7(), row_number() over (), o.id, v.id, s.first, s.last, s.include, '{}', at, at, s.ended, case when s.ended is not null then 'OWNER' end
     from users v
     cross join generate_series(1, $1::int) step
     join users o on o.number = (v.number + step - 1) % $2::int + 1
     cross join lateral (select timestamptz '2026-01-01Z' - step * interval '1 minute' as at) a
     cross join lateral (
       select null::date as first, null::date as last, $3::text[] as include, null::timestamptz as ended where step % 2 = 0
       union all
       select date '${lastDay}' - n * 100 - 90, date '${lastDay}' - n * 100, $3::text[], null from generate_series(0, 2) n where step % 2 = 1
       union all
       select null, null, '{HEART_RATE}', null where step % 3 = 0
       union all
       select null, null, $3::text[], at where step % 5 = 1
     ) s`,
    [dashboardsEach, shape.people, workout],
  );
  await db.query(
    `insert into dashboards (viewer_id, owner_id, id, shared_since, updated_at)
     select viewer_id, owner_id, uuidv7(), min(created_at), min(created_at) from shares where ended_at is null group by 1, 2`,
  );
}

async function activities(db: pg.Client, shape: Shape): Promise<void> {
  // A person's activities lie two days apart, or closer where they have very many.
  await db.query(
    `insert into activities (owner_id, id, sport, title, started_at, utc_offset_minutes, local_date, duration_seconds, elapsed_seconds,
       distance_meters, average_heart_rate, load, is_edited, created_at, updated_at)
     select u.id, uuidv7(), (array['running', 'cycling', 'swimming', 'hiking'])[1 + (n + u.number) % 4], 'Workout ' || n || ' of ' || u.number, at, 0,
       (at at time zone 'UTC')::date, 1800 + n % 3600, 1900 + n % 3600, case when n % 7 > 0 then 5000 + (n * 37) % 20000 + 0.25 end,
       120 + n % 40, case when n % 5 > 0 then 20 + n % 150 end, false, at, at
     from users u
     cross join lateral (select case when u.number = 1 then $2::int else $1::int end as count) c
     cross join generate_series(1, c.count) n
     cross join lateral (
       select timestamptz '${lastDay}Z' - n * (case when c.count > 2000 then interval '1 hour' else interval '47 hours' end) as at
     ) a
     where u.email like '%@bench.example'
     order by n, u.number`,
    [shape.activitiesEach, shape.longList],
  );
  await db.query(
    `insert into activity_laps (owner_id, activity_id, number, started_at, duration_seconds, elapsed_seconds, distance_meters, average_heart_rate)
     select a.owner_id, a.id, n, a.started_at + (n - 1) * interval '5 minutes', 300, 300, a.distance_meters / 4, a.average_heart_rate
     from activities a, generate_series(1, 2 + a.duration_seconds::int % 3) n`,
  );
}

async function samples(db: pg.Client, shape: Shape): Promise<void> {
  await db.query(
    `with device as (
       insert into sample_devices (owner_id, name) select id, 'Watch' from users where email like '%@bench.example' returning owner_id, id
     )
     insert into sample_origins (owner_id, device_id, metric, unit, factor) select owner_id, id, 1, 'bpm', 1 from device`,
  );
  const inserted = `
    insert into samples (owner_id, started_at, ended_at, value, device_id, origin_id, local_date, metric, utc_offset_minutes)
    select o.owner_id, at, at, round((70 + 30 * sin(extract(epoch from at)::float8 / 7000))::numeric, 0), o.device_id, o.id, (at at time zone 'UTC')::date, 1, 0
    from users u join sample_origins o on o.owner_id = u.id`;
  await db.query(
    `${inserted} cross join lateral (select timestamptz '${lastDay}Z' - n * interval '1 minute' as at from generate_series(1, $1::int) n) s
     where u.number <> 2 and u.email like '%@bench.example'`,
    [shape.samplesEach],
  );
  await db.query(
    `${inserted} cross join lateral (
       select date_trunc('milliseconds', $2::timestamptz + n * (($3::timestamptz - $2::timestamptz) / $1::int)) as at from generate_series(0, $1::int - 1) n
     ) s
     where u.number = 2 and u.email like '%@bench.example'`,
    [shape.samplesOfYear, year.from, year.to],
  );
  // In the order in which time brings them, of everyone side by side.
  await db.query(
    `insert into sample_hours (owner_id, metric, local_date, hour, device_id, utc_offset_minutes, count, sum, min, max, covered_seconds)
     select owner_id, metric, local_date, date_bin('1 hour', started_at, timestamptz 'epoch'), device_id, utc_offset_minutes,
       count(*), sum(value), min(value), max(value), 0
     from samples group by 1, 2, 3, 4, 5, 6
     order by 4, 1`,
  );
}
