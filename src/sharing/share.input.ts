import { z } from 'zod';
import { localDate, text, wholeBetween } from '../platform/fields.ts';
import { categories, notifiableCategories } from './categories.ts';

/** Some of the categories, in whatever order they come and however often; comes out in the order of the table. */
const someOf = <Name extends string>(names: readonly [Name, ...Name[]]) =>
  z
    .array(z.enum(names, `must be one of ${names.join(', ')}`), 'must be a list of categories')
    .transform((given) => names.filter((name) => given.includes(name)));

const include = someOf(categories);
const notify = someOf(notifiableCategories);
const description = text(2000).nullish();

interface Dates {
  startDate?: string | null | undefined;
  endDate?: string | null | undefined;
}

/** Whether a share can have these dates: both are inclusive, so that they may be the same. */
export const datesInOrder = ({ startDate, endDate }: Dates): boolean =>
  startDate == null || endDate == null || startDate <= endDate;

export const endBeforeStart = { path: ['endDate'], message: 'must not be before startDate' };

/** What is shared. By default everything that a share opens without naming it, at all dates, and the viewer is told of nothing. */
export const shareTerms = {
  startDate: localDate.nullish().transform((given) => given ?? null),
  endDate: localDate.nullish().transform((given) => given ?? null),
  include: include.nullish().transform((given) => given ?? [...notifiableCategories]),
  notify: notify.nullish().transform((given) => given ?? []),
  description: description.transform((given) => given ?? null),
};

export const viewerId = z.uuid('must be an id').toLowerCase();
export const viewerNumber = wholeBetween(1, 2_147_483_647);

/** Says of each field that was given, or of all when none was, that there must be exactly one. */
export function exactlyOne<Field extends string>(...fields: Field[]) {
  return (given: { [field in Field]?: unknown }, check: z.RefinementCtx): void => {
    const named = fields.filter((field) => given[field] != null);
    if (named.length === 1) return;
    const message = `is one of ${fields.join(', ')}, of which exactly one must be given`;
    for (const field of named.length > 0 ? named : fields) check.addIssue({ code: 'custom', path: [field], message });
  };
}

/** A share with someone who is named by their id or number. */
export const newShare = z
  .object({ viewerId: viewerId.nullish(), viewerNumber: viewerNumber.nullish(), ...shareTerms })
  .superRefine(exactlyOne('viewerId', 'viewerNumber'))
  .refine(datesInOrder, endBeforeStart);

/** What is absent stays as it is; `null` clears a date or the description. */
export const shareChange = z
  .object({
    startDate: localDate.nullish(),
    endDate: localDate.nullish(),
    include: include.optional(),
    notify: notify.optional(),
    description,
  })
  .refine(datesInOrder, endBeforeStart);
