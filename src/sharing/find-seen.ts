import { requireViewer, type RequestContext } from '../platform/context.ts';
import { DataAccess } from './access.ts';

/**
 * Finds records by id alone: first among one's own, then, with a token that may, among what others share. What is hidden takes the same
 * statements as what is nowhere.
 */
export async function findSeen<Found>(
  ctx: RequestContext,
  ids: readonly string[],
  read: (accesses: readonly DataAccess[], ids: readonly string[]) => Promise<Found[]>,
  idOf: (found: Found) => string,
): Promise<Found[]> {
  const own = await read([DataAccess.own(ctx)], ids);
  const found = new Set(own.map(idOf));
  const others = ids.filter((id) => !found.has(id));
  if (others.length === 0 || !requireViewer(ctx).scopes.has('shares:read')) return own;
  const accesses = await DataAccess.shared(ctx);
  return accesses.length === 0 ? own : [...own, ...(await read(accesses, others))];
}
