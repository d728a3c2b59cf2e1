import type { EntityManager } from '@mikro-orm/postgresql';
import { sql, type RawBuilder } from 'kysely';
import type { RequestContext } from '../platform/context.ts';
import { notifiableCategories, type NotifiableCategory } from './categories.ts';
import { sharedFields, type RecordType, type SharedRecord } from './shared-fields.ts';
import type { Share } from './share.ts';

export const notificationKinds = ['LOGGED', 'SHARE_CREATED', 'SHARE_CHANGED', 'SHARE_REVOKED'] as const;
export type NotificationKind = (typeof notificationKinds)[number];

/** PostgreSQL's channel on which processes hear that something was added to viewers' logs: `<viewer>:<last number> …`. */
export const newNotifications = 'vitalgate_notifications';

/** That a record carries a category now, which it did not before. */
export interface LoggedFact {
  category: NotifiableCategory;
  recordType: RecordType;
  recordId: string;
  localDate: string;
}

interface StoredRecord {
  id: string;
  localDate: string;
}

/** What a record newly tells of: the categories of which it has a field that is not empty, and had none before. */
export function newlyCarried<Stored extends StoredRecord>(
  type: RecordType,
  before: Stored | undefined,
  record: Stored,
): LoggedFact[] {
  const known = before ? carried(type, before) : new Set();
  return [...carried(type, record)]
    .filter((category) => !known.has(category))
    .map((category) => ({ category, recordType: type, recordId: record.id, localDate: record.localDate }));
}

function carried(type: RecordType, record: StoredRecord): Set<NotifiableCategory> {
  const { itself, fields }: SharedRecord = sharedFields[type];
  const values = record as unknown as Record<string, unknown>;
  const told = notifiableCategories.filter(
    (category) =>
      category === itself ||
      Object.entries(fields).some(
        ([field, opening]) =>
          typeof opening !== 'string' && opening.some((open) => open === category) && values[field] != null,
      ),
  );
  return new Set(told);
}

/**
 * Tells viewers what an owner logged: those with a live share that includes the category, notifies it and covers the date. What is told
 * of one category at once is one notification with a count. It is the last statement of the transaction that stores the records, and is
 * said once in it: it holds the viewers' counters until the commit.
 */
export async function notifyViewers(
  ctx: RequestContext,
  em: EntityManager,
  ownerId: string,
  facts: readonly LoggedFact[],
): Promise<void> {
  if (facts.length === 0) return;
  await append(
    ctx,
    em,
    sql`
      select s.viewer_id, 'LOGGED' as kind, f.category, count(distinct f.number)::int as count, s.owner_id,
        (array_agg(s.id order by s.created_at, s.id))[1] as share_id, (array_agg(f.record_type order by f.number))[1] as record_type,
        (array_agg(f.record_id order by f.number))[1] as record_id, (array_agg(f.local_date order by f.number))[1] as local_date
      from shares s
      join unnest(
        ${facts.map(({ category }) => category)}::text[], ${facts.map(({ recordType }) => recordType)}::text[],
        ${facts.map(({ recordId }) => recordId)}::uuid[], ${facts.map(({ localDate }) => localDate)}::date[]
      ) with ordinality as f (category, record_type, record_id, local_date, number)
        on f.category = any(s.include) and f.category = any(s.notify)
        and f.local_date <@ daterange(s.start_date, s.end_date, '[]')
      where s.owner_id = ${ownerId} and s.ended_at is null
      group by s.viewer_id, s.owner_id, f.category`,
  );
}

/** Tells the viewer of a share what became of it. Also the last statement of its transaction. */
export async function notifyOfShare(
  ctx: RequestContext,
  em: EntityManager,
  kind: Exclude<NotificationKind, 'LOGGED'>,
  { id, viewerId, ownerId }: Share,
): Promise<void> {
  await append(
    ctx,
    em,
    sql`
      select ${viewerId}::uuid as viewer_id, ${kind} as kind, null as category, 1 as count, ${ownerId}::uuid as owner_id,
        ${id}::uuid as share_id, null as record_type, null::uuid as record_id, null::date as local_date`,
  );
}

/** How many viewers fit into one notification of PostgreSQL's, which has 8,000 bytes. */
const mostRung = 150;

/** Adds rows to viewers' logs, numbers them, and rings for every process once the transaction commits. */
async function append(ctx: RequestContext, em: EntityManager, told: RawBuilder<unknown>): Promise<void> {
  const { doorbell } = ctx;
  const ring = sql`string_agg(b.viewer_id || ':' || b.last, ' ')`;
  const { rows } = await sql<{ ring: string }>`
    with told as (${told}), placed as (
      select t.*, row_number() over (partition by t.viewer_id order by t.category) as place, count(*) over (partition by t.viewer_id) as added
      from told t
    ), counters as (
      insert into notification_counters as c (viewer_id, last)
      select p.viewer_id, count(*) from placed p group by p.viewer_id order by p.viewer_id
      on conflict (viewer_id) do update set last = c.last + excluded.last
      returning viewer_id, last
    ), added as (
      insert into notifications
        (viewer_id, number, id, kind, category, count, owner_id, share_id, record_type, record_id, local_date, occurred_at)
      select p.viewer_id, c.last - p.added + p.place, gen_random_uuid(), p.kind, p.category, p.count, p.owner_id, p.share_id, p.record_type,
        p.record_id, p.local_date, ${ctx.now().toISOString()}::timestamptz
      from placed p
      join counters c on c.viewer_id = p.viewer_id
    )
    select ${doorbell.isInDatabase ? sql`pg_notify(${newNotifications}, ${ring})` : ring} as ring
    from (select c.*, (row_number() over (order by c.viewer_id) - 1) / ${mostRung} as bell from counters c) b
    group by b.bell`.execute(em.getKysely());
  if (!doorbell.isInDatabase)
    doorbell.ringAfterCommit(
      em,
      rows.map(({ ring: rung }) => rung),
    );
}
