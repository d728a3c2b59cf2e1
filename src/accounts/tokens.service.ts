import type { EntityManager } from '@mikro-orm/postgresql';
import { sql } from 'kysely';
import type { z } from 'zod';
import { requireScope, type RequestContext, type Viewer } from '../platform/context.ts';
import { badInput, conflict, forbidden, notFound } from '../platform/errors.ts';
import { idOf, newId } from '../platform/ids.ts';
import { hashOf, newSecret } from '../platform/secrets.ts';
import { validate } from '../platform/validate.ts';
import type { AccountTables } from './accounts.entity.ts';
import { newToken } from './accounts.input.ts';
import { findClient } from './clients.service.ts';
import { announceTokenChange } from './token-changes.ts';

/** What can be told of a token: never the token itself. */
export interface TokenFacts {
  id: string;
  name: string | null;
  clientId: string | null;
  scopes: string[];
  createdAt: string;
  expiresAt: string;
  lastUsedAt: string | null;
}

export interface IssuedToken extends TokenFacts {
  /** Shown this once: only its hash is stored. */
  token: string;
}

const factColumns = [
  'id',
  'name',
  'client_id as clientId',
  'scopes',
  'created_at as createdAt',
  'expires_at as expiresAt',
  'last_used_at as lastUsedAt',
] as const;

/** How many live tokens of their own a person may have. */
const mostTokens = 100;

/** Makes a bearer token for a person. @throws DomainError BAD_USER_INPUT for an unknown scope or client, or one that lacks the scope */
export async function issueToken(
  em: EntityManager,
  userId: string,
  input: z.input<typeof newToken>,
  now: Date,
): Promise<IssuedToken> {
  const draft = validate(newToken, input);
  if (draft.clientId !== undefined) {
    const client = await findClient(em, draft.clientId);
    if (!client) throw badInput('client', 'is not a known client');
    const lacking = draft.scopes.filter((scope) => !client.scopes.includes(scope));
    if (lacking.length > 0) throw badInput('scopes', `has what the client may not get: ${lacking.join(', ')}`);
  }
  const token = newSecret('vg_pt_');
  const facts = await em
    .getKysely<AccountTables>()
    .insertInto('access_tokens')
    .values({
      hash: hashOf(token),
      id: newId(),
      user_id: userId,
      client_id: draft.clientId ?? null,
      grant_id: null,
      name: draft.name ?? null,
      scopes: draft.scopes,
      created_at: now.toISOString(),
      expires_at: new Date(now.getTime() + draft.lifetimeSeconds * 1000).toISOString(),
      revoked_at: null,
      last_used_at: null,
    })
    .returning(factColumns)
    .executeTakeFirstOrThrow();
  return { ...facts, token };
}

/** A person's live tokens, newest first, but for those that apps got by the person's consent. */
export async function tokensOf(em: EntityManager, userId: string, now: Date): Promise<TokenFacts[]> {
  return em
    .getKysely<AccountTables>()
    .selectFrom('access_tokens')
    .select(factColumns)
    .where('user_id', '=', userId)
    .where('grant_id', 'is', null)
    .where('revoked_at', 'is', null)
    .where('expires_at', '>', now.toISOString())
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(2 * mostTokens)
    .execute();
}

/**
 * Makes a token for oneself. @throws DomainError BAD_USER_INPUT, CONFLICT when one has too many already
 */
export async function makeOwnToken(
  em: EntityManager,
  userId: string,
  input: Omit<z.input<typeof newToken>, 'clientId'>,
  now: Date,
): Promise<IssuedToken> {
  if ((await tokensOf(em, userId, now)).length >= mostTokens)
    throw conflict(`You have ${mostTokens} tokens; revoke one that you do not need.`);
  return issueToken(em, userId, input, now);
}

/** The viewer's own tokens. @throws DomainError FORBIDDEN without account:manage */
export async function ownTokens(ctx: RequestContext): Promise<TokenFacts[]> {
  return tokensOf(ctx.em, requireScope(ctx, 'account:manage').userId, ctx.now());
}

/** Makes another token for the viewer. @throws DomainError FORBIDDEN for a scope that the viewer's own token lacks */
export async function createToken(
  ctx: RequestContext,
  input: Omit<z.input<typeof newToken>, 'clientId'>,
): Promise<IssuedToken> {
  const viewer = requireScope(ctx, 'account:manage');
  const draft = validate(newToken, input);
  const lacking = draft.scopes.filter((scope) => !viewer.scopes.has(scope));
  if (lacking.length > 0) throw forbidden(`Your own token lacks ${lacking.join(', ')}, so it cannot hand it on.`);
  return makeOwnToken(ctx.em, viewer.userId, draft, ctx.now());
}

/** Ends one of the viewer's own tokens. @throws DomainError FORBIDDEN, NOT_FOUND */
export async function revokeOwnToken(ctx: RequestContext, id: string): Promise<void> {
  const { userId } = requireScope(ctx, 'account:manage');
  await revokeToken(ctx.em, id, ctx.now(), userId);
  ctx.forgetTokens();
}

/**
 * Ends a token, given itself or its `tok_…` id.
 * @param userId whose it must be; anyone's by default
 * @throws DomainError NOT_FOUND when it is unknown or ended already
 */
export async function revokeToken(em: EntityManager, tokenOrId: string, now: Date, userId?: string): Promise<void> {
  await em.transactional(async (tx) => {
    let update = tx
      .getKysely<AccountTables>()
      .updateTable('access_tokens')
      .set({ revoked_at: now.toISOString() })
      .where('revoked_at', 'is', null);
    if (userId !== undefined) update = update.where('user_id', '=', userId);
    update = tokenOrId.startsWith('tok_')
      ? update.where('id', '=', idOf('AccessToken', tokenOrId))
      : update.where('hash', '=', hashOf(tokenOrId));
    const { numUpdatedRows } = await update.executeTakeFirstOrThrow();
    if (numUpdatedRows === 0n) throw notFound('This token');
    await announceTokenChange(tx);
  });
}

/** Which of some tokens still speak for someone: one statement. */
export async function liveTokens(em: EntityManager, tokenIds: readonly string[], now: Date): Promise<Set<string>> {
  const { rows } = await sql<{ id: string }>`
    select t.id from access_tokens t
    where t.id = any(${tokenIds}::uuid[]) and t.revoked_at is null and t.expires_at > ${now.toISOString()}`.execute(
    em.getKysely(),
  );
  return new Set(rows.map(({ id }) => id));
}

interface FoundToken extends Omit<Viewer, 'scopes' | 'expiresAtMs'> {
  scopes: string[];
  expiresAt: string;
}

const minuteMs = 60_000;

/**
 * Who a bearer token speaks for: one indexed lookup. `undefined` when it is unknown, expired or revoked. Once a minute the same
 * statement writes down that the token, and the app that has it, was used.
 */
export async function viewerOfToken(em: EntityManager, token: string, now: Date): Promise<Viewer | undefined> {
  const [hash, at, before] = [hashOf(token), now.toISOString(), new Date(now.getTime() - minuteMs).toISOString()];
  const { rows } = await sql<FoundToken>`
    with found as (
      select t.id, t.user_id, t.client_id, t.grant_id, t.scopes, t.expires_at, u.timezone, u.organisation_id, u.number, u.is_admin,
        coalesce(t.last_used_at, '-infinity') < ${before} as is_stale
      from access_tokens t join users u on u.id = t.user_id
      where t.hash = ${hash} and t.revoked_at is null and t.expires_at > ${at}),
    token_used as (
      update access_tokens t set last_used_at = ${at}
      from found where found.is_stale and t.hash = ${hash}),
    app_used as (
      update connected_apps a set last_used_at = ${at}
      from found where found.is_stale and found.grant_id is not null
        and a.user_id = found.user_id and a.client_id = found.client_id)
    select id as "tokenId", user_id as "userId", client_id as "clientId", scopes, expires_at as "expiresAt",
      timezone, organisation_id as "organisationId", number, is_admin as "isAdmin"
    from found`.execute(em.getKysely());
  const [row] = rows;
  if (!row) return undefined;
  const { expiresAt, ...viewer } = row;
  return { ...viewer, scopes: new Set(row.scopes), expiresAtMs: Date.parse(expiresAt) };
}
