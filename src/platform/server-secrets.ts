import { generateKeyPairSync, randomBytes, type JsonWebKey } from 'node:crypto';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { ServerSecretTables } from './server-secrets.entity.ts';

/** What every process of the gateway must have in common. */
export interface ServerSecrets {
  cookieKey: string;
  csrfKey: string;
  /** Of the authorization server. */
  signingKey: JsonWebKey;
  /** Signs the addresses of pictures. */
  pictureKey: string;
}

/** Reads the secrets, and makes them the first time; of several processes that do so at once all get the same. */
export async function serverSecrets(em: EntityManager, now: Date): Promise<ServerSecrets> {
  return {
    cookieKey: await secret(em, 'cookie-key', randomText, now),
    csrfKey: await secret(em, 'csrf-key', randomText, now),
    signingKey: JSON.parse(await secret(em, 'signing-key', newSigningKey, now)) as JsonWebKey,
    pictureKey: await secret(em, 'picture-key', randomText, now),
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
  const db = em.getKysely<ServerSecretTables>();
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
