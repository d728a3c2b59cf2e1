import { z } from 'zod';
import type { FastifyRequest } from 'fastify';
import type { FieldErrors } from '../../platform/errors.ts';
import type { Issue, Refusal } from '../kit/refusal.ts';

const words: Record<Refusal['code'], { errorCode: string; hint: string }> = {
  UNAUTHENTICATED: {
    errorCode: 'unauthorized',
    hint: 'Send a valid access token as "Authorization: Bearer …"; refresh it when it has expired.',
  },
  FORBIDDEN: { errorCode: 'insufficient_scope', hint: 'Ask the person for this scope when you authorize.' },
  NOT_FOUND: { errorCode: 'not_found', hint: 'Check the address and the id.' },
  BAD_USER_INPUT: { errorCode: 'validation_error', hint: 'Check required fields and units.' },
  CONFLICT: { errorCode: 'conflict', hint: 'Read the record again.' },
  PAYLOAD_TOO_LARGE: { errorCode: 'payload_too_large', hint: 'Send less at once.' },
  UNSUPPORTED_MEDIA_TYPE: { errorCode: 'unsupported_media_type', hint: 'Check the Content-Type header.' },
  RATE_LIMITED: { errorCode: 'rate_limited', hint: 'Wait for as long as Retry-After says.' },
  INTERNAL_SERVER_ERROR: { errorCode: 'internal_error', hint: 'Try again later.' },
};

/** The error body of the vendor's document, section 6. */
export const errorBody = z.object({
  error: z.string(),
  errorCode: z.string(),
  hint: z.string(),
  details: z
    .object({
      validation: z.object({ formErrors: z.array(z.string()), fieldErrors: z.record(z.string(), z.array(z.string())) }),
      issues: z.array(z.looseObject({ message: z.string(), path: z.array(z.union([z.string(), z.number()])) })),
      receivedKeys: z.array(z.string()),
      allowedKeys: z.array(z.string()),
      missingFields: z.array(z.string()),
    })
    .optional(),
});

export type ErrorBody = z.output<typeof errorBody>;

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The vendor's name of a field that a service refused under the domain's name. */
    vendorName?: (field: string, sent: readonly string[]) => string;
  }
}

/** The fields that a part of a request may have. */
function allowedIn({ routeOptions: { schema, config } }: FastifyRequest, part: string): string[] {
  if (part === 'body' && config.fileField !== undefined) return [config.fileField];
  const expected = (schema as Record<string, unknown> | undefined)?.[part];
  return expected instanceof z.ZodObject ? Object.keys(expected.shape) : [];
}

/** Puts a refusal into the body of section 6. */
export function envelope(refusal: Refusal, request: FastifyRequest): { status: number; body: ErrorBody } {
  const { vendorName = (field: string) => field } = request.routeOptions.config;
  const { status, code, invalid, fields } = refusal;
  const { errorCode, hint } = words[code];
  if (invalid) {
    const error = invalid.part === 'body' ? 'Invalid request body.' : 'Invalid parameters.';
    return {
      status,
      body: {
        error,
        errorCode,
        hint,
        details: details(invalid.issues, keysOf(invalid.received), allowedIn(request, invalid.part)),
      },
    };
  }
  if (fields) {
    const sent = request.receivedKeys ?? [];
    const issues = asIssues(fields, (field) => vendorName(field, sent));
    return {
      status,
      body: {
        error: 'Invalid request body.',
        errorCode,
        hint,
        details: details(issues, sent, allowedIn(request, 'body')),
      },
    };
  }
  return { status, body: { error: refusal.message, errorCode, hint } };
}

type ToldIssue = Pick<Issue, 'code' | 'message'> & { path: readonly PropertyKey[]; expected?: string };

const asIssues = (fields: FieldErrors, vendorName: (field: string) => string): ToldIssue[] =>
  Object.entries(fields).flatMap(([field, messages]) =>
    messages.map((message) => ({
      code: 'custom' as const,
      path: vendorName(field).split('.'),
      // A message may name another field.
      message: message.replaceAll(/\b[a-z]+(?:[A-Z][a-z]+)+\b/g, vendorName),
    })),
  );

/** How many mistakes of one request are told: an answer must not grow with the question. */
const toldIssues = 50;

function details(
  all: readonly ToldIssue[],
  keys: readonly string[],
  allowed: readonly string[],
): NonNullable<ErrorBody['details']> {
  const issues = all.slice(0, toldIssues);
  const fieldErrors: Record<string, string[]> = {};
  for (const { path, message } of issues) if (path.length > 0) (fieldErrors[String(path[0])] ??= []).push(message);
  return {
    validation: {
      formErrors: issues.filter(({ path }) => path.length === 0).map(({ message }) => message),
      fieldErrors,
    },
    issues: issues.map(({ code, path, message, ...issue }) => ({
      code,
      path: path.map((part) => (typeof part === 'symbol' ? String(part) : part)),
      message,
      ...('expected' in issue && { expected: issue.expected }),
    })),
    receivedKeys: keys.slice(0, toldIssues).map((key) => key.slice(0, 100)),
    allowedKeys: [...allowed],
    missingFields: [
      ...new Set(
        issues.map(({ path }) => String(path[0])).filter((key) => allowed.includes(key) && !keys.includes(key)),
      ),
    ],
  };
}

const keysOf = (given: unknown): string[] =>
  typeof given === 'object' && given !== null && !Array.isArray(given) ? Object.keys(given) : [];
