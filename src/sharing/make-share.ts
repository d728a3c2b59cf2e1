import { randomInt } from 'node:crypto';
import type { EntityManager } from '@mikro-orm/postgresql';
import { conflict, DomainError } from '../platform/errors.ts';
import { newId } from '../platform/ids.ts';
import { openDashboard, type Parties } from './dashboard-life.ts';
import { holdPerson } from './hold-person.ts';
import { shareColumns } from './share.read.ts';
import type { Share, ShareTerms } from './share.ts';
import type { SharingTables } from './sharing.entity.ts';

/** How many live shares someone may give. */
export const mostLiveShares = 500;

/**
 * Stores a share, with the dashboard of the two. Runs in the caller's transaction.
 * @param full what is told when the owner gives too many shares already
 * @returns `undefined` when the viewer has blocked the owner
 * @throws DomainError CONFLICT
 */
export async function makeShare(
  em: EntityManager,
  { viewerId, ownerId }: Parties,
  terms: ShareTerms,
  at: string,
  full: string,
): Promise<Share | undefined> {
  await holdPerson(em, ownerId);
  if ((await countLiveShares(em, ownerId)) >= mostLiveShares) throw conflict(full);
  await openDashboard(em, { viewerId, ownerId }, at);
  // Whoever blocks holds the dashboard too: only from here on can no block come between.
  if (await isBlocked(em, { viewerId, ownerId })) return undefined;
  // The number is drawn at random, so a collision with another share's is drawn again.
  for (let attempt = 0; attempt < 5; attempt += 1) {
    const share = await em
      .getKysely<SharingTables>()
      .insertInto('shares')
      .values({
        id: newId(),
        number: randomInt(1_000_000, 2_147_483_647),
        owner_id: ownerId,
        viewer_id: viewerId,
        start_date: terms.startDate,
        end_date: terms.endDate,
        include: terms.include,
        notify: terms.notify,
        description: terms.description,
        created_at: at,
        updated_at: at,
        ended_at: null,
        ended_by: null,
      })
      .onConflict((clause) => clause.doNothing())
      .returning(shareColumns)
      .executeTakeFirst();
    if (share) return share;
  }
  throw new DomainError('INTERNAL_SERVER_ERROR', 'No number was free for this share.');
}

async function countLiveShares(em: EntityManager, ownerId: string): Promise<number> {
  const { count } = await em
    .getKysely<SharingTables>()
    .selectFrom('shares')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('owner_id', '=', ownerId)
    .where('ended_at', 'is', null)
    .executeTakeFirstOrThrow();
  return count;
}

async function isBlocked(em: EntityManager, { viewerId, ownerId }: Parties): Promise<boolean> {
  const block = await em
    .getKysely<SharingTables>()
    .selectFrom('blocked_people')
    .select('owner_id')
    .where('viewer_id', '=', viewerId)
    .where('owner_id', '=', ownerId)
    .executeTakeFirst();
  return block !== undefined;
}
