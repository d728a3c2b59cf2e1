import { sql } from 'kysely';
import { beforeAll, expect, test } from 'vitest';
import { closeOrm, openOrm, type Orm } from '../../src/platform/database/orm.ts';
import { createTestDatabase } from './test-database.ts';

let orm: Orm;
beforeAll(async () => {
  const database = await createTestDatabase();
  orm = await openOrm(database.url, [], 1);
  await orm.em.execute("create table things (name text); insert into things values ('one')");
  return async () => {
    await closeOrm(orm);
    await database.drop();
  };
});

const things = async (em = orm.em.fork()) =>
  (await sql`select * from things where name <> ${'none'}`.execute(em.getKysely())).rows;
const prepared = async () =>
  (
    await sql<{ times: number }>`select (generic_plans + custom_plans)::int as times from pg_prepared_statements
    where statement like ${'select * from things%'}`.execute(orm.em.getKysely())
  ).rows;

test('a statement with parameters is prepared once for a connection', async () => {
  for (let times = 0; times < 3; times += 1) expect(await things()).toEqual([{ name: 'one' }]);
  expect(await prepared()).toEqual([{ times: 3 }]);
});

test('a table that has got a column since is read with it, also by one who is in the middle of a transaction, at the second try', async () => {
  await orm.em.execute('alter table things add column size int');
  expect(await things()).toEqual([{ name: 'one', size: null }]);
  await orm.em.execute('alter table things add column colour text');
  const inTransaction = () => orm.em.fork().transactional((em) => things(em));
  await expect(inTransaction()).rejects.toThrow('cached plan');
  expect(await inTransaction()).toEqual([{ name: 'one', size: null, colour: null }]);
});
