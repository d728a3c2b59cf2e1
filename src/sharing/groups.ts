import type { EntityManager } from '@mikro-orm/postgresql';
import { sql } from 'kysely';
import type { z } from 'zod';
import { requireScope, type RequestContext } from '../platform/context.ts';
import { conflict, notFound } from '../platform/errors.ts';
import { newId } from '../platform/ids.ts';
import { validate } from '../platform/validate.ts';
import { groupDraft } from './group.input.ts';
import { holdPerson } from './hold-person.ts';
import type { DashboardGroup } from './share.ts';
import type { SharingTables } from './sharing.entity.ts';

/** How many groups a viewer may have. */
export const mostGroups = 100;

/** A viewer's groups, each with whom it is of; the oldest dashboard comes first. */
const groupsOf = (em: EntityManager, viewerId: string) =>
  em
    .getKysely<SharingTables>()
    .selectFrom('dashboard_groups as g')
    .select([
      'g.id as id',
      'g.viewer_id as viewerId',
      'g.name as name',
      'g.created_at as createdAt',
      'g.updated_at as updatedAt',
      sql<string[]>`array(
        select m.owner_id
        from dashboard_group_members m
        join dashboards d on d.viewer_id = ${viewerId} and d.owner_id = m.owner_id
        where m.viewer_id = ${viewerId} and m.group_id = g.id
        order by d.shared_since, d.id)`.as('ownerIds'),
    ])
    .where('g.viewer_id', '=', viewerId);

async function readGroup(em: EntityManager, viewerId: string, id: string): Promise<DashboardGroup> {
  const group = await groupsOf(em, viewerId).where('g.id', '=', id).executeTakeFirst();
  if (!group) throw notFound('This group');
  return group;
}

/** @throws DomainError NOT_FOUND when the viewer has no such group */
export async function requireGroup(em: EntityManager, viewerId: string, id: string): Promise<void> {
  const group = await em
    .getKysely<SharingTables>()
    .selectFrom('dashboard_groups')
    .select('id')
    .where('viewer_id', '=', viewerId)
    .where('id', '=', id)
    .executeTakeFirst();
  if (!group) throw notFound('This group');
}

/** The viewer's groups, the oldest first. @throws DomainError FORBIDDEN */
export async function listGroups(ctx: RequestContext): Promise<DashboardGroup[]> {
  const { userId } = requireScope(ctx, 'shares:read');
  return groupsOf(ctx.em, userId).orderBy('g.created_at').orderBy('g.id').limit(mostGroups).execute();
}

/** The viewer's groups by id, in no particular order. @throws DomainError FORBIDDEN */
export async function groupsById(ctx: RequestContext, ids: readonly string[]): Promise<DashboardGroup[]> {
  const { userId } = requireScope(ctx, 'shares:read');
  return groupsOf(ctx.em, userId).where('g.id', 'in', ids).execute();
}

/** @throws DomainError FORBIDDEN, NOT_FOUND */
export async function groupById(ctx: RequestContext, id: string): Promise<DashboardGroup> {
  const { userId } = requireScope(ctx, 'shares:read');
  return readGroup(ctx.em, userId, id);
}

/** @throws DomainError FORBIDDEN, BAD_USER_INPUT, CONFLICT when there are too many already */
export async function createGroup(ctx: RequestContext, input: z.input<typeof groupDraft>): Promise<DashboardGroup> {
  const { userId } = requireScope(ctx, 'shares:write');
  const { name } = validate(groupDraft, input);
  const at = ctx.now().toISOString();
  return ctx.em.transactional(async (em) => {
    await holdPerson(em, userId);
    const db = em.getKysely<SharingTables>();
    const { count } = await db
      .selectFrom('dashboard_groups')
      .select(({ fn }) => fn.countAll<number>().as('count'))
      .where('viewer_id', '=', userId)
      .executeTakeFirstOrThrow();
    if (count >= mostGroups) throw conflict(`You have ${mostGroups} groups; delete one that is not needed.`);
    const id = newId();
    await db
      .insertInto('dashboard_groups')
      .values({ viewer_id: userId, id, name, created_at: at, updated_at: at })
      .execute();
    return readGroup(em, userId, id);
  });
}

/** @throws DomainError FORBIDDEN, NOT_FOUND, BAD_USER_INPUT */
export async function renameGroup(
  ctx: RequestContext,
  id: string,
  input: z.input<typeof groupDraft>,
): Promise<DashboardGroup> {
  const { userId } = requireScope(ctx, 'shares:write');
  const { name } = validate(groupDraft, input);
  return ctx.em.transactional(async (em) => {
    await changeGroup(em, userId, id, { name, updated_at: ctx.now().toISOString() });
    return readGroup(em, userId, id);
  });
}

/** Deletes a group; its dashboards stay. @throws DomainError FORBIDDEN, NOT_FOUND */
export async function deleteGroup(ctx: RequestContext, id: string): Promise<void> {
  const { userId } = requireScope(ctx, 'shares:write');
  const { numDeletedRows } = await ctx.em
    .getKysely<SharingTables>()
    .deleteFrom('dashboard_groups')
    .where('viewer_id', '=', userId)
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
  if (numDeletedRows === 0n) throw notFound('This group');
}

/**
 * Puts someone's dashboard into a group; twice is fine.
 * @throws DomainError FORBIDDEN, NOT_FOUND for an unknown group, and for someone who shares nothing with the viewer
 */
export async function addToGroup(ctx: RequestContext, groupId: string, ownerId: string): Promise<DashboardGroup> {
  const { userId } = requireScope(ctx, 'shares:write');
  return ctx.em.transactional(async (em) => {
    await requireGroup(em, userId, groupId);
    await requireDashboard(em, userId, ownerId);
    // The update holds the group until the row that refers to it is stored.
    await changeGroup(em, userId, groupId, { updated_at: ctx.now().toISOString() });
    await em
      .getKysely<SharingTables>()
      .insertInto('dashboard_group_members')
      .values({ viewer_id: userId, group_id: groupId, owner_id: ownerId })
      .onConflict((clause) => clause.doNothing())
      .execute();
    return readGroup(em, userId, groupId);
  });
}

/**
 * Takes someone's dashboard out of a group; of one that is not in it nothing changes.
 * @throws DomainError FORBIDDEN, NOT_FOUND for an unknown group, and for someone who shares nothing with the viewer
 */
export async function removeFromGroup(ctx: RequestContext, groupId: string, ownerId: string): Promise<DashboardGroup> {
  const { userId } = requireScope(ctx, 'shares:write');
  return ctx.em.transactional(async (em) => {
    await requireGroup(em, userId, groupId);
    await requireDashboard(em, userId, ownerId);
    await holdGroup(em, userId, groupId);
    const { numDeletedRows } = await em
      .getKysely<SharingTables>()
      .deleteFrom('dashboard_group_members')
      .where('viewer_id', '=', userId)
      .where('group_id', '=', groupId)
      .where('owner_id', '=', ownerId)
      .executeTakeFirstOrThrow();
    if (numDeletedRows > 0n) await changeGroup(em, userId, groupId, { updated_at: ctx.now().toISOString() });
    return readGroup(em, userId, groupId);
  });
}

/** @throws DomainError NOT_FOUND when there is no such group (any more) */
async function changeGroup(
  em: EntityManager,
  viewerId: string,
  id: string,
  change: { name?: string; updated_at: string },
): Promise<void> {
  const { numUpdatedRows } = await em
    .getKysely<SharingTables>()
    .updateTable('dashboard_groups')
    .set(change)
    .where('viewer_id', '=', viewerId)
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
  if (numUpdatedRows === 0n) throw notFound('This group');
}

/** Holds a group before anything in it, as whoever deletes it does. @throws DomainError NOT_FOUND when there is none (any more) */
async function holdGroup(em: EntityManager, viewerId: string, id: string): Promise<void> {
  const held = await em
    .getKysely<SharingTables>()
    .selectFrom('dashboard_groups')
    .select('id')
    .where('viewer_id', '=', viewerId)
    .where('id', '=', id)
    .forNoKeyUpdate()
    .executeTakeFirst();
  if (!held) throw notFound('This group');
}

/** Keeps a dashboard from going away until the transaction ends. @throws DomainError NOT_FOUND when there is none */
async function requireDashboard(em: EntityManager, viewerId: string, ownerId: string): Promise<void> {
  const dashboard = await em
    .getKysely<SharingTables>()
    .selectFrom('dashboards')
    .select('id')
    .where('viewer_id', '=', viewerId)
    .where('owner_id', '=', ownerId)
    .forKeyShare()
    .executeTakeFirst();
  if (!dashboard) throw notFound('This dashboard');
}
