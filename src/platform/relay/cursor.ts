import { createHash } from 'node:crypto';
import { z } from 'zod';
import { badInput } from '../errors.ts';

/**
 * What a cursor belongs to: the list's name with its ordering, and the filter it was made under. A cursor taken to another list,
 * ordering or filter would silently skip or repeat records, so it is refused.
 */
export interface CursorBinding {
  list: string;
  filter: unknown;
}

const digest = (binding: CursorBinding): string =>
  createHash('sha256')
    .update(JSON.stringify([binding.list, binding.filter]))
    .digest('base64url')
    .slice(0, 11);

/** Makes opaque cursors for the places of records in an ordering; the key's parts are text, so that no instant loses microseconds. */
export function cursorsOf(binding: CursorBinding): (key: readonly string[]) => string {
  let boundTo: string | undefined;
  return (key) => Buffer.from(JSON.stringify([(boundTo ??= digest(binding)), ...key])).toString('base64url');
}

/** PostgreSQL knows no year 0, and nothing that is stored is near it. */
const isLikelyYear = (text: string) => text > '1800' && text < '2300';

/** What each part of a cursor's key must look like. A cursor is not signed, so that a made-up one has to fail here, not in the database. */
export const keyPart = {
  localDate: z.iso.date().refine(isLikelyYear),
  instant: z.iso.datetime().max(27).refine(isLikelyYear),
  id: z.uuid(),
  /** An integer of the database's own making. */
  number: z.string().regex(/^\d{1,10}$/),
} as const;

export type KeyShape = readonly z.ZodType<string>[];

/**
 * The place that a cursor names.
 * @throws DomainError BAD_USER_INPUT on `argument` when the text is no cursor, or one of another list, ordering or filter
 */
export function decodeCursor(binding: CursorBinding, argument: string, cursor: string, shape: KeyShape): string[] {
  const [boundTo, ...key] = cursorParts(cursor);
  if (boundTo === undefined) throw badInput(argument, 'is not a cursor');
  if (boundTo !== digest(binding)) throw badInput(argument, 'is a cursor of another list, ordering or filter');
  const fits = key.length === shape.length && shape.every((part, index) => part.safeParse(key[index]).success);
  if (!fits) throw badInput(argument, 'is not a cursor');
  return key;
}

function cursorParts(cursor: string): string[] {
  try {
    const parts: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    return Array.isArray(parts) && parts.every((part) => typeof part === 'string') ? parts : [];
  } catch {
    // Not JSON: the caller names the argument in its refusal.
    return [];
  }
}
