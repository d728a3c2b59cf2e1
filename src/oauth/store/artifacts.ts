import type { EntityManager } from '@mikro-orm/postgresql';
import { sql } from 'kysely';
import { errors, type Adapter, type AdapterPayload } from 'oidc-provider';
import { hashOf } from '../../platform/secrets.ts';
import type { OauthTables } from '../oauth.entity.ts';
import { endGrant, type GrantEnd } from './grants.ts';

/**
 * Stands for the id in a stored payload: with the payload alone nobody has the code, the token or the interaction. JSON writes this
 * character only escaped, so no text of an app can be taken for it.
 */
const hole = '\u0001';

/** Interactions, authorization codes and refresh tokens. */
export function artifactStore(kind: string, end: GrantEnd): Adapter {
  const { newEm } = end;
  return {
    async upsert(id, payload, expiresIn = 0) {
      const text = JSON.stringify(payload).replaceAll(id, hole);
      const expiresAt = new Date(Date.now() + expiresIn * 1000).toISOString();
      const saved =
        payload.grantId === undefined
          ? await saveUnbound(newEm(), hashOf(id), kind, text, expiresAt)
          : await saveUnderGrant(newEm(), hashOf(id), kind, payload.grantId, text, expiresAt);
      if (!saved) throw new errors.InvalidGrant('grant not found');
    },

    async find(id) {
      const row = await newEm()
        .getKysely<OauthTables>()
        .selectFrom('oauth_artifacts')
        .select(['payload', 'consumed_at as consumedAt'])
        .where('hash', '=', hashOf(id))
        .where('kind', '=', kind)
        .executeTakeFirst();
      if (!row) return undefined;
      const payload = JSON.parse(row.payload.replaceAll(hole, id)) as AdapterPayload;
      return row.consumedAt === null ? payload : { ...payload, consumed: true };
    },

    /**
     * Of several who come with the same code or token only one consumes it. Whoever comes second may be a thief, or the owner after
     * a thief, so all that came of the grant ends (RFC 9700 §4.14.2, RFC 6749 §4.1.2).
     */
    async consume(id) {
      const db = newEm().getKysely<OauthTables>();
      const consumed = await db
        .updateTable('oauth_artifacts')
        .set({ consumed_at: new Date().toISOString() })
        .where('hash', '=', hashOf(id))
        .where('consumed_at', 'is', null)
        .executeTakeFirstOrThrow();
      if (consumed.numUpdatedRows === 1n) return;
      const row = await db
        .selectFrom('oauth_artifacts')
        .select('grant_id as grantId')
        .where('hash', '=', hashOf(id))
        .executeTakeFirst();
      if (row?.grantId) await endGrant(end, row.grantId);
      throw new errors.InvalidGrant('already used');
    },

    async destroy(id) {
      await newEm().getKysely<OauthTables>().deleteFrom('oauth_artifacts').where('hash', '=', hashOf(id)).execute();
    },

    revokeByGrantId: (grantId) => endGrant(end, grantId),
    findByUid: never,
    findByUserCode: never,
  };
}

/** Of sessions and device codes, which are not used. */
async function never(): Promise<undefined> {
  throw new Error('Only sessions and device codes are found by this.');
}

async function saveUnbound(em: EntityManager, hash: Buffer, kind: string, payload: string, expiresAt: string) {
  const { numInsertedOrUpdatedRows } = await em
    .getKysely<OauthTables>()
    .insertInto('oauth_artifacts')
    .values({ hash, kind, grant_id: null, payload, consumed_at: null, expires_at: expiresAt })
    .onConflict((clause) => clause.column('hash').doUpdateSet({ payload, expires_at: expiresAt }))
    .executeTakeFirstOrThrow();
  return numInsertedOrUpdatedRows === 1n;
}

/** Nothing is saved when the grant has ended; the lock makes an end that comes at the same time wait, and take this along. */
async function saveUnderGrant(
  em: EntityManager,
  hash: Buffer,
  kind: string,
  grantId: string,
  payload: string,
  expiresAt: string,
) {
  const { numAffectedRows } = await sql`
    insert into oauth_artifacts (hash, kind, grant_id, payload, consumed_at, expires_at)
    select ${hash}::bytea, ${kind}::text, g.id, ${payload}::text, null, ${expiresAt}::timestamptz
    from oauth_grants g where g.id = ${grantId} for key share`.execute(em.getKysely());
  return numAffectedRows === 1n;
}
