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
      grant select on dashboards, shares, activities, access_tokens to bench_postgraphile;
      alter table users enable row level security;
      alter table dashboards enable row level security;
      alter table shares enable row level security;
      alter table activities enable row level security;
      drop policy if exists bench on users;
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
