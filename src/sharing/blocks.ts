import type { EntityManager } from '@mikro-orm/postgresql';
import { usersById } from '../accounts/users.service.ts';
import { requireScope, type RequestContext } from '../platform/context.ts';
import { badInput, conflict, notFound } from '../platform/errors.ts';
import { openDashboard } from './dashboard-life.ts';
import { endSharesBetween } from './end-share.ts';
import { holdPerson } from './hold-person.ts';
import type { SharingTables } from './sharing.entity.ts';

/** How many people someone may block. */
export const mostBlockedPeople = 1000;

/**
 * From now on nothing comes from someone: what they share with the viewer ends, their invitations are hidden, and the viewer is as
 * unknown to them. To block twice is fine.
 * @throws DomainError FORBIDDEN, NOT_FOUND, BAD_USER_INPUT for oneself, CONFLICT when one blocks too many already
 */
export async function blockPerson(ctx: RequestContext, personId: string): Promise<void> {
  const { userId } = requireScope(ctx, 'shares:write');
  if (personId === userId) throw badInput('personId', 'must not be yourself');
  const at = ctx.now().toISOString();
  await ctx.em.transactional(async (em) => {
    if ((await usersById(em, [personId])).length === 0) throw notFound('This person');
    await holdPerson(em, userId);
    const parties = { viewerId: userId, ownerId: personId };
    // A dashboard is what whoever shares meanwhile waits for, also where there is none yet.
    await openDashboard(em, parties, at);
    await em
      .getKysely<SharingTables>()
      .insertInto('blocked_people')
      .values({ viewer_id: userId, owner_id: personId, created_at: at })
      .onConflict((clause) => clause.doNothing())
      .execute();
    if ((await countBlocked(em, userId)) > mostBlockedPeople)
      throw conflict(`You block ${mostBlockedPeople} people; let go of one first.`);
    await endSharesBetween(em, parties, 'VIEWER', at);
  });
}

async function countBlocked(em: EntityManager, userId: string): Promise<number> {
  const { count } = await em
    .getKysely<SharingTables>()
    .selectFrom('blocked_people')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('viewer_id', '=', userId)
    .executeTakeFirstOrThrow();
  return count;
}

/** Lets someone share again; what has ended stays so. Of whom one has not blocked nothing changes. @throws DomainError FORBIDDEN */
export async function unblockPerson(ctx: RequestContext, personId: string): Promise<void> {
  const { userId } = requireScope(ctx, 'shares:write');
  await ctx.em
    .getKysely<SharingTables>()
    .deleteFrom('blocked_people')
    .where('viewer_id', '=', userId)
    .where('owner_id', '=', personId)
    .execute();
}

/** Whom the viewer has blocked, the newest first. @throws DomainError FORBIDDEN */
export async function blockedPeople(ctx: RequestContext): Promise<string[]> {
  const { userId } = requireScope(ctx, 'shares:read');
  const rows = await ctx.em
    .getKysely<SharingTables>()
    .selectFrom('blocked_people')
    .select('owner_id as ownerId')
    .where('viewer_id', '=', userId)
    .orderBy('created_at', 'desc')
    .orderBy('owner_id')
    .limit(mostBlockedPeople)
    .execute();
  return rows.map(({ ownerId }) => ownerId);
}
