import { sql } from 'kysely';
import type { TestGateway } from '../gateway/test-gateway.ts';

/** All rows of all tables as text, as someone sees them who got hold of a backup. */
export async function databaseDump({ orm }: TestGateway): Promise<string> {
  const db = orm.em.fork().getKysely();
  const { rows: tables } = await sql<{ name: string }>`
    select table_name as name from information_schema.tables where table_schema = 'public'`.execute(db);
  const texts = [];
  for (const { name } of tables) {
    const { rows } = await sql<{ text: string }>`select t::text as text from ${sql.table(name)} t`.execute(db);
    texts.push(`${name}\n${rows.map(({ text }) => text).join('\n')}`);
  }
  return texts.join('\n');
}

/** A secret in the forms in which a column could hold it: as it is, without its prefix, and encoded. */
export const formsOf = (secret: string): string[] => [
  secret,
  secret.replace(/^vg_[a-z]+_/, ''),
  Buffer.from(secret).toString('hex'),
  Buffer.from(secret).toString('base64').replace(/=+$/, ''),
];
