import { randomBytes } from 'node:crypto';
import type { EntityManager } from '@mikro-orm/postgresql';
import { sql } from 'kysely';
import { z } from 'zod';
import { requireScope, type RequestContext } from '../platform/context.ts';
import { badInput, conflict, forbidden, notFound } from '../platform/errors.ts';
import { newId } from '../platform/ids.ts';
import { hashOf, newSecret } from '../platform/secrets.ts';
import { pageRequest, toPage, type ConnectionArguments, type Page } from '../platform/relay/page.ts';
import { validate } from '../platform/validate.ts';
import type { AccountTables } from './accounts.entity.ts';
import { clientChange, clientIdPattern, newClient, type ClientProfile } from './accounts.input.ts';
import { announceTokenChange } from './token-changes.ts';

/** An app that may ask people for access. */
export interface Client {
  uid: string;
  clientId: string;
  name: string;
  scopes: string[];
  /** A path instead of an address: Vitalgate's own page there, wherever the gateway is. */
  redirectUris: string[];
  /** An app that cannot keep a secret and has none. */
  isPublic: boolean;
  profile: ClientProfile;
  createdAt: string;
}

export interface AddedClient extends Client {
  /** Shown this once; `null` for a public client. */
  clientSecret: string | null;
}

interface ClientRow extends Omit<Client, 'isPublic'> {
  secretHash: Buffer | null;
}

const clientColumns = [
  'uid',
  'id as clientId',
  'name',
  'scopes',
  'redirect_uris as redirectUris',
  'profile',
  'secret_hash as secretHash',
  'created_at as createdAt',
] as const;

const toClient = ({ secretHash, ...client }: ClientRow): Client => ({ ...client, isPublic: secretHash === null });

const newClientSecret = () => newSecret('vg_cs_');

/** Whether it is one of Vitalgate's own pages, which come with it and stay as they are. */
const isOwnPage = ({ redirectUris }: Client): boolean => redirectUris.some((uri) => uri.startsWith('/'));

/** Registers an app that may ask people for access. @throws DomainError BAD_USER_INPUT, CONFLICT when the id is taken */
export async function addClient(em: EntityManager, input: z.input<typeof newClient>, now: Date): Promise<AddedClient> {
  const draft = validate(newClient, input);
  const clientSecret = draft.isPublic ? null : newClientSecret();
  const row = await em
    .getKysely<AccountTables>()
    .insertInto('clients')
    .values({
      uid: newId(),
      id: draft.id ?? `vg_cl_${randomBytes(12).toString('base64url')}`,
      name: draft.name,
      secret_hash: clientSecret === null ? null : hashOf(clientSecret),
      scopes: draft.scopes,
      redirect_uris: draft.redirectUris,
      profile: draft.profile,
      created_at: now.toISOString(),
    })
    .onConflict((clause) => clause.doNothing())
    .returning(clientColumns)
    .executeTakeFirst();
  if (!row) throw conflict('A client with this id exists already.', { id: ['is taken'] });
  return { ...toClient(row as ClientRow), clientSecret };
}

/** A client with the hash of its secret, for whoever checks it; `undefined` when there is none of that id. */
export async function findClient(
  em: EntityManager,
  clientId: string,
): Promise<(Client & { secretHash: Buffer | null }) | undefined> {
  if (!clientIdPattern.test(clientId)) return undefined;
  const row = await em
    .getKysely<AccountTables>()
    .selectFrom('clients')
    .select(clientColumns)
    .where('id', '=', clientId)
    .executeTakeFirst();
  return row && { ...toClient(row as ClientRow), secretHash: row.secretHash };
}

/** Who may manage clients. @throws DomainError FORBIDDEN */
function requireAdmin(ctx: RequestContext): void {
  if (!requireScope(ctx, 'account:manage').isAdmin) throw forbidden('Only administrators manage clients.');
}

/** @throws DomainError FORBIDDEN, BAD_USER_INPUT, CONFLICT */
export async function createClient(ctx: RequestContext, input: z.input<typeof newClient>): Promise<AddedClient> {
  requireAdmin(ctx);
  return addClient(ctx.em, input, ctx.now());
}

const clientKey = [z.string().regex(clientIdPattern)];

/** A page of clients in the order of their ids, and how many there are. @throws DomainError FORBIDDEN, BAD_USER_INPUT */
export async function listClients(ctx: RequestContext, args: ConnectionArguments): Promise<Page<Client>> {
  requireAdmin(ctx);
  const binding = { list: 'clients', filter: null };
  const request = pageRequest(args, binding, clientKey);
  let query = ctx.em.getKysely<AccountTables>().selectFrom('clients').select(clientColumns);
  if (request.after) query = query.where('id', '>', request.after[0] as string);
  if (request.before) query = query.where('id', '<', request.before[0] as string);
  const rows = await query
    .orderBy('id', request.backward ? 'desc' : 'asc')
    .limit(request.size + 1)
    .execute();
  const clients = rows.map((row) => toClient(row as ClientRow));
  return toPage(request, clients, binding, ({ clientId }) => [clientId]);
}

/** Clients by their `uid`, in no particular order. @throws DomainError FORBIDDEN */
export async function clientsByUid(ctx: RequestContext, uids: readonly string[]): Promise<Client[]> {
  requireAdmin(ctx);
  const rows = await ctx.em
    .getKysely<AccountTables>()
    .selectFrom('clients')
    .select(clientColumns)
    .where('uid', 'in', uids)
    .execute();
  return rows.map((row) => toClient(row as ClientRow));
}

/** @throws DomainError FORBIDDEN */
export async function countClients(ctx: RequestContext): Promise<number> {
  requireAdmin(ctx);
  const { count } = await ctx.em
    .getKysely<AccountTables>()
    .selectFrom('clients')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow();
  return count;
}

/**
 * Changes a client; what is absent stays. A scope that it loses, everything that it was given loses at once.
 * @throws DomainError FORBIDDEN, BAD_USER_INPUT, NOT_FOUND
 */
export async function updateClient(ctx: RequestContext, input: z.input<typeof clientChange>): Promise<Client> {
  requireAdmin(ctx);
  const change = validate(clientChange, input);
  const before = await findClient(ctx.em, change.clientId);
  if (before && isOwnPage(before))
    throw badInput('clientId', "is one of Vitalgate's own pages, which stay as they are");
  const client = await ctx.em.transactional(async (tx) => {
    const row = await tx
      .getKysely<AccountTables>()
      .updateTable('clients')
      .set({
        id: change.clientId,
        ...(change.name !== undefined && { name: change.name }),
        ...(change.scopes !== undefined && { scopes: change.scopes }),
        ...(change.redirectUris !== undefined && { redirect_uris: change.redirectUris }),
      })
      .where('id', '=', change.clientId)
      .returning(clientColumns)
      .executeTakeFirst();
    if (!row) throw notFound('This client');
    if (change.scopes) await narrowScopes(tx, change.clientId, change.scopes);
    return toClient(row as ClientRow);
  });
  ctx.forgetTokens();
  return client;
}

async function narrowScopes(tx: EntityManager, clientId: string, scopes: readonly string[]): Promise<void> {
  for (const table of ['connected_apps', 'oauth_grants', 'access_tokens']) {
    await sql`
      update ${sql.table(table)}
      set scopes = array(select scope from unnest(scopes) as scope where scope = any(${scopes}::text[]))
      where client_id = ${clientId} and not scopes <@ ${scopes}::text[]`.execute(tx.getKysely());
  }
  await announceTokenChange(tx);
}

/** Gives a client another secret; the one before stops to work at once. @throws DomainError FORBIDDEN, NOT_FOUND, BAD_USER_INPUT for a public one */
export async function rotateClientSecret(ctx: RequestContext, clientId: string): Promise<AddedClient> {
  requireAdmin(ctx);
  const client = await findClient(ctx.em, clientId);
  if (!client) throw notFound('This client');
  if (client.isPublic) throw badInput('clientId', 'is a public client, which has no secret');
  const clientSecret = newClientSecret();
  const row = await ctx.em
    .getKysely<AccountTables>()
    .updateTable('clients')
    .set({ secret_hash: hashOf(clientSecret) })
    .where('id', '=', clientId)
    .returning(clientColumns)
    .executeTakeFirstOrThrow();
  return { ...toClient(row as ClientRow), clientSecret };
}
