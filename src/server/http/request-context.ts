import type { Door, RequestContext } from '../../platform/context.ts';
import type { Gateway } from '../gateway.ts';

/** A fresh context: its own EntityManager, and nobody signed in yet. */
export const requestContext = (
  { orm, bearer, readNotes, doorbell }: Pick<Gateway, 'orm' | 'bearer' | 'readNotes' | 'doorbell'>,
  door: Door,
): RequestContext => ({
  em: orm.em.fork(),
  viewer: undefined,
  now: () => new Date(),
  door,
  readNotes,
  doorbell,
  forgetTokens: bearer.forget,
  memo: new Map(),
});

/** A context for whom an Authorization header speaks. @throws DomainError UNAUTHENTICATED, RATE_LIMITED */
export async function signedInContext(
  gateway: Gateway,
  door: Door,
  authorization: string | undefined,
): Promise<RequestContext> {
  return { ...requestContext(gateway, door), viewer: await gateway.bearer.viewerOf(authorization) };
}
