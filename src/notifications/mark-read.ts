import { sql } from 'kysely';
import { requireScope, type RequestContext } from '../platform/context.ts';
import { placeOf } from './notification.read.ts';

/**
 * Marks the viewer's notifications as read, up to the one of a cursor; those that are read already keep their time.
 * @throws DomainError FORBIDDEN without `notifications:read`, BAD_USER_INPUT
 */
export async function markNotificationsRead(ctx: RequestContext, upTo: string): Promise<void> {
  const { userId } = requireScope(ctx, 'notifications:read');
  const number = await placeOf(ctx.em, userId, 'upTo', upTo);
  await sql`
    update notifications n set read_at = ${ctx.now().toISOString()}
    where n.viewer_id = ${userId} and n.number <= ${number} and n.read_at is null`.execute(ctx.em.getKysely());
}
