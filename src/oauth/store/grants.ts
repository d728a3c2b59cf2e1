import type { EntityManager } from '@mikro-orm/postgresql';
import { sql } from 'kysely';
import { errors, type Adapter } from 'oidc-provider';
import { announceTokenChange } from '../../accounts/token-changes.ts';
import type { OauthTables } from '../oauth.entity.ts';

/** What the end of a grant needs: the database, and this process' own memory of tokens. */
export interface GrantEnd {
  newEm: () => EntityManager;
  forgetTokens: () => void;
}

/** A grant ends by hand, by reuse of a token, or when its last token has expired, never by itself: this only has to be a time. */
export const grantLifetimeSeconds = 100 * 365 * 86_400;

/** Ends all that came of one authorization. It may have ended already. */
export async function endGrant({ newEm, forgetTokens }: GrantEnd, grantId: string): Promise<void> {
  await newEm().transactional(async (tx) => {
    const { numDeletedRows } = await tx
      .getKysely<OauthTables>()
      .deleteFrom('oauth_grants')
      .where('id', '=', grantId)
      .executeTakeFirstOrThrow();
    if (numDeletedRows > 0n) await announceTokenChange(tx);
  });
  forgetTokens();
}

/** Grants, under the app that the person connected. */
export function grantStore(end: GrantEnd): Adapter {
  const absent = async () => undefined;
  return {
    async upsert(id, { accountId = '', clientId = '', openid, iat = 0 }) {
      const scopes = (openid as { scope?: string } | undefined)?.scope?.split(' ') ?? [];
      // Whoever disconnects the app at the same time waits for this, and takes it along.
      const { numAffectedRows } = await sql`
        insert into oauth_grants (id, user_id, client_id, scopes, created_at)
        select ${id}::uuid, c.user_id, c.client_id, ${scopes}::text[], ${new Date(iat * 1000).toISOString()}::timestamptz
        from connected_apps c where c.user_id = ${accountId} and c.client_id = ${clientId}
        for key share`.execute(end.newEm().getKysely());
      if (numAffectedRows !== 1n) throw new errors.InvalidGrant('the app is not connected');
    },

    async find(id) {
      const row = await end
        .newEm()
        .getKysely<OauthTables>()
        .selectFrom('oauth_grants')
        .selectAll()
        .where('id', '=', id)
        .executeTakeFirst();
      if (!row) return undefined;
      const iat = Math.floor(Date.parse(row.created_at) / 1000);
      return {
        kind: 'Grant',
        jti: id,
        accountId: row.user_id,
        clientId: row.client_id,
        openid: { scope: row.scopes.join(' ') },
        iat,
        exp: iat + grantLifetimeSeconds,
      };
    },

    destroy: (id) => endGrant(end, id),
    revokeByGrantId: (grantId) => endGrant(end, grantId),
    consume: absent,
    findByUid: absent,
    findByUserCode: absent,
  };
}
