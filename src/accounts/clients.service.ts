import { randomBytes } from 'node:crypto';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { z } from 'zod';
import { conflict } from '../platform/errors.ts';
import { validate } from '../platform/validate.ts';
import type { AccountTables } from './accounts.entity.ts';
import { newClient } from './accounts.input.ts';
import { hashPassword } from './passwords.ts';

export interface AddedClient {
  clientId: string;
  /** Shown this once; `null` for a public client, which has none. */
  clientSecret: string | null;
}

/** Registers an app that may ask people for access. @throws DomainError BAD_USER_INPUT, CONFLICT when the id is taken */
export async function addClient(em: EntityManager, input: z.input<typeof newClient>, now: Date): Promise<AddedClient> {
  const draft = validate(newClient, input);
  const clientId = draft.id ?? `vg_cl_${randomBytes(12).toString('base64url')}`;
  const clientSecret = draft.isPublic ? null : `vg_cs_${randomBytes(32).toString('base64url')}`;
  const added = await em
    .getKysely<AccountTables>()
    .insertInto('clients')
    .values({
      id: clientId,
      name: draft.name,
      secret_hash: clientSecret && (await hashPassword(clientSecret)),
      scopes: draft.scopes,
      redirect_uris: draft.redirectUris,
      profile: draft.profile,
      created_at: now.toISOString(),
    })
    .onConflict((clause) => clause.doNothing())
    .executeTakeFirst();
  if (added.numInsertedOrUpdatedRows === 0n)
    throw conflict('A client with this id exists already.', { id: ['is taken'] });
  return { clientId, clientSecret };
}
