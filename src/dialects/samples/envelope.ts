import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Refusal } from '../kit/refusal.ts';
import { detail, fromFieldErrors, type Detail, type samplesBody } from './mapping.ts';

export const errorBody = z.object({ error: z.string() });
export const validationError = z.object({ error: z.literal('validation_error'), details: z.array(detail) });

/** What is wrong with a batch is told element by element; of all else there is a sentence. */
export function envelope(refusal: Refusal, request: FastifyRequest): { status: number; body: object } {
  const details = detailsOf(refusal, request);
  if (details) return { status: 422, body: { error: 'validation_error', details } };
  return { status: refusal.status, body: { error: refusal.message } };
}

function detailsOf({ invalid, fields }: Refusal, request: FastifyRequest): Detail[] | undefined {
  if (invalid)
    return invalid.issues.map(({ path, message }) => ({ index: null, field: String(path[0] ?? 'body'), message }));
  const { data_type: dataType } = (request.body ?? {}) as z.output<typeof samplesBody>;
  return fields && fromFieldErrors(dataType, fields);
}
