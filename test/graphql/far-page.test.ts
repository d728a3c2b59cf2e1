import { expect, test } from 'vitest';
import { listActivities } from '../../src/activities/activity.read.ts';
import { DataAccess } from '../../src/sharing/access.ts';
import type { RequestContext } from '../../src/platform/context.ts';
import { blocksOf, listenFor, type Asked } from '../database/blocks.ts';
import { person, type TestPerson } from '../gateway/people.ts';
import { share } from '../gateway/sharing.ts';
import { useGateway } from '../gateway/test-gateway.ts';

const gateway = useGateway();
const activities = 40_000;
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

/** How many blocks a page takes, and the cursor of its end. */
async function pageAfter(
  ctx: RequestContext,
  access: DataAccess,
  asked: Asked[],
  after: string | null,
  first = pageSize,
) {
  const { edges } = await listActivities(ctx, access, {}, { first, after });
  expect(edges).toHaveLength(first);
  return { end: edges.at(-1)?.cursor as string, blocks: await blocksOf(gateway.orm, asked.at(-1) as Asked) };
}

test.each(['one’s own', 'someone else’s'])(
  'a page far down of %s takes as much of the index as the first one',
  async (whose) => {
    const ann = await person(gateway);
    await ran(ann);
    const bob = await person(gateway, { name: 'Bob' });
    await share(ann, bob, { include: ['WORKOUT'], startDate: '2018-01-01' });
    const asked = await listenFor(gateway.orm, '"activities" r');
    const ctx = await gateway.signedIn((whose === 'one’s own' ? ann : bob).token);
    const access = whose === 'one’s own' ? DataAccess.own(ctx) : ((await DataAccess.shared(ctx))[0] as DataAccess);
    let far: string | null = null;
    for (let times = 0; times < 150; times += 1) ({ end: far } = await pageAfter(ctx, access, asked, far, 200));
    const near = await pageAfter(ctx, access, asked, null);
    expect((await pageAfter(ctx, access, asked, far)).blocks).toBeLessThan(2 * near.blocks + 20);
  },
);
