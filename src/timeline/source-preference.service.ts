import { sql } from 'kysely';
import type { z } from 'zod';
import { once, requireScope, type RequestContext } from '../platform/context.ts';
import { validate } from '../platform/validate.ts';
import type { Source } from '../samples/source.ts';
import { DataAccess } from '../sharing/access.ts';
import type { Category } from '../sharing/categories.ts';
import { sourcePreference } from './source-preference.input.ts';

export interface SourcePreference {
  category: Category;
  /** Best first. */
  sources: readonly Source[];
}

/** A person's preferred sources, best first. */
export type SourcePreferences = ReadonlyMap<Category, readonly Source[]>;

/**
 * Sets which sources win in a category, best first; none: back to the rule alone. Nothing that is stored changes by it.
 * @throws DomainError FORBIDDEN without `account:manage`, BAD_USER_INPUT
 */
export async function setSourcePreference(
  ctx: RequestContext,
  input: z.input<typeof sourcePreference>,
): Promise<SourcePreference> {
  const viewer = requireScope(ctx, 'account:manage');
  const { category, sources: given } = validate(sourcePreference, input);
  const sources = given.map(({ clientId, device }) => ({ clientId: clientId ?? null, device: device ?? null }));
  await ctx.em.transactional(async (em) => {
    const db = em.getKysely();
    // Two lists of one category at once would mix; the person's row is what they have in common.
    await sql`select from users where id = ${viewer.userId} for no key update`.execute(db);
    await sql`delete from source_preferences p where p.owner_id = ${viewer.userId} and p.category = ${category}`.execute(
      db,
    );
    await sql`
      insert into source_preferences (owner_id, category, rank, client_id, device)
      select ${viewer.userId}, ${category}, s.rank, s.client_id, s.device
      from unnest(${sources.map(({ clientId }) => clientId)}::text[], ${sources.map(({ device }) => device)}::text[])
        with ordinality as s (client_id, device, rank)`.execute(db);
  });
  return { category, sources };
}

/** The viewer's own preferences. @throws DomainError FORBIDDEN without `account:manage` */
export async function ownPreferences(ctx: RequestContext): Promise<SourcePreference[]> {
  requireScope(ctx, 'account:manage');
  const preferences = await readPreferences(ctx, DataAccess.own(ctx));
  return [...preferences].map(([category, sources]) => ({ category, sources }));
}

const known = () => new Map<string, Promise<SourcePreferences>>();

/** What the owner prefers; read once for a request. */
export function preferencesOf(ctx: RequestContext, access: DataAccess): Promise<SourcePreferences> {
  const preferences = once(ctx, known);
  const own = preferences.get(access.ownerId) ?? readPreferences(ctx, access);
  preferences.set(access.ownerId, own);
  return own;
}

async function readPreferences(ctx: RequestContext, access: DataAccess): Promise<SourcePreferences> {
  const { rows } = await sql<Source & { category: Category }>`
    select p.category, p.client_id as "clientId", p.device
    from source_preferences p
    where p.owner_id = ${access.ownerId}
    order by p.category, p.rank`.execute(ctx.em.getKysely());
  return Map.groupBy(rows, ({ category }) => category);
}
