import type { EntityManager } from '@mikro-orm/postgresql';
import { sql, type RawBuilder } from 'kysely';
import { z } from 'zod';
import { columnName, fieldName } from '../platform/database/column-name.ts';
import { instant, localDate } from '../platform/fields.ts';
import { isoOf } from '../platform/instant.ts';
import { keyPart, type CursorBinding } from '../platform/relay/cursor.ts';
import { pageRequest, toPage, type ConnectionArguments, type Page, type PageRequest } from '../platform/relay/page.ts';
import type { DataAccess } from './access.ts';
import type { Category } from './categories.ts';
import { everyDate } from './date-ranges.ts';
import { opened, ownersOf, type Carrier } from './lock.ts';

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
  /** The categories by which its records are seen. */
  carriers: readonly Carrier[];
  /** Which fields are read, beside those of `HealthRow`; by default all columns, under their own names. */
  fields?: readonly string[];
}

/** What every row of such a list has, beside the field of the instant that orders it. */
export interface HealthRow {
  ownerId: string;
  id: string;
  localDate: string;
}

/** What narrows a list beside its dates: SQL about the alias `r` that starts with `and`, and its words for the cursor's binding. */
export interface Narrowing {
  where: RawBuilder<unknown>;
  filter: unknown;
}

export const everything: Narrowing = { where: sql``, filter: null };
const keyShape = [keyPart.localDate, keyPart.instant, keyPart.id];

/**
 * The same page of several owners' lists, in one statement. A cursor belongs to the list of one owner.
 * @throws DomainError BAD_USER_INPUT for a wrong size or cursor
 */
export async function readHealthPages<Row extends HealthRow>(
  em: EntityManager,
  list: HealthList,
  accesses: readonly DataAccess[],
  filter: DateFilter,
  args: ConnectionArguments,
  narrowing: Narrowing = everything,
): Promise<Page<Row>[]> {
  const asked = accesses.map((access) => {
    const binding = bindingOf(list, access, filter, narrowing);
    return { access, binding, request: pageRequest(args, binding, keyShape) };
  });
  const [first] = asked;
  if (!first) return [];
  const read = { list, filter, narrowing, request: first.request };
  const rows = first.request.size === 0 ? [] : await readRows<Row>(em, read, accesses);
  const rowsByOwner = Map.groupBy(rows, ({ ownerId }) => ownerId);
  const at = fieldName(list.orderedBy) as keyof Row;
  const keyOf = (row: Row) => [row.localDate, row[at] as string, row.id];
  return asked.map(({ access, binding, request }) =>
    toPage(request, rowsByOwner.get(access.ownerId) ?? [], binding, keyOf),
  );
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

interface Read {
  list: HealthList;
  filter: DateFilter;
  narrowing: Narrowing;
  request: PageRequest;
}

/** One index range for each owner and range of dates that is open, clipped by filter and cursor: no row is read in vain. */
async function readRows<Row>(em: EntityManager, read: Read, accesses: readonly DataAccess[]): Promise<Row[]> {
  const { list, request } = read;
  const [access, ...others] = accesses;
  // Over all dates of one owner there is nothing to put together, and so nothing to sort.
  if (access && others.length === 0 && isWholeList(access, list)) {
    const { rows } =
      await sql<Row>`${pageBetween(read, sql`'-infinity'::date`, sql`'infinity'::date`, opened(access, list.carriers, 'r'))}`.execute(
        em.getKysely(),
      );
    return rows;
  }
  const owners = ownersOf(accesses, list.carriers);
  const [first, last] = [
    sql`coalesce(lower(open.dates), '-infinity')`,
    sql`coalesce(upper(open.dates) - 1, 'infinity')`,
  ];
  const { rows } = await sql<Row>`
    select page.*
    from ${owners.rows}
    cross join lateral (
      select part.*
      from unnest(${owners.dates(list.carriers)}) as open (dates)
      cross join lateral (${pageBetween(read, first, last, owners.opened(list.carriers, 'r'))}) part
      order by ${orderOf(read, 'part', named(list))}
      limit ${request.size + 1}
    ) page
    order by page."ownerId", ${orderOf(read, 'page', named(list))}`.execute(em.getKysely());
  return rows;
}

const isWholeList = (access: DataAccess, { carriers }: HealthList): boolean =>
  access.isOwn || (carriers.length === 1 && carriers.every(({ category }) => access.datesOf(category) === everyDate));

const keyColumns = ({ orderedBy }: HealthList) => ['local_date', orderedBy, 'id'];
const named = (list: HealthList) => keyColumns(list).map(fieldName);

// Text instead of parts: the names are those of the code, and a statement is put together for every read.

/** Newest first, or oldest first from the back. */
function orderOf({ request }: Read, alias: string, columns: readonly string[]): RawBuilder<unknown> {
  const direction = request.backward ? 'asc' : 'desc';
  return sql.raw(columns.map((column) => `${alias}."${column}" ${direction}`).join());
}

/** SQL: so many rows `r` between two local dates, both inclusive. */
function pageBetween(
  read: Read,
  first: RawBuilder<unknown>,
  last: RawBuilder<unknown>,
  isOpen: RawBuilder<boolean>,
): RawBuilder<unknown> {
  const { list, filter, narrowing, request } = read;
  // Newest first: what comes after a cursor is older, so it bounds from above, and `before` from below.
  const at = sql.ref(list.orderedBy);
  const key = sql`(r.local_date, r.${at}, r.id)`;
  const from = sql`greatest(${first}, ${filter.from ?? '-infinity'}::date)`;
  const to = sql`least(${last}, ${filter.to ?? 'infinity'}::date)`;
  // One bound for each side, as whole keys: of two PostgreSQL may begin its scan at the wrong one, and of bare dates it expects so few rows
  // that it reads the whole range and sorts it.
  return sql`
    select ${columnsOf(list)}
    from ${sql.table(list.table)} r
    where ${isOpen}
      and ${key} > (${sql.join(lowerBound(from, request.before))})
      and ${key} < (${sql.join(upperBound(to, request.after))})
      ${updatedSince(filter)} ${narrowing.where}
    order by ${orderOf(read, 'r', keyColumns(list))}
    limit ${request.size + 1}`;
}

/** SQL: what is read of a row `r`. */
function columnsOf({ fields, orderedBy }: HealthList): RawBuilder<unknown> {
  const key = ['ownerId', 'localDate', fieldName(orderedBy)];
  const columns = [...new Set(fields ? ['id', ...key, ...fields] : key)].map(
    (field) => `r.${columnName(field)} as "${field}"`,
  );
  return sql.raw([...(fields ? [] : ['r.*']), ...columns].join());
}

type Sql = RawBuilder<unknown>;

const lowest: readonly Sql[] = [sql`'-infinity'::timestamptz`, sql`'00000000-0000-0000-0000-000000000000'::uuid`];
const highest: readonly Sql[] = [sql`'infinity'::timestamptz`, sql`'ffffffff-ffff-ffff-ffff-ffffffffffff'::uuid`];

/** The key that all are above: a cursor's, or that before the first date, whichever is later. */
function lowerBound(from: Sql, cursor: readonly string[] | undefined): Sql[] {
  if (!cursor) return [from, ...lowest];
  const [date, ...rest] = castKey(cursor);
  return [
    sql`greatest(${date}, ${from})`,
    ...rest.map((part, index) => sql`case when ${date} >= ${from} then ${part} else ${lowest[index]} end`),
  ];
}

/** The key that all are below: a cursor's, or that after the last date, whichever is earlier. */
function upperBound(to: Sql, cursor: readonly string[] | undefined): Sql[] {
  if (!cursor) return [to, ...highest];
  const [date, ...rest] = castKey(cursor);
  return [
    sql`least(${date}, ${to})`,
    ...rest.map((part, index) => sql`case when ${date} <= ${to} then ${part} else ${highest[index]} end`),
  ];
}

const castKey = ([date, at, id]: readonly string[]): [Sql, Sql, Sql] => [
  sql`${date}::date`,
  sql`${at}::timestamptz`,
  sql`${id}::uuid`,
];

const updatedSince = (filter: DateFilter) =>
  filter.updatedSince ? sql`and r.updated_at >= ${isoOf(filter.updatedSince)}::timestamptz` : sql``;

/** How many records a list has; for viewers, of each category by which some of them are seen, from which local date to which. */
export interface Counted {
  count: number;
  seen: { category: Category; firstDate: string; lastDate: string }[];
}

/** Counts several owners' lists, in one statement that reads no row outside the open dates: not even its time tells of them. */
export async function countHealthRecords(
  em: EntityManager,
  list: HealthList,
  accesses: readonly DataAccess[],
  filter: DateFilter,
  narrowing: Narrowing = everything,
): Promise<Counted[]> {
  const owners = ownersOf(accesses, list.carriers);
  const noted = accesses.every(({ isOwn }) => isOwn) ? [] : list.carriers;
  const dates = noted.map((carrier) => {
    const carried = owners.opened([carrier], 'r');
    return sql`array[min(r.local_date) filter (where ${carried}), max(r.local_date) filter (where ${carried})]::text[]`;
  });
  const { rows } = await sql<{ ownerId: string; count: number; dates: (string | null)[][] }>`
    select o.owner_id as "ownerId", counted.*
    from ${owners.rows}
    cross join lateral (
      select count(*) as count, ${dates.length > 0 ? sql`array[${sql.join(dates)}]` : sql`'{}'::text[]`} as dates
      from unnest(${owners.dates(list.carriers)}) as open (dates)
      join ${sql.table(list.table)} r on ${owners.opened(list.carriers, 'r')}
        and r.local_date >= greatest(coalesce(lower(open.dates), '-infinity'), ${filter.from ?? '-infinity'}::date)
        and r.local_date <= least(coalesce(upper(open.dates) - 1, 'infinity'), ${filter.to ?? 'infinity'}::date)
        ${updatedSince(filter)} ${narrowing.where}
    ) counted`.execute(em.getKysely());
  const byOwner = new Map(rows.map((row) => [row.ownerId, row]));
  return accesses.map(({ ownerId }) => {
    const { count = 0, dates: found = [] } = byOwner.get(ownerId) ?? {};
    const seen = noted.flatMap(({ category }, index) => {
      const [firstDate, lastDate] = found[index] ?? [];
      return firstDate && lastDate ? [{ category, firstDate, lastDate }] : [];
    });
    return { count, seen };
  });
}

/** Records of several owners by id; those that no access opens are left out. */
export async function healthRecordsById<Row extends object>(
  em: EntityManager,
  list: HealthList,
  accesses: readonly DataAccess[],
  ids: readonly string[],
  narrowing: Narrowing = everything,
): Promise<Row[]> {
  const [access, ...others] = accesses;
  if (!access) return [];
  const owners = ownersOf(accesses, list.carriers);
  const { rows } = await (
    others.length === 0
      ? sql<Row>`
      select r.* from ${sql.table(list.table)} r
      where ${opened(access, list.carriers, 'r')} and r.id = any(${ids}::uuid[]) ${narrowing.where}`
      : sql<Row>`
      select r.* from ${owners.rows}
      join ${sql.table(list.table)} r on ${owners.opened(list.carriers, 'r')} and r.id = any(${ids}::uuid[]) ${narrowing.where}`
  ).execute(em.getKysely());
  return rows;
}
