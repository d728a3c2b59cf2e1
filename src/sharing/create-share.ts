import type { EntityManager } from '@mikro-orm/postgresql';
import { sql } from 'kysely';
import type { z } from 'zod';
import { requireScope, type RequestContext } from '../platform/context.ts';
import { badInput } from '../platform/errors.ts';
import { validate } from '../platform/validate.ts';
import { makeShare, mostLiveShares } from './make-share.ts';
import { notifyOfShare } from './notify-viewers.ts';
import { newShare } from './share.input.ts';
import type { Share } from './share.ts';

/** Told of whoever does not exist, and in the same words of whoever does not want to be shared with. */
export const nobody = (field: string) => badInput(field, 'names nobody you can share with');

/**
 * Shares with someone who is named by their id or number, at once.
 * @throws DomainError FORBIDDEN, BAD_USER_INPUT, CONFLICT when one gives too many shares already
 */
export async function createShare(ctx: RequestContext, input: z.input<typeof newShare>): Promise<Share> {
  const owner = requireScope(ctx, 'shares:write');
  const { viewerId, viewerNumber, ...terms } = validate(newShare, input);
  const field = viewerId == null ? 'viewerNumber' : 'viewerId';
  if (viewerId === owner.userId || viewerNumber === owner.number) throw badInput(field, 'must not be yourself');
  return ctx.em.transactional(async (em) => {
    const found = await findViewer(em, owner.userId, { viewerId, viewerNumber });
    if (found === undefined) throw nobody(field);
    const parties = { viewerId: found, ownerId: owner.userId };
    const share = await makeShare(em, parties, terms, ctx.now().toISOString(), tooMany);
    if (!share) throw nobody(field);
    await notifyOfShare(ctx, em, 'SHARE_CREATED', share);
    return share;
  });
}

const tooMany = `You give ${mostLiveShares} shares; end one that is not needed.`;

/** One statement, so that who has blocked the owner takes no longer than who does not exist. */
async function findViewer(
  em: EntityManager,
  ownerId: string,
  { viewerId, viewerNumber }: { viewerId?: string | null | undefined; viewerNumber?: number | null | undefined },
): Promise<string | undefined> {
  const named = viewerId == null ? sql`u.number = ${viewerNumber}` : sql`u.id = ${viewerId}`;
  const { rows } = await sql<{ id: string }>`
    select u.id
    from users u
    where ${named} and not exists (
      select from blocked_people b where b.viewer_id = u.id and b.owner_id = ${ownerId})`.execute(em.getKysely());
  return rows[0]?.id;
}
