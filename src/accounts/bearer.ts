import type { RequestContext, Viewer } from '../platform/context.ts';
import { unauthenticated } from '../platform/errors.ts';
import { viewerOfToken } from './tokens.service.ts';

/** The value of WWW-Authenticate (RFC 6750 §3): why a token was not taken, or that one is needed. */
export const bearerChallenge = (error?: 'invalid_token'): string =>
  error ? `Bearer realm="vitalgate", error="${error}"` : 'Bearer realm="vitalgate"';

/** Who the Authorization header speaks for; `undefined` without one. @throws DomainError UNAUTHENTICATED for a token that is not live */
export async function viewerOfRequest(
  ctx: RequestContext,
  authorization: string | undefined,
): Promise<Viewer | undefined> {
  if (authorization === undefined) return undefined;
  const token = /^Bearer +([\w.~+/-]+=*) *$/i.exec(authorization)?.[1];
  const viewer = token && (await viewerOfToken(ctx.em, token, ctx.now()));
  if (!viewer) throw unauthenticated('This token is unknown, expired or revoked.');
  return viewer;
}
