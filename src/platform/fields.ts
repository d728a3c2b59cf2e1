import { z } from 'zod';
import { parseInstant } from './instant.ts';
import { isTimezone } from './time.ts';

const dayInMs = 86_400_000;
/** No record is older, in epoch milliseconds: nobody who lives was born before. */
export const earliestInstant = Date.UTC(1900, 0, 1);
/** No record is later: now, and a day for clocks that run ahead. */
export const latestInstant = () => Date.now() + dayInMs;

/** A number in the unit of its field's name. Bounds are wide enough for anyone and too narrow for a slip of the hand. */
export const between = (low: number, high: number) =>
  z.number('must be a number').min(low, `must be at least ${low}`).max(high, `must be at most ${high}`);

/** Text of bounded length. PostgreSQL cannot store the character U+0000, and half of a surrogate pair would become another text. */
export const text = (most: number) =>
  z
    .string('must be text')
    .max(most, `must have at most ${most} characters`)
    .refine((given) => !given.includes('\u0000'), 'must not have the character U+0000')
    .refine((given) => given.isWellFormed(), 'must not have half of a surrogate pair');

/**
 * JSON that a client sends along and gets back: bounded in size and depth, and of characters that PostgreSQL can store.
 * @param mostBytes of its shortest form in UTF-8
 */
export const payload = (mostBytes: number) =>
  z.unknown().superRefine((given, check) => {
    const problem = payloadProblem(given, mostBytes);
    if (problem) check.addIssue({ code: 'custom', message: problem });
  });

const deepest = 100;

function payloadProblem(given: unknown, mostBytes: number): string | undefined {
  if (depthOf(given) > deepest) return `must be nested at most ${deepest} levels deep`;
  const json = JSON.stringify(given) ?? 'null';
  if (Buffer.byteLength(json) > mostBytes) return `must have at most ${mostBytes / 1024} KiB`;
  // JSON writes what jsonb cannot hold, and only that, with these escapes.
  if (/(?<!\\)(\\\\)*\\u(0000|d[89a-f])/.test(json))
    return 'must not have the character U+0000 or half of a surrogate pair';
  return undefined;
}

/** How deep arrays and objects are nested; gives up where it is too deep, level by level, so that no stack overflows. */
function depthOf(given: unknown): number {
  let depth = 0;
  for (let level = [given]; level.length > 0 && depth <= deepest; depth += 1)
    level = level.flatMap((value) => (typeof value === 'object' && value !== null ? Object.values(value) : []));
  return depth;
}

export const timezone = z.string('must be text').refine(isTimezone, 'must be an IANA time zone such as Europe/Berlin');

/** A local date from or to which is read: that may lie ahead. */
export const localDate = z.iso
  .date('must be a date that exists, as YYYY-MM-DD')
  .refine((given) => given >= '1900-01-01' && given < '2200-01-01', 'must lie between 1900 and 2200');

const latestDay = () => new Date(Date.now() + 14 * 3_600_000).toISOString().slice(0, 10);

/** A local day from 1900 to today, wherever on earth it is today. */
export const day = z.iso
  .date('must be a date that exists, as YYYY-MM-DD')
  .refine((given) => given >= '1900-01-01' && given <= latestDay(), 'must lie between 1900 and today');

/** A whole number of something. */
export const wholeBetween = (low: number, high: number) =>
  z.int('must be a whole number').min(low, `must be at least ${low}`).max(high, `must be at most ${high}`);

/** Reads an instant that lies between two others; comes out as epoch milliseconds and the written offset from UTC. */
const instantBetween = (latest: () => number, told: string) =>
  z.string('must be text').transform((given, check) => {
    const parsed = parseInstant(given);
    if (!parsed) {
      check.addIssue({
        code: 'custom',
        message: 'must be an ISO 8601 instant with an offset, e.g. 2026-03-01T07:30:00+01:00',
      });
      return z.NEVER;
    }
    if (parsed.epochMs < earliestInstant || parsed.epochMs > latest()) {
      check.addIssue({ code: 'custom', message: told });
      return z.NEVER;
    }
    return parsed;
  });

/** When something happened: between 1900 and a day from now, for clocks that run ahead. */
export const instant = instantBetween(latestInstant, 'must lie between 1900 and now');

/** From or to when is read: that may lie ahead. */
export const instantBound = instantBetween(() => Date.UTC(2200, 0, 1), 'must lie between 1900 and 2200');
