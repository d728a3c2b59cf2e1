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
    name: p.text(),
    /** `null` for a public client. */
    secretHash: p.text().nullable(),
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
    scopes: textArray(),
    createdAt: instant(),
    expiresAt: instant(),
    revokedAt: instant().nullable(),
  },
});

export type AccountTables = InferKyselyDB<
  typeof OrganisationEntity | typeof UserEntity | typeof ClientEntity | typeof AccessTokenEntity
>;
