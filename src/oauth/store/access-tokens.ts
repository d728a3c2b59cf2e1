import { sql } from 'kysely';
import { errors, type Adapter } from 'oidc-provider';
import type { AccountTables } from '../../accounts/accounts.entity.ts';
import { newId } from '../../platform/ids.ts';
import { hashOf } from '../../platform/secrets.ts';
import { endGrant, type GrantEnd } from './grants.ts';

/** Access tokens lie in the same table as those that people make themselves, where the bearer check finds them all. */
export function accessTokenStore(end: GrantEnd): Adapter {
  const absent = async () => undefined;
  return {
    async upsert(token, { accountId = '', clientId = '', grantId = '', scope = '' }, expiresIn = 0) {
      const now = Date.now();
      // The lock makes an end of the grant that comes at the same time wait, and take this along.
      const { numAffectedRows } = await sql`
        insert into access_tokens (hash, id, user_id, client_id, grant_id, scopes, created_at, expires_at)
        select ${hashOf(token)}::bytea, ${newId()}::uuid, ${accountId}::uuid, ${clientId}::text, g.id,
          ${scope.split(' ').filter(Boolean)}::text[], ${new Date(now).toISOString()}::timestamptz,
          ${new Date(now + expiresIn * 1000).toISOString()}::timestamptz
        from oauth_grants g where g.id = ${grantId} for key share`.execute(end.newEm().getKysely());
      if (numAffectedRows !== 1n) throw new errors.InvalidGrant('grant not found');
    },

    async find(token) {
      const row = await end
        .newEm()
        .getKysely<AccountTables>()
        .selectFrom('access_tokens')
        .selectAll()
        .where('hash', '=', hashOf(token))
        .where('grant_id', 'is not', null)
        .where('revoked_at', 'is', null)
        .executeTakeFirst();
      if (!row?.grant_id || row.client_id === null) return undefined;
      return {
        kind: 'AccessToken',
        format: 'opaque',
        jti: token,
        accountId: row.user_id,
        clientId: row.client_id,
        grantId: row.grant_id,
        scope: row.scopes.join(' '),
        iat: Math.floor(Date.parse(row.created_at) / 1000),
        exp: Math.floor(Date.parse(row.expires_at) / 1000),
      };
    },

    async destroy(token) {
      await end
        .newEm()
        .getKysely<AccountTables>()
        .deleteFrom('access_tokens')
        .where('hash', '=', hashOf(token))
        .where('grant_id', 'is not', null)
        .execute();
    },

    revokeByGrantId: (grantId) => endGrant(end, grantId),
    consume: absent,
    findByUid: absent,
    findByUserCode: absent,
  };
}
