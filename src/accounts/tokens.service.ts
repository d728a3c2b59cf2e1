import { createHash, randomBytes } from 'node:crypto';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { z } from 'zod';
import type { Viewer } from '../platform/context.ts';
import { badInput, notFound } from '../platform/errors.ts';
import { idOf, newId } from '../platform/ids.ts';
import { validate } from '../platform/validate.ts';
import type { AccountTables } from './accounts.entity.ts';
import { newToken } from './accounts.input.ts';

export interface IssuedToken {
  /** Shown this once: only its hash is stored. */
  token: string;
  scopes: string[];
  expiresAt: string;
}

/** 256 random bits need no salt: their plain SHA-256 cannot be searched for. */
const hashToken = (token: string): Buffer => createHash('sha256').update(token).digest();

/** Makes a bearer token for a person. @throws DomainError BAD_USER_INPUT for an unknown scope or client, or one that lacks the scope */
export async function issueToken(
  em: EntityManager,
  userId: string,
  input: z.input<typeof newToken>,
  now: Date,
): Promise<IssuedToken> {
  const draft = validate(newToken, input);
  const db = em.getKysely<AccountTables>();
  if (draft.clientId !== undefined) {
    const client = await db.selectFrom('clients').select('scopes').where('id', '=', draft.clientId).executeTakeFirst();
    if (!client) throw badInput('client', 'is not a known client');
    const lacking = draft.scopes.filter((scope) => !client.scopes.includes(scope));
    if (lacking.length > 0) throw badInput('scopes', `has what the client may not get: ${lacking.join(', ')}`);
  }
  const token = `vg_pt_${randomBytes(32).toString('base64url')}`;
  const expiresAt = new Date(now.getTime() + draft.lifetimeSeconds * 1000).toISOString();
  await db
    .insertInto('access_tokens')
    .values({
      hash: hashToken(token),
      id: newId(),
      user_id: userId,
      client_id: draft.clientId ?? null,
      scopes: draft.scopes,
      created_at: now.toISOString(),
      expires_at: expiresAt,
      revoked_at: null,
    })
    .execute();
  return { token, scopes: draft.scopes, expiresAt };
}

/** Ends a token, given itself or its `tok_…` id. @throws DomainError NOT_FOUND when it is unknown or ended already */
export async function revokeToken(em: EntityManager, tokenOrId: string, now: Date): Promise<void> {
  const update = em
    .getKysely<AccountTables>()
    .updateTable('access_tokens')
    .set({ revoked_at: now.toISOString() })
    .where('revoked_at', 'is', null);
  const result = await (
    tokenOrId.startsWith('tok_')
      ? update.where('id', '=', idOf('AccessToken', tokenOrId))
      : update.where('hash', '=', hashToken(tokenOrId))
  ).executeTakeFirst();
  if (result.numUpdatedRows === 0n) throw notFound('This token');
}

/** Who a bearer token speaks for: one indexed lookup. `undefined` when it is unknown, expired or revoked. */
export async function viewerOfToken(em: EntityManager, token: string, now: Date): Promise<Viewer | undefined> {
  const row = await em
    .getKysely<AccountTables>()
    .selectFrom('access_tokens')
    .innerJoin('users', 'users.id', 'access_tokens.user_id')
    .select([
      'access_tokens.id as tokenId',
      'access_tokens.user_id as userId',
      'access_tokens.client_id as clientId',
      'access_tokens.scopes as scopes',
      'users.timezone as timezone',
    ])
    .where('access_tokens.hash', '=', hashToken(token))
    .where('access_tokens.revoked_at', 'is', null)
    .where('access_tokens.expires_at', '>', now.toISOString())
    .executeTakeFirst();
  return row && { ...row, scopes: new Set(row.scopes) };
}
