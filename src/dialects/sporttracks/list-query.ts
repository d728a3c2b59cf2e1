import { z } from 'zod';
import type { Bound } from '../../activities/numbered-activities.read.ts';
import { badInput } from '../../platform/errors.ts';
import { localDate } from '../../platform/fields.ts';
import { readInstant } from '../../platform/instant.ts';
import { zonedInstant, zoneNamed } from './instants.ts';

const defaultPageSize = 25;
const mostPageSize = 200;
const whole = z.coerce.number('must be a number').int('must be a whole number');

export const listQuery = z.object({
  pageSize: whole
    .min(1, 'must be at least 1')
    .transform((size) => Math.min(size, mostPageSize))
    .default(defaultPageSize)
    .meta({ description: `At most ${mostPageSize}.` }),
  page: whole
    .min(0, 'must be at least 0')
    .max(1_000_000_000, 'must be at most 1000000000')
    .default(0)
    .meta({ description: 'From 0.' }),
  noEarlierThan: z.string().optional().meta({ description: 'A date or an instant, inclusive.' }),
  noLaterThan: z.string().optional().meta({ description: 'A date or an instant, inclusive.' }),
  data: z.string().optional().meta({ description: '`summary` adds figures.' }),
});

/** A bound of the list: a local date, or an instant. @throws DomainError BAD_USER_INPUT */
export function boundOf(field: string, given: string | undefined, timezone: string): Bound | undefined {
  if (given === undefined || given === '') return undefined;
  if (localDate.safeParse(given).success) return { localDate: given };
  // A plus sign that nobody encoded arrives as a blank.
  const instant = zonedInstant(given.replace(/ (?=\d\d:?\d\d$)/, '+'), zoneNamed(timezone));
  const read = instant === undefined ? undefined : readInstant(instant);
  const year = read && new Date(read.epochMs).getUTCFullYear();
  if (!read || !year || year < 1900 || year > 2200)
    throw badInput(field, 'must be a date or an instant between 1900 and 2200');
  return { instant: new Date(read.epochMs).toISOString() };
}

/** The address of another page, with every parameter of this one. @param url path and query of the request */
export function pageAddress(publicUrl: string, url: string, page: number): string {
  const [path = '', query] = url.split('?', 2);
  const parameters = new URLSearchParams(query);
  parameters.set('page', String(page));
  return `${publicUrl}${path}?${parameters}`;
}
