import { STATUS_CODES } from 'node:http';
import { z } from 'zod';
import type { Refusal } from '../kit/refusal.ts';

export const errorBody = z.object({ statusCode: z.int(), message: z.string(), error: z.string() });

/** How many mistakes of one request are told. */
const toldMistakes = 5;

/** The document has no errors: the status again, a sentence that names the field, and the status in words. */
export function envelope(refusal: Refusal): { status: number; body: z.output<typeof errorBody> } {
  // Clients know no 409: what one may not have any more of is a bad request to them.
  const status = refusal.code === 'CONFLICT' ? 400 : refusal.status;
  const body = { statusCode: status, message: wordsOf(refusal), error: STATUS_CODES[status] ?? 'Error' };
  return { status, body };
}

function wordsOf({ invalid, fields, message }: Refusal): string {
  const mistakes = invalid
    ? invalid.issues.map(({ path, message: problem }) => `${path.join('.') || 'the body'} ${problem}`)
    : Object.entries(fields ?? {}).map(([field, [problem = '']]) => `${field} ${problem}`);
  return mistakes.slice(0, toldMistakes).join('; ') || message;
}
