import { randomInt } from 'node:crypto';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { z } from 'zod';
import { requireScope, type RequestContext } from '../platform/context.ts';
import { conflict, notFound } from '../platform/errors.ts';
import { newId } from '../platform/ids.ts';
import { validate } from '../platform/validate.ts';
import type { AccountTables } from './accounts.entity.ts';
import { newPassword, newUser, profileChange } from './accounts.input.ts';
import { hashPassword } from './passwords.ts';
import { announceTokenChange } from './token-changes.ts';

/** A person as they see themself. */
export interface User {
  id: string;
  number: number;
  email: string;
  name: string | null;
  image: string | null;
  timezone: string;
  createdAt: string;
}

const userColumns = ['id', 'number', 'email', 'name', 'image', 'timezone', 'created_at as createdAt'] as const;

/** What makes an address unique: written in any case it is the same. */
export const emailKey = (email: string): string => email.toLowerCase();

/**
 * Makes a person, each in an organisation of their own.
 * @throws DomainError BAD_USER_INPUT, CONFLICT when the e-mail is taken (without regard to case)
 */
export async function addUser(em: EntityManager, input: z.input<typeof newUser>, now: Date): Promise<User> {
  const draft = validate(newUser, input);
  const passwordHash = await hashPassword(draft.password);
  return em.transactional(async (tx) => {
    const db = tx.getKysely<AccountTables>();
    const at = now.toISOString();
    const organisationId = newId();
    await db
      .insertInto('organisations')
      .values({ id: organisationId, name: draft.name ?? draft.email, created_at: at })
      .execute();
    // The number is drawn at random, so a collision with someone else's is drawn again; what then still conflicts is the e-mail.
    for (let attempt = 0; attempt < 3; attempt += 1) {
      const user = await db
        .insertInto('users')
        .values({
          id: newId(),
          number: randomInt(1_000_000, 2_147_483_647),
          organisation_id: organisationId,
          email: draft.email,
          email_key: emailKey(draft.email),
          name: draft.name ?? null,
          image: null,
          timezone: draft.timezone,
          password_hash: passwordHash,
          is_admin: draft.isAdmin,
          created_at: at,
          updated_at: at,
        })
        .onConflict((clause) => clause.doNothing())
        .returning(userColumns)
        .executeTakeFirst();
      if (user) return user;
    }
    throw conflict('Someone with this e-mail address exists already.', { email: ['is taken'] });
  });
}

/** @throws DomainError NOT_FOUND */
export async function userByEmail(em: EntityManager, email: string): Promise<User> {
  const db = em.getKysely<AccountTables>();
  const user = await db
    .selectFrom('users')
    .select(userColumns)
    .where('email_key', '=', emailKey(email))
    .executeTakeFirst();
  if (!user) throw notFound(`A person with the e-mail address ${email}`);
  return user;
}

/** People by id, in no particular order. */
export async function usersById(em: EntityManager, ids: readonly string[]): Promise<User[]> {
  return em.getKysely<AccountTables>().selectFrom('users').select(userColumns).where('id', 'in', ids).execute();
}

/** Sets a new password and ends all sign-ins and tokens but those of connected apps: whoever knew the old one is out. */
export async function setPassword(em: EntityManager, userId: string, password: string, now: Date): Promise<void> {
  const draft = validate(newPassword, { password });
  const passwordHash = await hashPassword(draft.password);
  await em.transactional(async (tx) => {
    const db = tx.getKysely<AccountTables>();
    const at = now.toISOString();
    await db
      .updateTable('users')
      .set({ password_hash: passwordHash, updated_at: at })
      .where('id', '=', userId)
      .execute();
    await db
      .updateTable('access_tokens')
      .set({ revoked_at: at })
      .where('user_id', '=', userId)
      .where('grant_id', 'is', null)
      .where('revoked_at', 'is', null)
      .execute();
    await db.deleteFrom('browser_sessions').where('user_id', '=', userId).execute();
    await announceTokenChange(tx);
  });
}

/** The viewer as a person. @throws DomainError FORBIDDEN without profile:read */
export async function ownProfile(ctx: RequestContext): Promise<User> {
  const [user] = await usersById(ctx.em, [requireScope(ctx, 'profile:read').userId]);
  if (!user) throw notFound('This person');
  return user;
}

/** Changes the viewer's own profile; what is absent stays. @throws DomainError BAD_USER_INPUT, FORBIDDEN */
export async function updateProfile(ctx: RequestContext, input: z.input<typeof profileChange>): Promise<void> {
  const viewer = requireScope(ctx, 'account:manage');
  const change = validate(profileChange, input);
  await ctx.em.transactional(async (tx) => {
    await tx
      .getKysely<AccountTables>()
      .updateTable('users')
      .set({
        ...(change.name !== undefined && { name: change.name }),
        ...(change.image !== undefined && { image: change.image }),
        ...(change.timezone !== undefined && { timezone: change.timezone }),
        updated_at: ctx.now().toISOString(),
      })
      .where('id', '=', viewer.userId)
      .execute();
    // With a token goes the person's zone.
    await announceTokenChange(tx);
  });
  ctx.forgetTokens();
}

/** How many people there are. */
export async function countUsers(em: EntityManager): Promise<number> {
  const { count } = await em
    .getKysely<AccountTables>()
    .selectFrom('users')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow();
  return count;
}
