import { z } from 'zod';
import { parseInstant } from './instant.ts';
import { isTimezone } from './time.ts';

const dayInMs = 86_400_000;
const earliest = Date.UTC(1900, 0, 1);

/** A number in the unit of its field's name. Bounds are wide enough for anyone and too narrow for a slip of the hand. */
export const between = (low: number, high: number) =>
  z.number('must be a number').min(low, `must be at least ${low}`).max(high, `must be at most ${high}`);

/** Text of bounded length. PostgreSQL cannot store the character U+0000. */
export const text = (most: number) =>
  z
    .string('must be text')
    .max(most, `must have at most ${most} characters`)
    .refine((given) => !given.includes('\u0000'), 'must not have the character U+0000');

export const timezone = z.string('must be text').refine(isTimezone, 'must be an IANA time zone such as Europe/Berlin');

export const localDate = z.iso.date('must be a date that exists, as YYYY-MM-DD');

/** An instant between 1900 and tomorrow; comes out as epoch milliseconds and the written offset from UTC. */
export const instant = z.string('must be text').transform((given, check) => {
  const parsed = parseInstant(given);
  if (!parsed) {
    check.addIssue({
      code: 'custom',
      message: 'must be an ISO 8601 instant with an offset, e.g. 2026-03-01T07:30:00+01:00',
    });
    return z.NEVER;
  }
  if (parsed.epochMs < earliest || parsed.epochMs > Date.now() + dayInMs) {
    check.addIssue({ code: 'custom', message: 'must lie between 1900 and now' });
    return z.NEVER;
  }
  return parsed;
});
