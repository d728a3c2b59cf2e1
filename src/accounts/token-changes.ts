import type { EntityManager } from '@mikro-orm/postgresql';
import { sql } from 'kysely';

/** PostgreSQL's channel on which processes tell each other that some token does not say any more what it said. */
export const tokenChanges = 'vitalgate_token_changes';

/**
 * Makes every process forget what it remembers of tokens, once the transaction under way commits. To be said in the transaction of
 * every change of what `viewerOfToken` finds: an end, other scopes, the person's zone. It happens rarely, so nobody is told which.
 */
export async function announceTokenChange(em: EntityManager): Promise<void> {
  await sql`select pg_notify(${tokenChanges}, '')`.execute(em.getKysely());
}
