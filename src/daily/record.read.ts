import { sql } from 'kysely';
import { requireScope, type RequestContext } from '../platform/context.ts';
import type { ConnectionArguments, Page } from '../platform/relay/page.ts';
import { validate } from '../platform/validate.ts';
import type { DataAccess } from '../sharing/access.ts';
import {
  countHealthRecords,
  dateFilter,
  readHealthPage,
  type DateFilterInput,
  type HealthList,
  type HealthRow,
} from '../sharing/health-list.ts';
import { readNumbered } from '../sharing/numbered-list.ts';
import { toFields } from './columns.ts';
import type { RecordKind, RecordOf } from './record-kind.ts';

const listOf = ({ table, orderedBy, category }: RecordKind): HealthList => ({
  table,
  orderedBy,
  dates: (access) => access.datesOf(category),
});

/**
 * A page of the records of a kind that the access opens, newest first.
 * @throws DomainError FORBIDDEN without the kind's scope, BAD_USER_INPUT for a wrong filter, size or cursor
 */
export async function listDaily<Kind extends RecordKind>(
  ctx: RequestContext,
  kind: Kind,
  access: DataAccess,
  filter: DateFilterInput,
  args: ConnectionArguments,
): Promise<Page<RecordOf<Kind>>> {
  requireScope(ctx, kind.scopes.read);
  const page = await readHealthPage<HealthRow>(ctx.em, listOf(kind), access, validate(dateFilter, filter), args);
  return {
    ...page,
    edges: page.edges.map(({ node, cursor }) => ({ node: toFields<RecordOf<Kind>>({ ...node }), cursor })),
  };
}

/** How many records the whole list has; read only when it is asked for. */
export async function countDaily(
  ctx: RequestContext,
  kind: RecordKind,
  access: DataAccess,
  filter: DateFilterInput,
): Promise<number> {
  requireScope(ctx, kind.scopes.read);
  return countHealthRecords(ctx.em, listOf(kind), access, validate(dateFilter, filter));
}

/** Records by id, as far as the access opens them; the others are left out. */
export async function dailyById<Kind extends RecordKind>(
  ctx: RequestContext,
  kind: Kind,
  access: DataAccess,
  ids: readonly string[],
): Promise<RecordOf<Kind>[]> {
  requireScope(ctx, kind.scopes.read);
  const rows = await ctx.em
    .getKysely<Record<string, Record<string, unknown>>>()
    .selectFrom(kind.table)
    .selectAll()
    .where((eb) => eb.and({ owner_id: access.ownerId, ...kind.constant }))
    .where('id', 'in', ids)
    .where(sql<boolean>`local_date <@ ${access.datesOf(kind.category)}::datemultirange`)
    .execute();
  return rows.map((row) => toFields<RecordOf<Kind>>(row));
}

/**
 * Records by page number: newest first by their instant or, where a kind has a record a day, by their day; ties by id.
 * @throws DomainError FORBIDDEN without the kind's scope
 */
export async function numberedDaily<Kind extends RecordKind>(
  ctx: RequestContext,
  kind: Kind,
  access: DataAccess,
  start: { after: readonly string[] | undefined; skip: number; size: number },
): Promise<{ records: RecordOf<Kind>[]; hasMore: boolean; end: string[] | undefined }> {
  requireScope(ctx, kind.scopes.read);
  const byDay = kind.orderedBy === 'created_at';
  const { rows, hasMore, end } = await readNumbered(
    ctx.em,
    {
      ...listOf(kind),
      orderedBy: byDay ? 'local_date' : kind.orderedBy,
      type: byDay ? 'date' : 'timestamptz',
      narrowing: sql.join(
        Object.entries(kind.constant).map(([column, value]) => sql`and ${sql.ref(`r.${column}`)} = ${value}`),
        sql` `,
      ),
    },
    access,
    start,
  );
  return { records: rows.map((row) => toFields<RecordOf<Kind>>({ ...row })), hasMore, end };
}
