import { defineEntity, p, type InferKyselyDB } from '@mikro-orm/postgresql';
import { bytes, instant, textArray } from '../platform/database/columns.ts';

export const OrganisationEntity = defineEntity({
  name: 'Organisation',
  tableName: 'organisations',
  properties: {
    id: p.uuid().primary(),
    name: p.text(),
    createdAt: instant(),
  },
});

export const UserEntity = defineEntity({
  name: 'User',
  tableName: 'users',
  properties: {
    id: p.uuid().primary(),
    /** Random and unique, for dialects whose ids are integers. */
    number: p.integer(),
    organisationId: p.uuid(),
    /** As the person wrote it. */
    email: p.text(),
    /** The address without regard to case: what makes it unique. */
    emailKey: p.text(),
    name: p.text().nullable(),
    image: p.text().nullable(),
    timezone: p.text(),
    passwordHash: p.text(),
    isAdmin: p.boolean(),
    createdAt: instant(),
    updatedAt: instant(),
  },
});

export const ClientEntity = defineEntity({
  name: 'Client',
  tableName: 'clients',
  properties: {
    id: p.text().primary(),
    /** What its id in GraphQL is made of; apps know only the other. */
    uid: p.uuid(),
    name: p.text(),
    /** SHA-256 of the secret; `null` for a public client. */
    secretHash: bytes().nullable(),
    scopes: textArray(),
    redirectUris: textArray(),
    profile: p.text(),
    createdAt: instant(),
  },
});

export const AccessTokenEntity = defineEntity({
  name: 'AccessToken',
  tableName: 'access_tokens',
  properties: {
    hash: bytes().primary(),
    id: p.uuid(),
    userId: p.uuid(),
    clientId: p.text().nullable(),
    /** The grant by which an app got it; `null` for a token that the person or the operator made. */
    grantId: p.uuid().nullable(),
    /** What the person calls it. */
    name: p.text().nullable(),
    scopes: textArray(),
    createdAt: instant(),
    expiresAt: instant(),
    revokedAt: instant().nullable(),
    /** Kept to the minute. */
    lastUsedAt: instant().nullable(),
  },
});

/** What a person allowed an app. Without this row no grant of the two can be: deleting it ends them all, with their tokens. */
export const ConnectedAppEntity = defineEntity({
  name: 'ConnectedApp',
  tableName: 'connected_apps',
  properties: {
    userId: p.uuid().primary(),
    clientId: p.text().primary(),
    scopes: textArray(),
    connectedAt: instant(),
    /** Kept to the minute. */
    lastUsedAt: instant().nullable(),
  },
});

/** Someone signed in with a browser. */
export const BrowserSessionEntity = defineEntity({
  name: 'BrowserSession',
  tableName: 'browser_sessions',
  properties: {
    hash: bytes().primary(),
    userId: p.uuid(),
    signedInAt: instant(),
    expiresAt: instant(),
  },
});

export type AccountTables = InferKyselyDB<
  | typeof OrganisationEntity
  | typeof UserEntity
  | typeof ClientEntity
  | typeof AccessTokenEntity
  | typeof ConnectedAppEntity
  | typeof BrowserSessionEntity
>;
