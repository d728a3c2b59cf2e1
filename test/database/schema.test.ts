import { expect, test } from 'vitest';
import { sql } from 'kysely';
import { useGateway } from '../gateway/test-gateway.ts';

const gateway = useGateway();

interface Column {
  table: string;
  column: string;
  type: string;
  nullable: boolean;
}

/** PostgreSQL's short names for the types that entities write out. */
const shortName: Record<string, string> = {
  'double precision': 'float8',
  'double precision[]': '_float8',
  'text[]': '_text',
  boolean: 'bool',
};
const shortType = (type: string) =>
  shortName[type] ??
  type
    .replace(/\(\d+\)$/, '')
    .replace('smallint', 'int2')
    .replace('bigint', 'int8')
    .replace(/^(int|integer)$/, 'int4');

async function storedColumns(): Promise<Column[]> {
  const result = await sql<Column>`
    select table_name as "table", column_name as "column", udt_name as type, is_nullable = 'YES' as nullable
    from information_schema.columns
    where table_schema = 'public' and table_name <> 'mikro_orm_migrations'
    order by table_name, column_name collate "C"`.execute(gateway.orm.em.fork().getKysely());
  return result.rows;
}

function declaredColumns(): Column[] {
  return [...gateway.orm.getMetadata().getAll().values()]
    .flatMap((entity) =>
      entity.props.map((property) => ({
        table: entity.tableName,
        column: property.fieldNames[0] as string,
        type: shortType(property.columnTypes[0] as string),
        nullable: property.nullable ?? false,
      })),
    )
    .sort((a, b) => (`${a.table}.${a.column}` < `${b.table}.${b.column}` ? -1 : 1));
}

test('the entities declare exactly the columns that the migrations make', async () => {
  expect(declaredColumns()).toEqual(await storedColumns());
});

test('every key of a health table starts with its owner, one of what a viewer arranges with the viewer, so that they can be distributed', async () => {
  const small = ['users', 'organisations', 'clients', 'shares', 'share_invitations', 'mikro_orm_migrations'];
  // What people allowed, and what signs them in: no health data.
  const oauth = ['connected_apps', 'oauth_grants', 'oauth_artifacts', 'access_tokens'];
  const others = [...small, ...oauth, 'browser_sessions', 'server_secrets', 'rate_limits'];
  const result = await sql<{ table: string; first: string }>`
    select c.relname as "table", a.attname as first
    from pg_index i
    join pg_class c on c.oid = i.indrelid
    join pg_attribute a on a.attrelid = c.oid and a.attnum = i.indkey[0]
    where i.indisunique and c.relnamespace = 'public'::regnamespace and c.relname <> all(${others}::text[])`.execute(
    gateway.orm.em.fork().getKysely(),
  );
  expect(result.rows.length).toBeGreaterThan(5);
  const viewers = /^(dashboard|blocked_people|notification)/;
  expect(result.rows.filter(({ table, first }) => first !== (viewers.test(table) ? 'viewer_id' : 'owner_id'))).toEqual(
    [],
  );
});
