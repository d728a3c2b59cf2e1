import pg from 'pg';

/** Whose token it is: an owner's, or a viewer's; counted from 0. */
export const tokenOfOwner = (owner: number): string => `vg_pt_bench_owner_${owner}`;
export const tokenOfViewer = (viewer: number): string => `vg_pt_bench_viewer_${viewer}`;

/** Fills a migrated database with owners, each of whom shares their nights with as many viewers of their own, who are told of them. */
export async function loadSubscribers(databaseUrl: string, owners: number, each: number): Promise<void> {
  const db = new pg.Client({ connectionString: databaseUrl });
  await db.connect();
  try {
    await db.query(`insert into organisations (id, name, created_at) values (uuidv7(), 'Bench', now())`);
    await db.query(
      `insert into users (id, number, organisation_id, email, email_key, name, timezone, password_hash, is_admin, created_at, updated_at)
       select uuidv7(), n, o.id, n || '@bench.example', n || '@bench.example', 'Person ' || n, 'UTC', '', false, now(), now()
       from organisations o, generate_series(1, $1::int) n where o.name = 'Bench'`,
      [owners + owners * each],
    );
    const tokens = [
      ...Array.from({ length: owners }, (_, owner) => tokenOfOwner(owner)),
      ...Array.from({ length: owners * each }, (_, viewer) => tokenOfViewer(viewer)),
    ];
    await db.query(
      `insert into access_tokens (hash, id, user_id, scopes, created_at, expires_at)
       select sha256(convert_to(t.secret, 'UTF8')), uuidv7(), u.id, '{sleep:write,notifications:read}', now(), now() + interval '1 day'
       from unnest($1::text[]) with ordinality as t (secret, number) join users u on u.number = t.number`,
      [tokens],
    );
    await db.query(
      `insert into shares (id, number, owner_id, viewer_id, include, notify, created_at, updated_at)
       select uuidv7(), v.number, o.id, v.id, '{SLEEP}', '{SLEEP}', now(), now()
       from users v join users o on o.number = 1 + (v.number - 1 - $1::int) / $2::int
       where v.number > $1::int and v.email like '%@bench.example'`,
      [owners, each],
    );
    await db.query('vacuum analyze');
  } finally {
    await db.end();
  }
}
