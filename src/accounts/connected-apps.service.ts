import type { EntityManager } from '@mikro-orm/postgresql';
import { requireScope, type RequestContext } from '../platform/context.ts';
import { notFound } from '../platform/errors.ts';
import type { AccountTables } from './accounts.entity.ts';
import { clientIdPattern } from './accounts.input.ts';
import { announceTokenChange } from './token-changes.ts';

/** An app that a person allowed to act for them. */
export interface ConnectedApp {
  clientId: string;
  name: string;
  /** What the person allowed, whatever its tokens carry. */
  scopes: string[];
  connectedAt: string;
  /** To the minute. */
  lastUsedAt: string | null;
}

/** A person's apps, the newest connection first. Their number is bounded by that of the registered clients. */
export async function connectedAppsOf(em: EntityManager, userId: string): Promise<ConnectedApp[]> {
  return em
    .getKysely<AccountTables>()
    .selectFrom('connected_apps')
    .innerJoin('clients', 'clients.id', 'connected_apps.client_id')
    .select([
      'connected_apps.client_id as clientId',
      'clients.name as name',
      'connected_apps.scopes as scopes',
      'connected_apps.connected_at as connectedAt',
      'connected_apps.last_used_at as lastUsedAt',
    ])
    .where('connected_apps.user_id', '=', userId)
    .orderBy('connected_apps.connected_at', 'desc')
    .orderBy('connected_apps.client_id')
    .execute();
}

/** What a person allowed an app; `undefined` when they never did, or ended it. */
export async function allowedScopes(
  em: EntityManager,
  userId: string,
  clientId: string,
): Promise<string[] | undefined> {
  const row = await em
    .getKysely<AccountTables>()
    .selectFrom('connected_apps')
    .select('scopes')
    .where('user_id', '=', userId)
    .where('client_id', '=', clientId)
    .executeTakeFirst();
  return row?.scopes;
}

/** Writes down that a person allows an app some scopes, beside those that it has already. */
export async function allowApp(
  em: EntityManager,
  userId: string,
  clientId: string,
  scopes: readonly string[],
  now: Date,
): Promise<void> {
  await em.transactional(async (tx) => {
    const db = tx.getKysely<AccountTables>();
    await db
      .insertInto('connected_apps')
      .values({
        user_id: userId,
        client_id: clientId,
        scopes: [],
        connected_at: now.toISOString(),
        last_used_at: null,
      })
      .onConflict((clause) => clause.doNothing())
      .execute();
    const { scopes: before } = await db
      .selectFrom('connected_apps')
      .select('scopes')
      .where('user_id', '=', userId)
      .where('client_id', '=', clientId)
      .forUpdate()
      .executeTakeFirstOrThrow();
    await db
      .updateTable('connected_apps')
      .set({ scopes: [...new Set([...before, ...scopes])] })
      .where('user_id', '=', userId)
      .where('client_id', '=', clientId)
      .execute();
  });
}

/** Ends what an app may do for a person: its grants and all its tokens go with the row. @throws DomainError NOT_FOUND */
export async function disconnect(em: EntityManager, userId: string, clientId: string): Promise<void> {
  if (!clientIdPattern.test(clientId)) throw notFound('This connected app');
  await em.transactional(async (tx) => {
    const { numDeletedRows } = await tx
      .getKysely<AccountTables>()
      .deleteFrom('connected_apps')
      .where('user_id', '=', userId)
      .where('client_id', '=', clientId)
      .executeTakeFirstOrThrow();
    if (numDeletedRows === 0n) throw notFound('This connected app');
    await announceTokenChange(tx);
  });
}

/** The viewer's own apps. @throws DomainError FORBIDDEN */
export async function connectedApps(ctx: RequestContext): Promise<ConnectedApp[]> {
  return connectedAppsOf(ctx.em, requireScope(ctx, 'account:manage').userId);
}

/** @throws DomainError FORBIDDEN, NOT_FOUND */
export async function disconnectApp(ctx: RequestContext, clientId: string): Promise<void> {
  await disconnect(ctx.em, requireScope(ctx, 'account:manage').userId, clientId);
  ctx.forgetTokens();
}
