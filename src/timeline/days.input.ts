import { z } from 'zod';
import { localDate } from '../platform/fields.ts';

export const mostDays = 366;

const dayNumber = (date: string) => Date.parse(date) / 86_400_000;

/** Local dates, both inclusive. */
export const daysRequest = z
  .object({ from: localDate, to: localDate })
  .refine(({ from, to }) => from <= to, { path: ['to'], message: 'must not be before from' })
  .refine(({ from, to }) => dayNumber(to) - dayNumber(from) < mostDays, {
    path: ['to'],
    message: `must be at most ${mostDays - 1} days after from`,
  });
