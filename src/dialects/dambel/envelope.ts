import { z } from 'zod';
import type { Refusal } from '../kit/refusal.ts';
import { vendorName } from './mapping.ts';

/** Every refusal but that of wrong input. */
export const errorBody = z.object({ error: z.string() });

/** Wrong input: a sentence, and what is wrong with each field. */
export const validationError = z.object({
  message: z.string(),
  errors: z.record(z.string(), z.array(z.string())),
});

/** The vendor's own words; of all else there is the gateway's sentence. */
const words: Partial<Record<Refusal['code'], string>> = {
  UNAUTHENTICATED: 'You are not authenticated',
  FORBIDDEN: 'You do not have permission to perform this action',
  NOT_FOUND: 'Not found',
  RATE_LIMITED: 'Too many requests. Please try again',
};

export function envelope(refusal: Refusal): { status: number; body: object } {
  const { status, code, message } = refusal;
  // The vendor knows no conflict: that there are too many shares is told like any other thing that is wrong with a request.
  if (code === 'BAD_USER_INPUT' || code === 'CONFLICT') return { status: 422, body: toldByField(refusal) };
  return { status, body: { error: words[code] ?? message } };
}

/**
 * Clients show the sentences as they are, so each names its field, and of several that are wrong with one field the first is enough. What
 * is about none stands under `body`.
 */
function toldByField({ invalid, fields = {}, message }: Refusal): z.output<typeof validationError> {
  const told = invalid
    ? invalid.issues.map((issue): Told => [String(issue.path[0] ?? 'body'), issue.message])
    : Object.entries(fields).flatMap(([field, problems]) =>
        problems.map((problem): Told => [vendorName(field), inVendorNames(problem)]),
      );
  const errors: Record<string, string[]> = {};
  for (const [field, problem] of told) errors[field] ??= [`${field} ${problem}`];
  if (told.length === 0) errors['body'] = [message];
  const [first = message, ...more] = Object.values(errors).flat();
  return { message: more.length > 0 ? `${first} (and ${more.length} more)` : first, errors };
}

type Told = readonly [field: string, problem: string];

/** A problem may name another field. */
const inVendorNames = (problem: string): string => problem.replaceAll(/\b[a-z]+(?:[A-Z][a-z]+)+\b/g, vendorName);
