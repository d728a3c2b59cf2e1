import type { DomainError } from '../platform/errors.ts';

/**
 * What HTTP itself says of a refusal, in every door's answer: that a token is needed or why it was not taken (RFC 6750 §3), or when to
 * ask again (RFC 9110 §10.2.3).
 * @param sentToken whether the request came with an Authorization header
 */
export function refusalHeaders(
  refusal: Pick<DomainError, 'code' | 'retryAfterSeconds'>,
  sentToken: boolean,
): Record<string, string> {
  if (refusal.code === 'UNAUTHENTICATED')
    return { 'www-authenticate': `Bearer realm="vitalgate"${sentToken ? ', error="invalid_token"' : ''}` };
  if (refusal.retryAfterSeconds !== undefined) return { 'retry-after': String(refusal.retryAfterSeconds) };
  return {};
}
