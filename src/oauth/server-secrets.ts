import { generateKeyPairSync, randomBytes } from 'node:crypto';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { JWK } from 'oidc-provider';
import type { OauthTables } from './oauth.entity.ts';

/** What every process of the gateway must have in common. */
export interface ServerSecrets {
  cookieKey: string;
  csrfKey: string;
  signingKey: JWK;
}

/** Reads the secrets, and makes them the first time; of several processes that do so at once all get the same. */
export async function serverSecrets(em: EntityManager, now: Date): Promise<ServerSecrets> {
  return {
    cookieKey: await secret(em, 'cookie-key', randomText, now),
    csrfKey: await secret(em, 'csrf-key', randomText, now),
    signingKey: JSON.parse(await secret(em, 'signing-key', newSigningKey, now)) as JWK,
  };
}

const randomText = () => randomBytes(32).toString('base64url');

const newSigningKey = () =>
  JSON.stringify({
    ...generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ format: 'jwk' }),
    use: 'sig',
    alg: 'RS256',
  });

async function secret(em: EntityManager, name: string, make: () => string, now: Date): Promise<string> {
  const db = em.getKysely<OauthTables>();
  const read = db.selectFrom('server_secrets').select('value').where('name', '=', name);
  const known = await read.executeTakeFirst();
  if (known) return known.value;
  await db
    .insertInto('server_secrets')
    .values({ name, value: make(), created_at: now.toISOString() })
    .onConflict((clause) => clause.doNothing())
    .execute();
  return (await read.executeTakeFirstOrThrow()).value;
}
