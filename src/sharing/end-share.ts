import type { EntityManager } from '@mikro-orm/postgresql';
import { requireScope, type RequestContext } from '../platform/context.ts';
import { notFound } from '../platform/errors.ts';
import { closeDashboard, holdDashboard, type Parties } from './dashboard-life.ts';
import { notifyOfShare } from './notify-viewers.ts';
import { shareColumns, sharesOf } from './share.read.ts';
import type { Share } from './share.ts';
import type { SharingTables } from './sharing.entity.ts';

type EndedBy = NonNullable<Share['endedBy']>;

/**
 * Ends a share that the viewer gives. One that has ended already is returned as it is.
 * @throws DomainError FORBIDDEN, NOT_FOUND
 */
export async function revokeShare(ctx: RequestContext, id: string): Promise<Share> {
  const { userId } = requireScope(ctx, 'shares:write');
  const find = () => sharesOf(ctx.em, userId).where('id', '=', id).where('owner_id', '=', userId).executeTakeFirst();
  const share = await find();
  if (!share) throw notFound('This share');
  if (share.endedAt !== null) return share;
  // Whoever else ended it meanwhile was faster.
  return (await endOne(ctx, share, 'OWNER')) ?? (await find()) ?? share;
}

/** Ends a live share as its owner or its viewer. @throws DomainError FORBIDDEN, NOT_FOUND */
export async function endShare(ctx: RequestContext, id: string): Promise<Share> {
  const { userId } = requireScope(ctx, 'shares:write');
  const share = await sharesOf(ctx.em, userId).where('id', '=', id).executeTakeFirst();
  const ended = share && (await endOne(ctx, share, share.ownerId === userId ? 'OWNER' : 'VIEWER'));
  if (!ended) throw notFound('This share');
  return ended;
}

/** Ends one share; `undefined` when it is not live. */
async function endOne(ctx: RequestContext, share: Share, endedBy: EndedBy): Promise<Share | undefined> {
  return ctx.em.transactional(async (em) => {
    if (!(await holdDashboard(em, share))) return undefined;
    const ended = await liveSharesEnded(em, share, endedBy, ctx.now().toISOString())
      .where('id', '=', share.id)
      .returning(shareColumns)
      .executeTakeFirst();
    await closeDashboard(em, share);
    // Of a viewer who leaves nobody is told, not even themself.
    if (ended && endedBy === 'OWNER') await notifyOfShare(ctx, em, 'SHARE_REVOKED', ended);
    return ended;
  });
}

/** Ends whatever an owner shares with a viewer, and so their dashboard. Runs in the caller's transaction. */
export async function endSharesBetween(
  em: EntityManager,
  parties: Parties,
  endedBy: EndedBy,
  at: string,
): Promise<void> {
  // Where there is no dashboard there is no live share.
  if (!(await holdDashboard(em, parties))) return;
  await liveSharesEnded(em, parties, endedBy, at).execute();
  await closeDashboard(em, parties);
}

const liveSharesEnded = (em: EntityManager, { viewerId, ownerId }: Parties, endedBy: EndedBy, at: string) =>
  em
    .getKysely<SharingTables>()
    .updateTable('shares')
    .set({ ended_at: at, ended_by: endedBy, updated_at: at })
    .where('viewer_id', '=', viewerId)
    .where('owner_id', '=', ownerId)
    .where('ended_at', 'is', null);
