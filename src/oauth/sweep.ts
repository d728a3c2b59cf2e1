import type { EntityManager } from '@mikro-orm/postgresql';
import { sql } from 'kysely';

/** How long a grant may be without a code or a token: between consent and the code there are two requests of a browser. */
const bareGrantMs = 3_600_000;

/** Deletes what has expired, and the grants of which nothing is left. What people allowed their apps stays. */
export async function sweep(em: EntityManager, now: Date): Promise<void> {
  const at = now.toISOString();
  const db = em.getKysely();
  await sql`delete from oauth_artifacts where expires_at <= ${at}`.execute(db);
  await sql`delete from access_tokens where expires_at <= ${at}`.execute(db);
  await sql`delete from browser_sessions where expires_at <= ${at}`.execute(db);
  await sql`delete from rate_limits where expire <= ${now.getTime()}`.execute(db);
  await sql`
    delete from oauth_grants g
    where g.created_at <= ${new Date(now.getTime() - bareGrantMs).toISOString()}
      and not exists (select from oauth_artifacts a where a.grant_id = g.id)
      and not exists (select from access_tokens t where t.grant_id = g.id)`.execute(db);
}
