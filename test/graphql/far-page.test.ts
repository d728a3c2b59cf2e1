import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { listActivities } from '../../src/activities/activity.read.ts';
import { DataAccess } from '../../src/sharing/access.ts';
import type { RequestContext } from '../../src/platform/context.ts';
import { person, type TestPerson } from '../gateway/people.ts';
import { share } from '../gateway/sharing.ts';
import { useGateway } from '../gateway/test-gateway.ts';

const gateway = useGateway();
const activities = 20_000;
const pageSize = 25;

async function ran({ id }: TestPerson): Promise<void> {
  await gateway.orm.em.fork().execute(
    `insert into activities (owner_id, id, sport, title, started_at, utc_offset_minutes, local_date, duration_seconds, elapsed_seconds,
       is_edited, created_at, updated_at)
     select ?, gen_random_uuid(), 'running', 'Run', at, 0, at::date, 60, 60, false, at, at
     from generate_series(1, ?) n, lateral (select timestamptz '2026-11-01Z' - n * interval '1 hour' as at) t`,
    [id, activities],
  );
  await gateway.orm.em.fork().execute('analyze activities');
}

/** How many activities the transaction has read so far. */
const readSoFar = async ({ em }: RequestContext): Promise<number> => {
  const { rows } = await sql<{ read: number }>`
    select (seq_tup_read + idx_tup_fetch)::int as read from pg_stat_xact_user_tables where relname = ${'activities'}`.execute(
    em.getKysely(),
  );
  return rows[0]?.read ?? 0;
};

/** The cursor of the page's end, and how many rows it took. */
async function pageAfter(ctx: RequestContext, access: DataAccess, after: string | null, first = pageSize) {
  const before = await readSoFar(ctx);
  const { edges } = await listActivities(ctx, access, {}, { first, after });
  expect(edges).toHaveLength(first);
  return { end: edges.at(-1)?.cursor as string, read: (await readSoFar(ctx)) - before };
}

test.each(['one’s own', 'someone else’s'])(
  'a page far down of %s reads no more rows than the first one, however often it was asked for on a connection',
  async (whose) => {
    const ann = await person(gateway);
    await ran(ann);
    const bob = await person(gateway, { name: 'Bob' });
    await share(ann, bob, { include: ['WORKOUT'], startDate: '2024-01-01' });
    const reader = await gateway.signedIn((whose === 'one’s own' ? ann : bob).token);
    await reader.em.transactional(async (em) => {
      const ctx = { ...reader, em };
      const access = whose === 'one’s own' ? DataAccess.own(ctx) : ((await DataAccess.shared(ctx))[0] as DataAccess);
      let far: string | null = null;
      for (let times = 0; times < 40; times += 1) ({ end: far } = await pageAfter(ctx, access, far, 200));
      // PostgreSQL plans anew for the first five times, and then may not.
      for (let times = 0; times < 12; times += 1) {
        expect((await pageAfter(ctx, access, null)).read).toBeLessThanOrEqual(2 * pageSize);
        expect((await pageAfter(ctx, access, far)).read).toBeLessThanOrEqual(2 * pageSize);
      }
    });
  },
);
