import pg from 'pg';

/** The current viewer, whom PostGraphile names in each transaction. */
const viewer = `(select current_setting('bench.viewer_id')::uuid)`;

/**
 * A role that sees what the current viewer may see, by row-level security: PostGraphile serves what its role may read. The sort orders
 * that the jobs need are declared, since it offers none where a column is not the first of an index.
 */
export async function makeRole(databaseUrl: string): Promise<string> {
  const url = new URL(databaseUrl);
  const db = new pg.Client({ connectionString: databaseUrl });
  await db.connect();
  try {
    const { rowCount } = await db.query(`select from pg_roles where rolname = 'bench_postgraphile'`);
    if (rowCount === 0) await db.query(`create role bench_postgraphile login password 'bench'`);
    await db.query(`
      grant usage on schema public to bench_postgraphile;
      grant select (id, name) on users to bench_postgraphile;
      grant select on dashboards, shares, activities, access_tokens, sample_origins, samples to bench_postgraphile;
      grant insert on samples to bench_postgraphile;
      alter table users enable row level security;
      alter table dashboards enable row level security;
      alter table shares enable row level security;
      alter table activities enable row level security;
      alter table sample_origins enable row level security;
      alter table samples enable row level security;
      drop policy if exists bench on users;
      drop policy if exists bench on sample_origins;
      drop policy if exists bench on samples;
      drop policy if exists bench on dashboards;
      drop policy if exists bench on shares;
      drop policy if exists bench on activities;
      create policy bench on users to bench_postgraphile using (
        id = ${viewer} or exists (select from dashboards d where d.viewer_id = ${viewer} and d.owner_id = users.id));
      create policy bench on dashboards to bench_postgraphile using (viewer_id = ${viewer});
      create policy bench on shares to bench_postgraphile using (viewer_id = ${viewer});
      create policy bench on activities to bench_postgraphile using (
        owner_id = ${viewer} or exists (
          select from shares s
          where s.viewer_id = ${viewer} and s.owner_id = activities.owner_id and s.ended_at is null and 'WORKOUT' = any (s.include)
            and activities.local_date between coalesce(s.start_date, '-infinity') and coalesce(s.end_date, 'infinity')));
      create policy bench on sample_origins to bench_postgraphile using (owner_id = ${viewer});
      create policy bench on samples to bench_postgraphile using (owner_id = ${viewer}) with check (owner_id = ${viewer});
      drop function if exists add_samples;
      drop type if exists new_sample;
      create type new_sample as (started_at timestamptz, ended_at timestamptz, value float8);
      create function add_samples(samples new_sample[]) returns integer language sql volatile as $$
        with added as (
          insert into samples (owner_id, started_at, ended_at, value, device_id, origin_id, local_date, metric, utc_offset_minutes)
          select o.owner_id, x.started_at, x.ended_at, x.value, o.device_id, o.id, (x.started_at at time zone 'UTC')::date, 1, 0
          from unnest(add_samples.samples) x, sample_origins o where o.owner_id = ${viewer}
          on conflict do nothing returning 1)
        select count(*)::integer from added $$;
      comment on table samples is '@behavior -*';
      comment on table sample_origins is '@behavior -*';
      comment on table access_tokens is '@behavior -*';
      comment on table shares is '@behavior -*';
      comment on column activities.local_date is '@behavior +orderBy';
      comment on column activities.started_at is '@behavior +orderBy';
      comment on column activities.id is '@behavior +orderBy';
      comment on column dashboards.shared_since is '@behavior +orderBy';
      comment on column dashboards.id is '@behavior +orderBy'`);
  } finally {
    await db.end();
  }
  url.username = 'bench_postgraphile';
  url.password = 'bench';
  return url.href;
}
