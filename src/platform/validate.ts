import type { z } from 'zod';
import { DomainError } from './errors.ts';

/** How many mistakes of one request are told: an answer must not grow with the question. */
export const toldMistakes = 20;

/**
 * Checks what came through a door against the capability's schema.
 * @throws DomainError BAD_USER_INPUT with the fields that are wrong, named by its path (`laps.0.startedAt`).
 */
export function validate<Schema extends z.ZodType>(schema: Schema, input: unknown): z.output<Schema> {
  const result = schema.safeParse(input);
  if (result.success) return result.data;
  const fields: Record<string, string[]> = {};
  for (const issue of result.error.issues.slice(0, toldMistakes)) {
    const path = issue.path.join('.') || 'input';
    (fields[path] ??= []).push(issue.message);
  }
  const summary = Object.entries(fields)
    .map(([field, problems]) => `${field}: ${problems.join('; ')}`)
    .join(' · ');
  throw new DomainError('BAD_USER_INPUT', summary, fields);
}
