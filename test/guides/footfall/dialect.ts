import { z } from 'zod';
import type { Dialect } from '../../../src/dialects/kit/dialect.ts';
import type { Refusal } from '../../../src/dialects/kit/refusal.ts';
import { vendorName } from './mapping.ts';

const fault = z.object({ kind: z.string(), where: z.string().nullable(), text: z.string() });

/** Every refusal, as the vendor's clients know it. */
export const errorBody = z.object({ fault });

/** The first thing that is wrong, under the vendor's name: its clients expect one. */
function envelope({ status, code, message, invalid, fields }: Refusal) {
  const [issue] = invalid?.issues ?? [];
  const [refused] = Object.entries(fields ?? {});
  const where = issue ? String(issue.path[0] ?? 'body') : refused ? vendorName(refused[0]) : null;
  const text = issue?.message ?? refused?.[1][0] ?? message;
  return { status, body: { fault: { kind: code.toLowerCase(), where, text } } };
}

export const footfall: Dialect = {
  name: 'footfall',
  title: 'Vitalgate: the Footfall API',
  version: '2.0.0',
  description: 'For clients that were written for Footfall, version 2: change the base URL, and they work.',
  base: '/footfall/v2',
  envelope,
  errorBody,
};
