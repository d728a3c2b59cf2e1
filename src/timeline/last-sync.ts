import DataLoader from 'dataloader';
import { sql } from 'kysely';
import { journalKinds } from '../daily/journal.input.ts';
import { entryCarriers } from '../daily/journal.ts';
import { once, type RequestContext } from '../platform/context.ts';
import { metrics } from '../samples/metrics.ts';
import { accessTo, type DataAccess } from '../sharing/access.ts';
import { carriersOf, ownersOf, type Carrier } from '../sharing/lock.ts';

/** The tables of records, with the categories by which theirs are seen. */
const records: [string, Carrier[]][] = [
  ['activities', carriersOf('Activity')],
  ['sleep_days', carriersOf('SleepDay')],
  ['wellness_days', carriersOf('WellnessDay')],
  ['nutrition_days', carriersOf('NutritionDay')],
  ['body_metrics', carriersOf('BodyMetric')],
  ['journal_entries', entryCarriers(journalKinds)],
];

const series = Object.values(metrics).map(({ code, category }) => ({ code, carriers: [{ category }] }));

const loader = (ctx: RequestContext) =>
  new DataLoader<string, string | null>(async (ownerIds) => {
    const accesses = await Promise.all(ownerIds.map((ownerId) => accessTo(ctx, ownerId)));
    const newest = await readNewest(
      ctx,
      accesses.filter((access) => access !== null),
    );
    return ownerIds.map((ownerId) => newest.get(ownerId) ?? null);
  });

/**
 * When something came in last that an owner shares with the viewer: the newest creation among the records that they may see; samples
 * keep no time of arrival, so for them the hour of the newest one counts. `null`: nothing yet. One statement for the owners of one level
 * of a query; it reads nothing outside the open dates.
 */
export const lastSyncOf = (ctx: RequestContext, ownerId: string): Promise<string | null> =>
  once(ctx, loader).load(ownerId);

async function readNewest(ctx: RequestContext, accesses: readonly DataAccess[]): Promise<Map<string, string | null>> {
  if (accesses.length === 0) return new Map();
  const all = [...records.flatMap(([, carriers]) => carriers), ...series.flatMap(({ carriers }) => carriers)];
  const owners = ownersOf(accesses, all);
  const within = (alias: string) => sql`${sql.ref(`${alias}.local_date`)} between
    coalesce(lower(open.dates), '-infinity') and coalesce(upper(open.dates) - 1, 'infinity')`;
  const newest = [
    ...records.map(
      ([table, carriers]) => sql`(
        select max(r.created_at)
        from unnest(${owners.dates(carriers)}) as open (dates)
        join ${sql.table(table)} r on ${owners.opened(carriers, 'r')} and ${within('r')})`,
    ),
    ...series.map(
      ({ code, carriers }) => sql`(
        select max(h.hour)
        from unnest(${owners.dates(carriers)}) as open (dates)
        cross join lateral (
          select h.hour from sample_hours h
          where ${owners.opened(carriers, 'h')} and h.metric = ${code} and ${within('h')}
          order by h.local_date desc, h.hour desc
          limit 1
        ) h)`,
    ),
  ];
  const { rows } = await sql<{ ownerId: string; newest: string | null }>`
    select o.owner_id as "ownerId", greatest(${sql.join(newest)}) as newest from ${owners.rows}`.execute(
    ctx.em.getKysely(),
  );
  return new Map(rows.map((row) => [row.ownerId, row.newest]));
}
