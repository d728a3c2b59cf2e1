import type { EntityManager } from '@mikro-orm/postgresql';
import { sql } from 'kysely';

/**
 * Holds a person's row until the transaction ends: what is counted for a limit stays so until what is added is stored. It comes before
 * the row of any dashboard.
 * @returns what makes the person's e-mail address unique
 */
export async function holdPerson(em: EntityManager, userId: string): Promise<string> {
  const { rows } = await sql<{ emailKey: string }>`
    select u.email_key as "emailKey" from users u where u.id = ${userId} for no key update`.execute(em.getKysely());
  return rows[0]?.emailKey ?? '';
}
