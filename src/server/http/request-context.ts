import type { RequestContext } from '../../platform/context.ts';
import type { Gateway } from '../gateway.ts';

/** A fresh context: its own EntityManager, and nobody signed in yet. */
export const requestContext = ({ orm, bearer }: Pick<Gateway, 'orm' | 'bearer'>): RequestContext => ({
  em: orm.em.fork(),
  viewer: undefined,
  now: () => new Date(),
  forgetTokens: bearer.forget,
  memo: new Map(),
});

/** A context for whom an Authorization header speaks. @throws DomainError UNAUTHENTICATED, RATE_LIMITED */
export async function signedInContext(gateway: Gateway, authorization: string | undefined): Promise<RequestContext> {
  return { ...requestContext(gateway), viewer: await gateway.bearer.viewerOf(authorization) };
}
