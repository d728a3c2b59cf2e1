import { defineEntity, p, type InferKyselyDB } from '@mikro-orm/postgresql';
import { bytes, instant, textArray } from '../platform/database/columns.ts';

/** One authorization of one app: all codes and tokens that come of it end with this row. */
export const GrantEntity = defineEntity({
  name: 'OauthGrant',
  tableName: 'oauth_grants',
  properties: {
    id: p.uuid().primary(),
    userId: p.uuid(),
    clientId: p.text(),
    scopes: textArray(),
    createdAt: instant(),
  },
});

/** An interaction under way, an authorization code or a refresh token, as the authorization server has it. */
export const ArtifactEntity = defineEntity({
  name: 'OauthArtifact',
  tableName: 'oauth_artifacts',
  properties: {
    /** SHA-256 of the id, which for codes and tokens is the secret itself. */
    hash: bytes().primary(),
    kind: p.text(),
    grantId: p.uuid().nullable(),
    /** JSON in which the id is left out. */
    payload: p.text(),
    consumedAt: instant().nullable(),
    expiresAt: instant(),
  },
});

/** How often something was tried; kept by the limiter's library. */
export const RateLimitEntity = defineEntity({
  name: 'RateLimit',
  tableName: 'rate_limits',
  properties: {
    key: p.text().primary(),
    points: p.integer(),
    expire: p.bigint('number').columnType('int8').nullable(),
  },
});

export type OauthTables = InferKyselyDB<typeof GrantEntity | typeof ArtifactEntity | typeof RateLimitEntity>;
