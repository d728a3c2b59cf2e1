import type { EntityManager } from '@mikro-orm/postgresql';
import { sql, type RawBuilder } from 'kysely';
import type { DataAccess } from './access.ts';
import { opened, type Carrier } from './lock.ts';

/** A list that is read by page numbers: newest first by one column, ties by id. */
export interface NumberedList {
  /** A table with `owner_id`, `local_date` and `id`, and an index on (owner_id, <orderedBy>, id). */
  table: string;
  orderedBy: string;
  /** Type of that column. */
  type: 'timestamptz' | 'date';
  /** The categories by which its records are seen. */
  carriers: readonly Carrier[];
  /** What narrows the list: SQL about the alias `r` that starts with `and`. */
  narrowing?: RawBuilder<unknown>;
}

export interface NumberedRows<Row> {
  rows: Row[];
  hasMore: boolean;
  /** The key of the last row, to go on after; `undefined` of an empty page. */
  end: string[] | undefined;
}

/** Reads so many rows, either after the key of a row or after skipping some. */
export async function readNumbered<Row extends { id: string }>(
  em: EntityManager,
  list: NumberedList,
  access: DataAccess,
  { after, skip, size }: { after: readonly string[] | undefined; skip: number; size: number },
): Promise<NumberedRows<Row>> {
  const by = sql.ref(`r.${list.orderedBy}`);
  const key = after && [sql`${after[0]}::${sql.raw(list.type)}`, sql`${after[1]}::uuid`];
  const { rows } = await sql<Row & Record<string, string>>`
    select r.*
    from ${sql.table(list.table)} r
    where ${opened(access, list.carriers, 'r')}
      ${list.narrowing ?? sql``}
      ${key ? sql`and (${by}, r.id) < (${sql.join(key)})` : sql``}
    order by ${by} desc, r.id desc
    limit ${size + 1} offset ${skip}`.execute(em.getKysely());
  const kept = rows.slice(0, size);
  const last = kept.at(-1);
  return { rows: kept, hasMore: rows.length > size, end: last && [last[list.orderedBy] as string, last.id] };
}

/** How many rows the whole list has. */
export async function countNumbered(em: EntityManager, list: NumberedList, access: DataAccess): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*) as count
    from ${sql.table(list.table)} r
    where ${opened(access, list.carriers, 'r')}
      ${list.narrowing ?? sql``}`.execute(em.getKysely());
  return rows[0]?.count ?? 0;
}
