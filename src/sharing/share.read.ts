import type { EntityManager } from '@mikro-orm/postgresql';
import { requireScope, type RequestContext, type Viewer } from '../platform/context.ts';
import { notFound } from '../platform/errors.ts';
import { pageRequest, toPage, type ConnectionArguments, type Page } from '../platform/relay/page.ts';
import { betweenCursors, newestFirstKey, readingOrder } from './newest-first.ts';
import type { Share } from './share.ts';
import type { SharingTables } from './sharing.entity.ts';

export const shareColumns = [
  'id',
  'number',
  'owner_id as ownerId',
  'viewer_id as viewerId',
  'start_date as startDate',
  'end_date as endDate',
  'include',
  'notify',
  'description',
  'created_at as createdAt',
  'updated_at as updatedAt',
  'ended_at as endedAt',
  'ended_by as endedBy',
] as const;

/** The shares that someone gives or receives, also those that have ended. Nobody else learns of one. */
export const sharesOf = (em: EntityManager, userId: string) =>
  em
    .getKysely<SharingTables>()
    .selectFrom('shares')
    .select(shareColumns)
    .where((eb) => eb.or([eb('owner_id', '=', userId), eb('viewer_id', '=', userId)]));

/** Shares by id, as their owner or viewer, in no particular order. @throws DomainError FORBIDDEN */
export async function sharesById(ctx: RequestContext, ids: readonly string[]): Promise<Share[]> {
  const { userId } = requireScope(ctx, 'shares:read');
  return sharesOf(ctx.em, userId).where('id', 'in', ids).execute();
}

/** A share as its owner or viewer, also one that has ended. @throws DomainError FORBIDDEN, NOT_FOUND */
export async function shareById(ctx: RequestContext, id: string): Promise<Share> {
  const [share] = await sharesById(ctx, [id]);
  if (!share) throw notFound('This share');
  return share;
}

/** A live share as its owner or viewer. @throws DomainError FORBIDDEN, NOT_FOUND */
export async function shareByNumber(ctx: RequestContext, number: number): Promise<Share> {
  return liveShare(ctx, requireScope(ctx, 'shares:read'), number);
}

/** As `shareByNumber`, for whoever is about to change or end it: they need not be allowed to read. */
export async function shareToChange(ctx: RequestContext, number: number): Promise<Share> {
  return liveShare(ctx, requireScope(ctx, 'shares:write'), number);
}

async function liveShare(ctx: RequestContext, { userId }: Viewer, number: number): Promise<Share> {
  const share = await sharesOf(ctx.em, userId)
    .where('number', '=', number)
    .where('ended_at', 'is', null)
    .executeTakeFirst();
  if (!share) throw notFound('This share');
  return share;
}

/** On which side of a share the viewer stands. */
export type ShareSide = 'GIVEN' | 'RECEIVED';

export interface ShareFilter {
  /** Those that have ended instead of those that are live. */
  ended?: boolean | null | undefined;
  /** Whom the other side of the share is. */
  personId?: string | null | undefined;
}

function narrowed(em: EntityManager, userId: string, side: ShareSide, { ended, personId }: ShareFilter) {
  const [own, other] = side === 'GIVEN' ? (['owner_id', 'viewer_id'] as const) : (['viewer_id', 'owner_id'] as const);
  const query = em
    .getKysely<SharingTables>()
    .selectFrom('shares')
    .where(own, '=', userId)
    .where('ended_at', ended ? 'is not' : 'is', null);
  return personId == null ? query : query.where(other, '=', personId);
}

/**
 * A page of the shares that the viewer gives or receives, newest first; the live ones unless the ended ones are asked for.
 * @throws DomainError FORBIDDEN, BAD_USER_INPUT for a wrong size or cursor
 */
export async function listShares(
  ctx: RequestContext,
  side: ShareSide,
  filter: ShareFilter,
  args: ConnectionArguments,
): Promise<Page<Share>> {
  const { userId } = requireScope(ctx, 'shares:read');
  const binding = { list: 'shares', filter: [userId, side, filter.ended ?? false, filter.personId ?? null] };
  const request = pageRequest(args, binding, newestFirstKey);
  const order = readingOrder(request);
  const rows = await narrowed(ctx.em, userId, side, filter)
    .select(shareColumns)
    .where((eb) => eb.and(betweenCursors(request, ['created_at', 'id'])))
    .orderBy('created_at', order)
    .orderBy('id', order)
    .limit(request.size + 1)
    .execute();
  return toPage(request, rows, binding, ({ createdAt, id }) => [createdAt, id]);
}

/** How many shares the whole list has. @throws DomainError FORBIDDEN */
export async function countShares(ctx: RequestContext, side: ShareSide, filter: ShareFilter): Promise<number> {
  const { userId } = requireScope(ctx, 'shares:read');
  const { count } = await narrowed(ctx.em, userId, side, filter)
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow();
  return count;
}

/**
 * A numbered page of the live shares on both sides, newest first, and how many there are in all. Pages count from 1.
 * @throws DomainError FORBIDDEN
 */
export async function numberedShares(
  ctx: RequestContext,
  { page, perPage }: { page: number; perPage: number },
): Promise<{ shares: Share[]; total: number }> {
  const { userId } = requireScope(ctx, 'shares:read');
  const live = sharesOf(ctx.em, userId).where('ended_at', 'is', null);
  const shares = await live
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(perPage)
    .offset((page - 1) * perPage)
    .execute();
  const { count } = await live
    .clearSelect()
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow();
  return { shares, total: count };
}
