import { z } from 'zod';
import { datesInOrder, endBeforeStart, exactlyOne, shareTerms, viewerId, viewerNumber } from './share.input.ts';

const email = z.email('must be an e-mail address').max(320, 'must have at most 320 characters');

/** A share that waits for whoever has an e-mail address. */
export const newInvitation = z.object({ email, ...shareTerms }).refine(datesInOrder, endBeforeStart);

/** A share with someone who is named by their id, their number or an e-mail address. */
export const shareOffer = z
  .object({
    viewerId: viewerId.nullish(),
    viewerNumber: viewerNumber.nullish(),
    viewerEmail: email.nullish(),
    ...shareTerms,
  })
  .superRefine(exactlyOne('viewerId', 'viewerNumber', 'viewerEmail'))
  .refine(datesInOrder, endBeforeStart);
