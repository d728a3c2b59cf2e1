import { sql } from 'kysely';
import { requireViewer, type RequestContext } from '../platform/context.ts';

/**
 * Those of some people whom the viewer knows of: they share with each other or did, the viewer was invited by them, or has blocked them.
 * Without `shares:read` there is nobody but the viewer.
 */
export async function knownPeople(ctx: RequestContext, ids: readonly string[]): Promise<string[]> {
  const { userId, scopes } = requireViewer(ctx);
  const own = ids.filter((id) => id === userId);
  if (!scopes.has('shares:read') || own.length === ids.length) return own;
  const { rows } = await sql<{ id: string }>`
    select known.id
    from unnest(${ids}::uuid[]) as known (id)
    where exists (select from shares g where g.owner_id = ${userId} and g.viewer_id = known.id)
      or exists (select from shares r where r.viewer_id = ${userId} and r.owner_id = known.id)
      or exists (select from blocked_people b where b.viewer_id = ${userId} and b.owner_id = known.id)
      or exists (
        select from share_invitations i
        where i.owner_id = known.id and i.expires_at > ${ctx.now().toISOString()}
          and i.email_key = (select u.email_key from users u where u.id = ${userId}))`.execute(ctx.em.getKysely());
  return [...own, ...rows.map(({ id }) => id)];
}
