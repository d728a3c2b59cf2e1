import type { z } from 'zod';
import { requireScope, type RequestContext } from '../platform/context.ts';
import { validate } from '../platform/validate.ts';
import { createShare } from './create-share.ts';
import { inviteToShare } from './invitations.ts';
import { shareOffer } from './invitation.input.ts';
import type { Invitation, Share } from './share.ts';

/**
 * Shares with someone who is named in one of three ways: by id or number at once, by e-mail as soon as whoever has the address accepts.
 * @throws DomainError FORBIDDEN, BAD_USER_INPUT, CONFLICT when one gives, or offers, too much already
 */
export async function offerShare(
  ctx: RequestContext,
  input: z.input<typeof shareOffer>,
): Promise<{ share: Share | null; invitation: Invitation | null }> {
  requireScope(ctx, 'shares:write');
  const { viewerEmail, viewerId, viewerNumber, ...terms } = validate(shareOffer, input);
  if (viewerEmail == null)
    return { share: await createShare(ctx, { viewerId, viewerNumber, ...terms }), invitation: null };
  return { share: null, invitation: await inviteToShare(ctx, { email: viewerEmail, ...terms }, 'viewerEmail') };
}
