import type { RequestContext } from '../platform/context.ts';
import type { DataAccess } from './access.ts';
import { noteRead } from './access-log.ts';
import type { Category } from './categories.ts';
import { carriersOf } from './lock.ts';
import { sharedFields, type Opening, type RecordType, type SharedRecord } from './shared-fields.ts';

type Fields = Record<string, unknown>;

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
  return records.map((record) => {
    const seen: Fields = { ...record };
    for (const [field, opening] of closable[type])
      if (field in seen && !isOpen(access, opening, record.localDate)) seen[field] = null;
    for (const category of shownCategories(access, type, seen, record.localDate))
      noteRead(ctx, access, category, record.localDate, record.localDate);
    return seen as Row;
  });
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

/** The categories of which a masked record shows something. */
function shownCategories(access: DataAccess, type: RecordType, seen: Fields, localDate: string): Set<Category> {
  const { itself, fields }: SharedRecord = sharedFields[type];
  const found = new Set<Category>();
  if (itself && access.opens(itself, localDate)) found.add(itself);
  for (const [field, opening] of Object.entries(fields)) {
    if (typeof opening === 'string' || seen[field] == null) continue;
    for (const category of opening) if (access.opens(category, localDate)) found.add(category);
  }
  return found;
}
