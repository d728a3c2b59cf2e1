import { defineEntity, p, type InferKyselyDB } from '@mikro-orm/postgresql';
import { instant } from './database/columns.ts';

/** A secret that all processes share. */
export const ServerSecretEntity = defineEntity({
  name: 'ServerSecret',
  tableName: 'server_secrets',
  properties: {
    name: p.text().primary(),
    value: p.text(),
    createdAt: instant(),
  },
});

export type ServerSecretTables = InferKyselyDB<typeof ServerSecretEntity>;
