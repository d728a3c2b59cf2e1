import type { RequestContext } from '../platform/context.ts';
import type { DataAccess } from './access.ts';
import { noteRead } from './access-log.ts';
import type { Category } from './categories.ts';
import { noDate } from './date-ranges.ts';
import { carriersOf } from './lock.ts';
import { sharedFields, type Opening, type RecordType, type SharedRecord } from './shared-fields.ts';

type Fields = Readonly<Record<string, unknown>>;

/**
 * Records that were read through an access, as its viewer sees them: what no category opens on a record's date is `null`. What is shown
 * goes into the owner's log.
 */
export function shown<Row extends { localDate: string }>(
  ctx: RequestContext,
  access: DataAccess,
  type: RecordType,
  records: readonly Row[],
): Row[] {
  if (access.isOwn) return [...records];
  const seen = records.map((record) => masked(access, type, record));
  noteShown(ctx, access, type, seen);
  return seen;
}

function masked<Row extends { localDate: string }>(access: DataAccess, type: RecordType, record: Row): Row {
  let seen = record;
  for (const [field, opening] of closable[type])
    if ((record as Fields)[field] != null && !isOpen(access, opening, record.localDate))
      seen = { ...seen, [field]: null };
  return seen;
}

/** A record, with the access through which it is seen. */
export interface Seen<R> {
  access: DataAccess;
  record: R;
}

/** The same of records of several owners. */
export function shownByOwner<R extends { ownerId: string; localDate: string }>(
  ctx: RequestContext,
  accesses: readonly DataAccess[],
  type: RecordType,
  records: readonly R[],
): Seen<R>[] {
  const byOwner = Map.groupBy(records, ({ ownerId }) => ownerId);
  return accesses.flatMap((access) =>
    shown(ctx, access, type, byOwner.get(access.ownerId) ?? []).map((record) => ({ access, record })),
  );
}

const isOpen = (access: DataAccess, opening: Opening, localDate: string): boolean =>
  typeof opening === 'string' ? opening === 'RECORD' : opening.some((category) => access.opens(category, localDate));

/** The fields that can be closed while their record is shown, by type. */
const closable = Object.fromEntries(
  Object.entries<SharedRecord>(sharedFields).map(([type, { fields }]) => {
    const [carrier, ...others] = carriersOf(type as RecordType);
    const isOpenWithRecord = (opening: Opening) =>
      opening === 'RECORD' ||
      (opening !== 'OWNER' && others.length === 0 && opening.some((category) => category === carrier?.category));
    return [type, Object.entries(fields).filter(([, opening]) => !isOpenWithRecord(opening))];
  }),
) as Record<RecordType, [string, Opening][]>;

/** What tells that a category was shown: that it opens the record itself, or one of its fields that is not empty. */
const telling = Object.fromEntries(
  Object.entries<SharedRecord>(sharedFields).map(([type, { itself, fields }]) => {
    const fieldsByCategory = new Map<Category, string[] | 'RECORD'>();
    for (const [field, opening] of Object.entries(fields))
      for (const category of typeof opening === 'string' ? [] : opening) {
        const known = fieldsByCategory.get(category) ?? [];
        fieldsByCategory.set(category, category === itself || known === 'RECORD' ? 'RECORD' : [...known, field]);
      }
    if (itself) fieldsByCategory.set(itself, 'RECORD');
    return [type, [...fieldsByCategory]];
  }),
) as Record<RecordType, [Category, string[] | 'RECORD'][]>;

function noteShown(
  ctx: RequestContext,
  access: DataAccess,
  type: RecordType,
  seen: readonly (Fields & { localDate: string })[],
): void {
  for (const [category, fields] of telling[type]) {
    if (access.datesOf(category) === noDate) continue;
    let first: string | undefined;
    let last: string | undefined;
    for (const record of seen) {
      const date = record.localDate;
      const isTold = fields === 'RECORD' || fields.some((field) => record[field] != null);
      if (!isTold || !access.opens(category, date)) continue;
      if (first === undefined || date < first) first = date;
      if (last === undefined || date > last) last = date;
    }
    if (first !== undefined && last !== undefined) noteRead(ctx, access, category, first, last);
  }
}
