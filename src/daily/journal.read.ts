import { sql } from 'kysely';
import { z } from 'zod';
import { requireScope, type RequestContext } from '../platform/context.ts';
import type { ConnectionArguments, Page } from '../platform/relay/page.ts';
import { validate } from '../platform/validate.ts';
import type { DataAccess } from '../sharing/access.ts';
import {
  countHealthRecords,
  dateFilterFields,
  fromAfterTo,
  fromNotAfterTo,
  readHealthPage,
  type HealthList,
  type HealthRow,
  type Narrowing,
} from '../sharing/health-list.ts';
import { toFields } from './columns.ts';
import { journalKinds, type JournalKindName } from './journal.input.ts';
import { journal, type JournalEntry } from './journal.ts';

const journalFilter = z
  .object({
    kinds: z.array(z.enum(journalKinds)).min(1, 'must not be empty').nullish(),
    ...dateFilterFields,
  })
  .refine(fromNotAfterTo, fromAfterTo);

export type JournalFilterInput = z.input<typeof journalFilter>;

/** Each kind is open at dates of its own, so the dates stand in the narrowing. */
const list: HealthList = { table: 'journal_entries', orderedBy: 'occurred_at', dates: () => '{(,)}' };

function narrowing(access: DataAccess, kinds: readonly JournalKindName[]): Narrowing {
  const open = kinds.map((kind) => sql`(r.kind = ${kind} and r.local_date <@ ${access.datesOf(kind)}::datemultirange)`);
  return { where: sql`and (${sql.join(open, sql` or `)})`, filter: [...kinds].sort() };
}

function request(ctx: RequestContext, access: DataAccess, filterInput: JournalFilterInput) {
  const filter = validate(journalFilter, filterInput);
  const kinds = [...new Set(filter.kinds ?? journalKinds)];
  for (const kind of kinds) requireScope(ctx, journal[kind].scopes.read);
  return { filter, narrowing: narrowing(access, kinds) };
}

/**
 * A page of the journal, newest first; all kinds unless the filter names some.
 * @throws DomainError FORBIDDEN without the scope of one of the kinds, BAD_USER_INPUT for a wrong filter, size or cursor
 */
export async function listJournal(
  ctx: RequestContext,
  access: DataAccess,
  filterInput: JournalFilterInput,
  args: ConnectionArguments,
): Promise<Page<JournalEntry>> {
  const { filter, narrowing } = request(ctx, access, filterInput);
  const page = await readHealthPage<HealthRow>(ctx.em, list, access, filter, args, narrowing);
  return {
    ...page,
    edges: page.edges.map(({ node, cursor }) => ({ node: toFields<JournalEntry>({ ...node }), cursor })),
  };
}

/** How many entries the whole list has; read only when it is asked for. */
export async function countJournal(
  ctx: RequestContext,
  access: DataAccess,
  filterInput: JournalFilterInput,
): Promise<number> {
  const { filter, narrowing } = request(ctx, access, filterInput);
  return countHealthRecords(ctx.em, list, access, filter, narrowing);
}
