import type { Orm } from '../../src/platform/database/orm.ts';

export interface Asked {
  text: string;
  values: unknown[];
}

/** The statements with a certain text that are asked on connections of the pool from now on. */
export async function listenFor(orm: Orm, part: string): Promise<Asked[]> {
  const asked: Asked[] = [];
  const pool = await orm.em.getConnection().getNativeClient();
  const heard = new WeakSet<object>();
  pool.on('acquire', (client) => {
    if (heard.has(client)) return;
    heard.add(client);
    const wire = client as unknown as { query: (...given: unknown[]) => unknown };
    const query = wire.query.bind(client);
    wire.query = (...given) => {
      const [text, values] = given as [string, unknown[]];
      if (typeof text === 'string' && text.includes(part)) asked.push({ text, values });
      return query(...given);
    };
  });
  return asked;
}

/**
 * How many blocks a statement takes, as PostgreSQL counts them when it runs it again: what a plan costs shows here even where a test's few
 * rows are read in no time. By the plan that it has for any values, which is what a statement comes to that is prepared.
 */
export async function blocksOf(orm: Orm, { text, values }: Asked): Promise<number> {
  const pool = await orm.em.getConnection().getNativeClient();
  const client = await pool.connect();
  try {
    await client.query('set plan_cache_mode = force_generic_plan');
    const { rows } = await client.query(`explain (analyze, buffers, format json) ${text}`, values);
    const [{ Plan: plan }] = rows[0]['QUERY PLAN'];
    return Number(plan['Shared Hit Blocks']) + Number(plan['Shared Read Blocks']);
  } finally {
    await client.query('reset plan_cache_mode');
    client.release();
  }
}
