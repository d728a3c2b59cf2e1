import { sql } from 'kysely';
import { requireScope, type RequestContext } from '../platform/context.ts';
import { mapPage, type ConnectionArguments, type Page } from '../platform/relay/page.ts';
import { validate } from '../platform/validate.ts';
import type { DataAccess } from '../sharing/access.ts';
import {
  dateFilter,
  healthRecordsById,
  type DateFilter,
  type DateFilterInput,
  type HealthList,
  type HealthRow,
  type Narrowing,
} from '../sharing/health-list.ts';
import { healthCount, healthPage } from '../sharing/health-list.loaders.ts';
import { carriersOf, requireOpen } from '../sharing/lock.ts';
import { readNumbered } from '../sharing/numbered-list.ts';
import { shown, shownByOwner, type Seen } from '../sharing/shown.ts';
import { toFields } from './columns.ts';
import type { RecordKind, RecordOf } from './record-kind.ts';

const listOf = ({ table, orderedBy, name }: RecordKind): HealthList => ({
  table,
  orderedBy,
  carriers: carriersOf(name),
});

/** Of a table that several kinds share, only this one. */
const ofKind = ({ constant }: RecordKind): Narrowing => ({
  where: sql.join(
    Object.entries(constant).map(([column, value]) => sql`and ${sql.ref(`r.${column}`)} = ${value}`),
    sql` `,
  ),
  filter: constant,
});

/**
 * A page of the records of a kind that the access opens, newest first.
 * @throws DomainError FORBIDDEN without the kind's scope or a share of it, BAD_USER_INPUT for a wrong filter, size or cursor
 */
export async function listDaily<Kind extends RecordKind>(
  ctx: RequestContext,
  kind: Kind,
  access: DataAccess,
  filterInput: DateFilterInput,
  args: ConnectionArguments,
): Promise<Page<RecordOf<Kind>>> {
  const filter = checked(ctx, kind, access, filterInput);
  const page = await healthPage<HealthRow>(ctx, listOf(kind), access, filter, args);
  const records = shown(
    ctx,
    access,
    kind.name,
    page.edges.map(({ node }) => toRecord(kind, node)),
  );
  return mapPage(page, (_, index) => records[index] as RecordOf<Kind>);
}

/** How many records the whole list has; read only when it is asked for. */
export async function countDaily(
  ctx: RequestContext,
  kind: RecordKind,
  access: DataAccess,
  filterInput: DateFilterInput,
): Promise<number> {
  return healthCount(ctx, listOf(kind), access, checked(ctx, kind, access, filterInput));
}

function checked(ctx: RequestContext, kind: RecordKind, access: DataAccess, filter: DateFilterInput): DateFilter {
  requireScope(ctx, kind.scopes.read);
  requireOpen(access, carriersOf(kind.name));
  return validate(dateFilter, filter);
}

const toRecord = <Kind extends RecordKind>(_kind: Kind, row: object) => toFields<RecordOf<Kind>>({ ...row });

/** Records by id, as far as one of the accesses opens them; the others are left out. */
export async function dailyById<Kind extends RecordKind>(
  ctx: RequestContext,
  kind: Kind,
  accesses: readonly DataAccess[],
  ids: readonly string[],
): Promise<Seen<RecordOf<Kind>>[]> {
  requireScope(ctx, kind.scopes.read);
  const rows = await healthRecordsById(ctx.em, listOf(kind), accesses, ids, ofKind(kind));
  return shownByOwner(
    ctx,
    accesses,
    kind.name,
    rows.map((row) => toRecord(kind, row)),
  );
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
      narrowing: ofKind(kind).where,
    },
    access,
    start,
  );
  return {
    records: shown(
      ctx,
      access,
      kind.name,
      rows.map((row) => toRecord(kind, row)),
    ),
    hasMore,
    end,
  };
}
