import { expect, test, vi } from 'vitest';
import { closeOrm, openOrm } from '../../src/platform/database/orm.ts';
import { createTestDatabase } from './test-database.ts';

test('statements whose connection is just being made, or that wait for one, are answered, and do not hold up the end', async () => {
  const database = await createTestDatabase();
  const orm = await openOrm(database.url, [], 2);
  const pool = await orm.em.getConnection().getNativeClient();
  const asked = Promise.all(
    Array.from({ length: 4 }, () => orm.em.fork().execute<{ one: number }[]>('select 1 as one')),
  );
  await vi.waitUntil(() => pool.waitingCount > 0, { interval: 0 });
  await closeOrm(orm);
  expect(await asked).toEqual(Array.from({ length: 4 }, () => [{ one: 1 }]));
  expect(pool.totalCount).toBe(0);
  await database.drop();
});
