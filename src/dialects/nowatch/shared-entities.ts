import { usersById } from '../../accounts/users.service.ts';
import { requireViewer, type RequestContext } from '../../platform/context.ts';
import type { PictureAddresses } from '../../sharing/picture-address.ts';
import type { Dashboard } from '../../sharing/share.ts';
import { lastSyncOf } from '../../timeline/last-sync.ts';
import { fromDashboard } from './mapping.ts';
import type { SharedEntity } from './shared.schema.ts';

/** Where pictures are. */
export type Pictures = Pick<PictureAddresses, 'of'>;

/**
 * Dashboards with what the API tells beside them, e-mail addresses of both sides included: one statement for all people, and those of the
 * last syncs.
 */
export async function sharedEntities(
  ctx: RequestContext,
  pictures: Pictures,
  dashboards: readonly Dashboard[],
): Promise<SharedEntity[]> {
  if (dashboards.length === 0) return [];
  const { userId } = requireViewer(ctx);
  const [people, syncs] = await Promise.all([
    usersById(ctx.em, [userId, ...dashboards.map(({ ownerId }) => ownerId)]),
    Promise.all(dashboards.map(({ ownerId }) => lastSyncOf(ctx, ownerId))),
  ]);
  const known = new Map(people.map((person) => [person.id, person]));
  const viewer = known.get(userId);
  const now = ctx.now();
  return dashboards.flatMap((dashboard, index) => {
    const owner = known.get(dashboard.ownerId);
    // Whoever deletes their account in this very moment shares nothing any more.
    if (!owner || !viewer) return [];
    const pictureUrl = pictures.of(dashboard, now);
    return fromDashboard({ dashboard, owner, viewer, pictureUrl, lastSyncAt: syncs[index] ?? null });
  });
}
