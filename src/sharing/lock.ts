import { sql, type RawBuilder } from 'kysely';
import { columnName } from '../platform/database/column-name.ts';
import { forbidden } from '../platform/errors.ts';
import type { DataAccess } from './access.ts';
import type { Category } from './categories.ts';
import { noDate } from './date-ranges.ts';
import { sharedFields, type RecordType, type SharedRecord } from './shared-fields.ts';

/** A category by which records are seen. */
export interface Carrier {
  category: Category;
  /** SQL: which rows of an alias it carries; absent: all. */
  has?: (alias: string) => RawBuilder<unknown>;
}

/** Of a record that another category shows they open a part; alone they show none. */
const parts: readonly Category[] = ['NOTES', 'LOCATION'];

/** The categories by which records of a type are seen: a record is there for whoever may see one field of it that is not empty. */
export function carriersOf(type: RecordType): Carrier[] {
  const { itself, fields }: SharedRecord = sharedFields[type];
  // The category of a kind that says nothing but that it happened opens no field of its own.
  const columns = new Map<Category, string[]>(itself ? [[itself, []]] : []);
  for (const [field, opening] of Object.entries(fields)) {
    if (typeof opening === 'string') continue;
    for (const category of opening.filter((category) => !parts.includes(category)))
      columns.set(category, [...(columns.get(category) ?? []), columnName(field)]);
  }
  return [...columns].map(([category, names]) =>
    category === itself
      ? { category }
      : {
          category,
          has: (alias) => sql`num_nonnulls(${sql.join(names.map((name) => sql.ref(`${alias}.${name}`)))}) > 0`,
        },
  );
}

/** @throws DomainError FORBIDDEN when none of the categories is open to the viewer at any date */
export function requireOpen(access: DataAccess, carriers: readonly Pick<Carrier, 'category'>[]): void {
  const needed = carriers.map(({ category }) => category);
  if (!access.isOwn && !needed.some((category) => access.datesOf(category) !== noDate))
    throw forbidden(`This needs a share of ${needed.join(' or ')}.`);
}

/** SQL: whether some category carries the row of an alias at its local date. */
function carried(carriers: readonly Carrier[], alias: string, datesOf: (category: Category) => RawBuilder<unknown>) {
  const ways = carriers.map(({ category, has }) => {
    const isOpen = sql`${sql.ref(`${alias}.local_date`)} <@ ${datesOf(category)}`;
    return has ? sql`(${isOpen} and ${has(alias)})` : isOpen;
  });
  return sql<boolean>`(${sql.join(ways, sql` or `)})`;
}

/** SQL: whether the row of an alias is the owner's and one that the access opens. */
export function opened(access: DataAccess, carriers: readonly Carrier[], alias: string): RawBuilder<boolean> {
  const isOwners = sql<boolean>`${sql.ref(`${alias}.owner_id`)} = ${access.ownerId}`;
  if (access.isOwn) return isOwners;
  return sql`(${isOwners} and ${carried(carriers, alias, (category) => sql`${access.datesOf(category)}::datemultirange`)})`;
}

/** Several owners in one statement. */
export interface Owners {
  /** SQL: the rows `o`, one for each access. */
  rows: RawBuilder<unknown>;
  /** SQL: all dates at which one of the carriers is open to the viewer of this owner, a `datemultirange`. */
  dates: (carriers: readonly Carrier[]) => RawBuilder<unknown>;
  /** SQL: whether the row of an alias is this owner's and one that the access opens. */
  opened: (carriers: readonly Carrier[], alias: string) => RawBuilder<boolean>;
}

/** The owners of some accesses, with the dates at which the categories are open: for a `lateral` or a join. */
export function ownersOf(accesses: readonly DataAccess[], carriers: readonly Carrier[]): Owners {
  const named = [...new Set(carriers.map(({ category }) => category))];
  const dates = named.map((category) => sql`${accesses.map((access) => access.datesOf(category))}::datemultirange[]`);
  const datesOf = (category: Category) => sql.ref(`o.${category.toLowerCase()}`);
  return {
    rows: sql`unnest(
        ${accesses.map(({ ownerId }) => ownerId)}::uuid[], ${accesses.map(({ isOwn }) => isOwn)}::boolean[], ${sql.join(dates)})
      as o (owner_id, is_own, ${sql.join(named.map((category) => sql.id(category.toLowerCase())))})`,
    dates: (some) =>
      sql.join(
        some.map(({ category }) => datesOf(category)),
        sql` + `,
      ),
    opened: (some, alias) =>
      sql`(${sql.ref(`${alias}.owner_id`)} = o.owner_id and (o.is_own or ${carried(some, alias, datesOf)}))`,
  };
}

/**
 * SQL: whether a share that is live opens the category of the row of an alias to its viewer at its local date. For rows that name all of them,
 * of any number of viewers and owners: the lock of `DataAccess`, asked where the rows are.
 */
export const openToViewer = (alias: string): RawBuilder<boolean> => {
  const [viewer, owner, category, date] = ['viewer_id', 'owner_id', 'category', 'local_date'].map((column) =>
    sql.ref(`${alias}.${column}`),
  );
  return sql`exists (
    select from shares s
    where s.viewer_id = ${viewer} and s.owner_id = ${owner} and s.ended_at is null and ${category} = any(s.include)
      and ${date} <@ daterange(s.start_date, s.end_date, '[]'))`;
};
