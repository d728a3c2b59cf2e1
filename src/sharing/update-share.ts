import type { z } from 'zod';
import { requireScope, type RequestContext } from '../platform/context.ts';
import { badInput, forbidden, notFound } from '../platform/errors.ts';
import { validate } from '../platform/validate.ts';
import { notifyOfShare } from './notify-viewers.ts';
import { datesInOrder, shareChange } from './share.input.ts';
import { shareColumns, sharesOf } from './share.read.ts';
import type { Share } from './share.ts';
import type { SharingTables } from './sharing.entity.ts';

type Change = z.output<typeof shareChange>;
const fields = ['startDate', 'endDate', 'include', 'notify', 'description'] as const;

/**
 * Changes a live share: its owner what is shared, its viewer what they are told of. What is absent stays, `null` clears a date or the
 * description; to send again what is stored is no change, so that either side may send all of it.
 * @throws DomainError FORBIDDEN without `shares:write` or for what the other side decides, NOT_FOUND, BAD_USER_INPUT
 */
export async function updateShare(ctx: RequestContext, id: string, input: z.input<typeof shareChange>): Promise<Share> {
  requireScope(ctx, 'shares:write');
  const change = validate(shareChange, input);
  return changeStored(ctx, id, () => change);
}

/**
 * As `updateShare`, for doors that tell of a part of a field: the change is made of the share as it is stored, and nobody else changes
 * it in between.
 * @throws DomainError what `updateShare` throws, and what `inputOf` does
 */
export async function updateShareAsStored(
  ctx: RequestContext,
  id: string,
  inputOf: (before: Share) => z.input<typeof shareChange>,
): Promise<Share> {
  return changeStored(ctx, id, (before) => validate(shareChange, inputOf(before)));
}

async function changeStored(ctx: RequestContext, id: string, changeOf: (before: Share) => Change): Promise<Share> {
  const { userId } = requireScope(ctx, 'shares:write');
  return ctx.em.transactional(async (em) => {
    const before = await sharesOf(em, userId)
      .where('id', '=', id)
      .where('ended_at', 'is', null)
      .forUpdate()
      .executeTakeFirst();
    if (!before) throw notFound('This share');
    const change = changeOf(before);
    const changed = fields.filter((field) => change[field] !== undefined && differ(change[field], before[field]));
    for (const field of changed) requireSide(before, userId, field);
    if (changed.length === 0) return before;
    requireDatesInOrder(before, change);
    const share = await em
      .getKysely<SharingTables>()
      .updateTable('shares')
      .set({
        ...(change.startDate !== undefined && { start_date: change.startDate }),
        ...(change.endDate !== undefined && { end_date: change.endDate }),
        ...(change.include !== undefined && { include: change.include }),
        ...(change.notify !== undefined && { notify: change.notify }),
        ...(change.description !== undefined && { description: change.description }),
        updated_at: ctx.now().toISOString(),
      })
      .where('id', '=', id)
      .returning(shareColumns)
      .executeTakeFirstOrThrow();
    if (userId === share.ownerId) await notifyOfShare(ctx, em, 'SHARE_CHANGED', share);
    return share;
  });
}

/** Categories are validated into the order of their table, so that lists of the same are the same text. */
const differ = (one: unknown, other: unknown): boolean => JSON.stringify(one) !== JSON.stringify(other);

function requireSide(share: Share, userId: string, field: (typeof fields)[number]): void {
  const decides = field === 'notify' ? share.viewerId : share.ownerId;
  if (decides !== userId)
    throw forbidden(`Only the ${field === 'notify' ? 'viewer' : 'owner'} of a share can change its ${field}.`);
}

function requireDatesInOrder(before: Share, change: Change): void {
  const startDate = change.startDate === undefined ? before.startDate : change.startDate;
  const endDate = change.endDate === undefined ? before.endDate : change.endDate;
  if (datesInOrder({ startDate, endDate })) return;
  throw change.endDate == null
    ? badInput('startDate', 'must not be after endDate')
    : badInput('endDate', 'must not be before startDate');
}
