import { sql } from 'kysely';
import { z } from 'zod';
import { requireScope, type RequestContext } from '../platform/context.ts';
import { mapPage, type ConnectionArguments, type Page } from '../platform/relay/page.ts';
import { validate } from '../platform/validate.ts';
import type { DataAccess } from '../sharing/access.ts';
import {
  dateFilterFields,
  fromAfterTo,
  fromNotAfterTo,
  type HealthList,
  type HealthRow,
  type Narrowing,
} from '../sharing/health-list.ts';
import { healthCount, healthPage } from '../sharing/health-list.loaders.ts';
import { requireOpen } from '../sharing/lock.ts';
import { shown } from '../sharing/shown.ts';
import { toFields } from './columns.ts';
import { journalKinds, type JournalKindName } from './journal.input.ts';
import { entryCarriers, journal, type JournalEntry } from './journal.ts';

const journalFilter = z
  .object({
    kinds: z.array(z.enum(journalKinds)).min(1, 'must not be empty').nullish(),
    ...dateFilterFields,
  })
  .refine(fromNotAfterTo, fromAfterTo);

export type JournalFilterInput = z.input<typeof journalFilter>;

const listOf = (kinds: readonly JournalKindName[]): HealthList => ({
  table: 'journal_entries',
  orderedBy: 'occurred_at',
  carriers: entryCarriers(kinds),
});

function checked(ctx: RequestContext, access: DataAccess, filterInput: JournalFilterInput) {
  const filter = validate(journalFilter, filterInput);
  const kinds = [...new Set(filter.kinds ?? journalKinds)].sort();
  for (const kind of kinds) requireScope(ctx, journal[kind].scopes.read);
  const list = listOf(kinds);
  requireOpen(access, list.carriers);
  const narrowing: Narrowing = { where: sql`and r.kind = any(${kinds}::text[])`, filter: kinds };
  return { filter, list, narrowing };
}

/**
 * A page of the journal, newest first; all kinds unless the filter names some.
 * @throws DomainError FORBIDDEN without the scope of one of the kinds, or a share of one, BAD_USER_INPUT for a wrong filter, size or cursor
 */
export async function listJournal(
  ctx: RequestContext,
  access: DataAccess,
  filterInput: JournalFilterInput,
  args: ConnectionArguments,
): Promise<Page<JournalEntry>> {
  const { filter, list, narrowing } = checked(ctx, access, filterInput);
  const page = await healthPage<HealthRow>(ctx, list, access, filter, args, narrowing);
  return mapPage(page, (row) => {
    const entry = toFields<JournalEntry>({ ...row });
    const [seen = entry] = shown(ctx, access, journal[entry.kind].name, [entry]);
    return seen;
  });
}

/** How many entries the whole list has; read only when it is asked for. */
export async function countJournal(
  ctx: RequestContext,
  access: DataAccess,
  filterInput: JournalFilterInput,
): Promise<number> {
  const { filter, list, narrowing } = checked(ctx, access, filterInput);
  return healthCount(ctx, list, access, filter, narrowing);
}
