import type { EntityManager } from '@mikro-orm/postgresql';
import type { AccountTables } from './accounts.entity.ts';
import type { Limits } from './limits.ts';
import { isPassword } from './passwords.ts';
import { emailKey } from './users.service.ts';

export interface Credentials {
  email: string;
  password: string;
}

/**
 * The id of the person whose password this is; `undefined` when there is none. It takes as long and is counted the same whether the
 * account exists or not.
 * @param address of the network from which it is tried
 * @throws DomainError RATE_LIMITED
 */
export async function personOfCredentials(
  em: EntityManager,
  limits: Pick<Limits, 'signIn'>,
  { email, password }: Credentials,
  address: string,
): Promise<string | undefined> {
  const key = emailKey(email.trim());
  await limits.signIn(key, address);
  const user = await em
    .getKysely<AccountTables>()
    .selectFrom('users')
    .select(['id', 'password_hash as passwordHash'])
    // PostgreSQL cannot look for this character.
    .where('email_key', '=', key.replaceAll('\u0000', ''))
    .executeTakeFirst();
  return (await isPassword(password, user?.passwordHash)) ? user?.id : undefined;
}
