import type { FastifyError } from 'fastify';
import type { z } from 'zod';
import { DomainError, statusOf, type ErrorCode, type FieldErrors } from '../../platform/errors.ts';

/** What a request was refused for, as zod tells it. */
export type Issue = z.core.$ZodIssue;

/** A request that its route's schema does not fit. */
export class InvalidInput extends Error {
  override readonly name = 'InvalidInput';
  readonly part: string;
  readonly issues: readonly Issue[];
  readonly received: unknown;

  constructor(part: string, issues: readonly Issue[], received: unknown) {
    super(`Invalid ${part}`);
    this.part = part;
    this.issues = issues;
    this.received = received;
  }
}

/** Why a partner's request is refused, before a dialect puts it into its vendor's words. */
export interface Refusal {
  status: number;
  code: ErrorCode | 'UNSUPPORTED_MEDIA_TYPE';
  message: string;
  /** Of input that a service refused: the domain's names of the fields. */
  fields: FieldErrors | undefined;
  /** Of input that the route's schema refused. */
  invalid: InvalidInput | undefined;
}

/** The one place where whatever went wrong becomes a refusal. What nobody foresaw is told without its words. */
export function refusalOf(error: FastifyError | DomainError | InvalidInput): Refusal {
  if (error instanceof InvalidInput)
    return { status: 400, code: 'BAD_USER_INPUT', message: error.message, fields: undefined, invalid: error };
  if (error instanceof DomainError) {
    const { code, message, fields } = error;
    return { status: statusOf[code], code, message, fields, invalid: undefined };
  }
  const status = error.statusCode ?? 500;
  return { status, ...told(status, error.message), fields: undefined, invalid: undefined };
}

/** A refusal of the HTTP layer itself: malformed JSON, a body over the limit, … */
function told(status: number, message: string): Pick<Refusal, 'code' | 'message'> {
  if (status === 413) return { code: 'PAYLOAD_TOO_LARGE', message };
  if (status === 415) return { code: 'UNSUPPORTED_MEDIA_TYPE', message };
  if (status === 404) return { code: 'NOT_FOUND', message };
  if (status < 500) return { code: 'BAD_USER_INPUT', message };
  return { code: 'INTERNAL_SERVER_ERROR', message: 'Something went wrong inside the gateway; it was logged.' };
}
