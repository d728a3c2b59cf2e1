import type { EntityManager } from '@mikro-orm/postgresql';
import { hashOf, newSecret } from '../platform/secrets.ts';
import type { AccountTables } from './accounts.entity.ts';

/** How long someone stays signed in with a browser. */
export const sessionLifetimeSeconds = 14 * 86_400;

/** A person who is signed in with a browser. */
export interface BrowserSession {
  userId: string;
  email: string;
  name: string | null;
  timezone: string;
  signedInAt: string;
}

/** Begins a session with a secret of its own, whatever the browser had before. @returns the secret for its cookie */
export async function beginSession(em: EntityManager, userId: string, now: Date): Promise<string> {
  const secret = newSecret('vg_ss_');
  await em
    .getKysely<AccountTables>()
    .insertInto('browser_sessions')
    .values({
      hash: hashOf(secret),
      user_id: userId,
      signed_in_at: now.toISOString(),
      expires_at: new Date(now.getTime() + sessionLifetimeSeconds * 1000).toISOString(),
    })
    .execute();
  return secret;
}

/** Who is signed in with this secret. */
export async function findSession(em: EntityManager, secret: string, now: Date): Promise<BrowserSession | undefined> {
  return em
    .getKysely<AccountTables>()
    .selectFrom('browser_sessions')
    .innerJoin('users', 'users.id', 'browser_sessions.user_id')
    .select([
      'users.id as userId',
      'users.email as email',
      'users.name as name',
      'users.timezone as timezone',
      'browser_sessions.signed_in_at as signedInAt',
    ])
    .where('browser_sessions.hash', '=', hashOf(secret))
    .where('browser_sessions.expires_at', '>', now.toISOString())
    .executeTakeFirst();
}

/** Signs out. */
export async function endSession(em: EntityManager, secret: string): Promise<void> {
  await em.getKysely<AccountTables>().deleteFrom('browser_sessions').where('hash', '=', hashOf(secret)).execute();
}
