import type { EntityManager } from '@mikro-orm/postgresql';
import { sql, type RawBuilder } from 'kysely';
import { z } from 'zod';
import { instant, localDate } from '../platform/fields.ts';
import { isoOf } from '../platform/instant.ts';
import { keyPart, type CursorBinding } from '../platform/relay/cursor.ts';
import { pageRequest, toPage, type ConnectionArguments, type Page, type PageRequest } from '../platform/relay/page.ts';
import { everyDate, type DataAccess } from './access.ts';

/** The filter that every list of health records has; local dates are inclusive. */
export const dateFilterFields = {
  from: localDate.nullish(),
  to: localDate.nullish(),
  updatedSince: instant.nullish(),
};

export const fromNotAfterTo = (filter: { from?: string | null | undefined; to?: string | null | undefined }): boolean =>
  filter.from == null || filter.to == null || filter.from <= filter.to;

export const fromAfterTo = { path: ['to'], message: 'must not be before from' };

/** The filter of lists that have no other. */
export const dateFilter = z.object(dateFilterFields).refine(fromNotAfterTo, fromAfterTo);

export type DateFilter = z.output<z.ZodObject<typeof dateFilterFields>>;
export type DateFilterInput = z.input<typeof dateFilter>;

/** A list of health records: newest first, by local date, then instant, then id. */
export interface HealthList {
  /** A table with `owner_id`, `local_date`, `id` and `updated_at`, and an index on (owner_id, local_date, <orderedBy>, id). */
  table: string;
  /** The column of the instant that orders the records of a day. */
  orderedBy: string;
  /** When the records may be seen, as a PostgreSQL `datemultirange`. */
  dates: (access: DataAccess) => string;
}

/** What every row of such a list has. */
export interface HealthRow {
  id: string;
  local_date: string;
}

/** What narrows a list beside its dates: SQL about the alias `r` that starts with `and`, and its words for the cursor's binding. */
export interface Narrowing {
  where: RawBuilder<unknown>;
  filter: unknown;
}

const everything: Narrowing = { where: sql``, filter: null };
const keyShape = [keyPart.localDate, keyPart.instant, keyPart.id];

/** @throws DomainError BAD_USER_INPUT for a wrong size or cursor */
export async function readHealthPage<Row extends HealthRow>(
  em: EntityManager,
  list: HealthList,
  access: DataAccess,
  filter: DateFilter,
  args: ConnectionArguments,
  narrowing: Narrowing = everything,
): Promise<Page<Row>> {
  const binding = bindingOf(list, access, filter, narrowing);
  const request = pageRequest(args, binding, keyShape);
  const rows = request.size === 0 ? [] : await readRows<Row>(em, list, access, filter, request, narrowing);
  return toPage(request, rows, binding, (row) => [
    row.local_date,
    (row as unknown as Record<string, string>)[list.orderedBy] as string,
    row.id,
  ]);
}

/** The same filter in other words (`from: null`, no `from`) is the same filter. */
const bindingOf = (list: HealthList, access: DataAccess, filter: DateFilter, narrowing: Narrowing): CursorBinding => ({
  list: list.table,
  filter: [
    access.ownerId,
    filter.from ?? null,
    filter.to ?? null,
    filter.updatedSince?.epochMs ?? null,
    narrowing.filter,
  ],
});

/** One index range for each range of dates that is open, clipped by filter and cursor: no row is read in vain. */
async function readRows<Row>(
  em: EntityManager,
  list: HealthList,
  access: DataAccess,
  filter: DateFilter,
  request: PageRequest,
  narrowing: Narrowing,
): Promise<Row[]> {
  // Newest first: what comes after a cursor is older, so it bounds from above, and `before` from below.
  const [upper, lower] = [request.after, request.before];
  const order = sql.raw(request.backward ? 'asc' : 'desc');
  const at = sql.ref(list.orderedBy);
  const pageBetween = (first: RawBuilder<unknown>, last: RawBuilder<unknown>) => sql<Row>`
    select r.*
    from ${sql.table(list.table)} r
    where r.owner_id = ${access.ownerId}
      and r.local_date >= greatest(${first}, ${filter.from ?? '-infinity'}::date, ${lower?.[0] ?? '-infinity'}::date)
      and r.local_date <= least(${last}, ${filter.to ?? 'infinity'}::date, ${upper?.[0] ?? 'infinity'}::date)
      ${upper ? sql`and (r.local_date, r.${at}, r.id) < (${sql.join(castKey(upper))})` : sql``}
      ${lower ? sql`and (r.local_date, r.${at}, r.id) > (${sql.join(castKey(lower))})` : sql``}
      ${updatedSince(filter)} ${narrowing.where}
    order by r.local_date ${order}, r.${at} ${order}, r.id ${order}
    limit ${request.size + 1}`;
  const dates = list.dates(access);
  // Over all dates there is nothing to put together, and so nothing to sort.
  if (dates === everyDate) {
    const { rows } = await pageBetween(sql`'-infinity'::date`, sql`'infinity'::date`).execute(em.getKysely());
    return rows;
  }
  const { rows } = await sql<Row>`
    select page.*
    from unnest(${dates}::datemultirange) as open(dates)
    cross join lateral (
      ${pageBetween(sql`coalesce(lower(open.dates), '-infinity')`, sql`coalesce(upper(open.dates) - 1, 'infinity')`)}
    ) page
    order by page.local_date ${order}, page.${at} ${order}, page.id ${order}
    limit ${request.size + 1}`.execute(em.getKysely());
  return rows;
}

const castKey = ([date, at, id]: readonly string[]) => [sql`${date}::date`, sql`${at}::timestamptz`, sql`${id}::uuid`];

const updatedSince = (filter: DateFilter) =>
  filter.updatedSince ? sql`and r.updated_at >= ${isoOf(filter.updatedSince)}::timestamptz` : sql``;

/** How many records the whole list has; read only when it is asked for. */
export async function countHealthRecords(
  em: EntityManager,
  list: HealthList,
  access: DataAccess,
  filter: DateFilter,
  narrowing: Narrowing = everything,
): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*) as count
    from unnest(${list.dates(access)}::datemultirange) as open(dates)
    join ${sql.table(list.table)} r on r.owner_id = ${access.ownerId}
      and r.local_date >= greatest(coalesce(lower(open.dates), '-infinity'), ${filter.from ?? '-infinity'}::date)
      and r.local_date <= least(coalesce(upper(open.dates) - 1, 'infinity'), ${filter.to ?? 'infinity'}::date)
      ${updatedSince(filter)} ${narrowing.where}`.execute(em.getKysely());
  return rows[0]?.count ?? 0;
}
