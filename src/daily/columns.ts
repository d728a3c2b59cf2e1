import { columnName, fieldName } from '../platform/database/column-name.ts';
import { isoOf, type WrittenInstant } from '../platform/instant.ts';
import type { Columns } from './record-kind.ts';

/** The columns of those fields that were given: `undefined` was left out, `null` clears. */
export function givenColumns<Field extends string>(
  given: { readonly [field in Field]?: unknown },
  fields: readonly Field[],
): Columns {
  return Object.fromEntries(
    fields.filter((field) => given[field] !== undefined).map((field) => [columnName(field), given[field]]),
  );
}

/** A given instant as it is stored. */
export const instantText = (given: WrittenInstant | null | undefined): string | null | undefined =>
  given && isoOf(given);

/** A row under the names that the domain uses. */
export const toFields = <Fields>(row: Columns): Fields =>
  Object.fromEntries(Object.entries(row).map(([column, value]) => [fieldName(column), value])) as Fields;
