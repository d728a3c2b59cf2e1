import { sql } from 'kysely';
import { requireViewer, type RequestContext } from '../platform/context.ts';

/** Which of some people the viewer may know of: themself and, with a token that may, those on the other side of a live share. */
export async function knownPeople(ctx: RequestContext, ids: readonly string[]): Promise<string[]> {
  const { userId, scopes } = requireViewer(ctx);
  const self = ids.filter((id) => id === userId);
  const others = ids.filter((id) => id !== userId);
  if (others.length === 0 || !scopes.has('shares:read')) return self;
  const { rows } = await sql<{ id: string }>`
    select p.id
    from unnest(${others}::uuid[]) as p (id)
    where exists (
      select from shares s
      where s.ended_at is null
        and (s.viewer_id = ${userId} and s.owner_id = p.id or s.owner_id = ${userId} and s.viewer_id = p.id))`.execute(
    ctx.em.getKysely(),
  );
  return [...self, ...rows.map(({ id }) => id)];
}
