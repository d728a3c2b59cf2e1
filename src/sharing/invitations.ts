import type { EntityManager } from '@mikro-orm/postgresql';
import { sql } from 'kysely';
import type { z } from 'zod';
import { requireScope, type RequestContext } from '../platform/context.ts';
import { emailKey } from '../accounts/users.service.ts';
import { badInput, conflict, notFound } from '../platform/errors.ts';
import { newId } from '../platform/ids.ts';
import { validate } from '../platform/validate.ts';
import { holdPerson } from './hold-person.ts';
import { newInvitation } from './invitation.input.ts';
import { notifyOfShare } from './notify-viewers.ts';
import { makeShare } from './make-share.ts';
import type { Invitation, Share } from './share.ts';
import type { SharingTables } from './sharing.entity.ts';

/** How many invitations of one owner may wait at a time; one that was declined waits too, so that the owner does not learn of it. */
export const mostOpenInvitations = 200;
const lifetimeMs = 30 * 86_400_000;

const invitationColumns = [
  'id',
  'owner_id as ownerId',
  'email',
  'start_date as startDate',
  'end_date as endDate',
  'include',
  'notify',
  'description',
  'created_at as createdAt',
  'expires_at as expiresAt',
] as const;

/**
 * Offers a share to whoever has an e-mail address. Nothing about accounts is looked up: neither the answer nor the time it takes tells
 * whether there is one.
 * @param field what the door calls the address
 * @throws DomainError FORBIDDEN, BAD_USER_INPUT, CONFLICT when too many wait already
 */
export async function inviteToShare(
  ctx: RequestContext,
  input: z.input<typeof newInvitation>,
  field = 'email',
): Promise<Invitation> {
  const { userId } = requireScope(ctx, 'shares:write');
  const { email, ...terms } = validate(newInvitation, input);
  const now = ctx.now();
  const at = now.toISOString();
  return ctx.em.transactional(async (em) => {
    const ownKey = await holdPerson(em, userId);
    if (emailKey(email) === ownKey) throw badInput(field, 'must not be your own');
    const db = em.getKysely<SharingTables>();
    await db.deleteFrom('share_invitations').where('owner_id', '=', userId).where('expires_at', '<=', at).execute();
    const { count } = await db
      .selectFrom('share_invitations')
      .select(({ fn }) => fn.countAll<number>().as('count'))
      .where('owner_id', '=', userId)
      .executeTakeFirstOrThrow();
    if (count >= mostOpenInvitations)
      throw conflict(`${mostOpenInvitations} of your invitations wait for an answer; withdraw one that is not needed.`);
    return db
      .insertInto('share_invitations')
      .values({
        id: newId(),
        owner_id: userId,
        email,
        email_key: emailKey(email),
        start_date: terms.startDate,
        end_date: terms.endDate,
        include: terms.include,
        notify: terms.notify,
        description: terms.description,
        created_at: at,
        expires_at: new Date(now.getTime() + lifetimeMs).toISOString(),
        declined_at: null,
      })
      .returning(invitationColumns)
      .executeTakeFirstOrThrow();
  });
}

/** The invitations that the viewer waits with, newest first. @throws DomainError FORBIDDEN */
export async function sentInvitations(ctx: RequestContext): Promise<Invitation[]> {
  const { userId } = requireScope(ctx, 'shares:read');
  return newestOf(sentBy(ctx.em, userId, ctx.now()));
}

/** The invitations that the viewer can accept, newest first; of very many the newest. @throws DomainError FORBIDDEN */
export async function receivedInvitations(ctx: RequestContext): Promise<Invitation[]> {
  const { userId } = requireScope(ctx, 'shares:read');
  return newestOf(receivedBy(ctx.em, userId, ctx.now()));
}

/** Invitations by id, as who sent them or who can accept them, in no particular order. @throws DomainError FORBIDDEN */
export async function invitationsById(ctx: RequestContext, ids: readonly string[]): Promise<Invitation[]> {
  const { userId } = requireScope(ctx, 'shares:read');
  const sent = await sentBy(ctx.em, userId, ctx.now()).where('id', 'in', ids).execute();
  const received = await receivedBy(ctx.em, userId, ctx.now()).where('id', 'in', ids).execute();
  return [...sent, ...received];
}

type Invitations = ReturnType<typeof waiting>;

const newestOf = (invitations: Invitations): Promise<Invitation[]> =>
  invitations.orderBy('created_at', 'desc').orderBy('id', 'desc').limit(mostOpenInvitations).execute();

const waiting = (em: EntityManager, now: Date) =>
  em
    .getKysely<SharingTables>()
    .selectFrom('share_invitations')
    .select(invitationColumns)
    .where('expires_at', '>', now.toISOString());

const sentBy = (em: EntityManager, userId: string, now: Date): Invitations =>
  waiting(em, now).where('owner_id', '=', userId);

const receivedBy = (em: EntityManager, userId: string, now: Date): Invitations => waiting(em, now).where(isFor(userId));

/** Who has the address decides, and has not declined; nothing comes from oneself, nor from whom one has blocked. */
const isFor = (userId: string) => sql<boolean>`
  email_key = (select u.email_key from users u where u.id = ${userId})
  and declined_at is null
  and owner_id <> ${userId}
  and not exists (
    select from blocked_people b where b.viewer_id = ${userId} and b.owner_id = share_invitations.owner_id)`;

/**
 * Makes the share that was offered; the invitation is gone with it.
 * @throws DomainError FORBIDDEN, NOT_FOUND, CONFLICT when the owner gives too many shares already
 */
export async function acceptInvitation(ctx: RequestContext, id: string): Promise<Share> {
  const { userId } = requireScope(ctx, 'shares:write');
  const now = ctx.now();
  return ctx.em.transactional(async (em) => {
    const invitation = await receivedBy(em, userId, now).where('id', '=', id).executeTakeFirst();
    if (!invitation) throw notFound('This invitation');
    const parties = { viewerId: userId, ownerId: invitation.ownerId };
    const share = await makeShare(em, parties, invitation, now.toISOString(), ownerIsFull);
    // Whoever comes second waits for the dashboard, and then finds nothing to accept: what they made goes with the transaction.
    const { numDeletedRows } = await em
      .getKysely<SharingTables>()
      .deleteFrom('share_invitations')
      .where('id', '=', id)
      .where('declined_at', 'is', null)
      .executeTakeFirstOrThrow();
    if (!share || numDeletedRows === 0n) throw notFound('This invitation');
    await notifyOfShare(ctx, em, 'SHARE_CREATED', share);
    return share;
  });
}

const ownerIsFull = 'This cannot be accepted now: the one who invited you shares too much already.';

/** Turns down what was offered; who offered it is not told. @throws DomainError FORBIDDEN, NOT_FOUND */
export async function declineInvitation(ctx: RequestContext, id: string): Promise<void> {
  const { userId } = requireScope(ctx, 'shares:write');
  const at = ctx.now().toISOString();
  const { numUpdatedRows } = await ctx.em
    .getKysely<SharingTables>()
    .updateTable('share_invitations')
    .set({ declined_at: at })
    .where('id', '=', id)
    .where('expires_at', '>', at)
    .where(isFor(userId))
    .executeTakeFirstOrThrow();
  if (numUpdatedRows === 0n) throw notFound('This invitation');
}

/** Takes back what was offered. @throws DomainError FORBIDDEN, NOT_FOUND */
export async function withdrawInvitation(ctx: RequestContext, id: string): Promise<void> {
  const { userId } = requireScope(ctx, 'shares:write');
  const { numDeletedRows } = await ctx.em
    .getKysely<SharingTables>()
    .deleteFrom('share_invitations')
    .where('id', '=', id)
    .where('owner_id', '=', userId)
    .executeTakeFirstOrThrow();
  if (numDeletedRows === 0n) throw notFound('This invitation');
}
