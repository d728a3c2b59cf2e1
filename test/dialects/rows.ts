import type { TestGateway } from '../gateway/test-gateway.ts';

/** How many rows each table of a gateway has. */
export async function rowsIn(gateway: TestGateway): Promise<Record<string, number>> {
  const em = gateway.orm.em.fork();
  const tables = await em.execute<{ name: string }[]>(
    `select relname as name from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace order by 1`,
  );
  const counts = tables.map(({ name }) => `select '${name}' as name, count(*)::int as rows from "${name}"`);
  const rows = await em.execute<{ name: string; rows: number }[]>(counts.join(' union all '));
  return Object.fromEntries(rows.map(({ name, rows }) => [name, rows]));
}
