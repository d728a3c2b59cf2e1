import type { EntityManager } from '@mikro-orm/postgresql';
import { sql } from 'kysely';
import type { Origin } from './origins.ts';
import type { SampleColumns } from './sample.input.ts';

/** The hour of the local clock that an instant lies in, aligned to the clock's offset. */
export const hourOf = (at: string, offset: string) =>
  sql.raw(`date_bin('1 hour', ${at}, timestamptz 'epoch' - ${offset} * interval '1 minute')`);

/**
 * Inserts samples of one metric and adds those that are new to their hours, in one statement. A sample that is there stays as it is.
 * The rows go in the order of their key, which is what keeps parallel batches from deadlocks.
 * @returns how many were new
 */
export async function insertSamples(
  em: EntityManager,
  ownerId: string,
  metric: number,
  samples: SampleColumns,
  utcOffsetMinutes: readonly number[],
  origins: readonly Origin[],
): Promise<number> {
  const originOf = (of: keyof Origin) => arrayText(samples.origin.map((index) => origins[index]?.[of] as number));
  const { rows } = await sql<{ inserted: number }>`
    with ins as (
      insert into samples
        (owner_id, started_at, ended_at, value, device_id, origin_id, local_date, metric, utc_offset_minutes)
      select ${ownerId}, s.started_at, s.ended_at, s.value, s.device_id, s.origin_id,
        (s.started_at at time zone 'UTC' + s.utc_offset_minutes * interval '1 minute')::date, ${metric}, s.utc_offset_minutes
      from (
        select to_timestamp(started_ms / 1000) as started_at, to_timestamp(ended_ms / 1000) as ended_at, value,
          device_id, origin_id, utc_offset_minutes, number
        from unnest(
          ${arrayText(samples.startedAtMs)}::float8[], ${arrayText(samples.endedAtMs)}::float8[],
          ${arrayText(samples.values)}::float8[], ${originOf('deviceId')}::int4[], ${originOf('id')}::int4[],
          ${arrayText(utcOffsetMinutes)}::int2[]
        ) with ordinality as given (started_ms, ended_ms, value, device_id, origin_id, utc_offset_minutes, number)
      ) s
      order by s.started_at, s.device_id, s.number
      on conflict do nothing
      returning started_at, ended_at, value, device_id, origin_id, local_date, utc_offset_minutes
    ), roll as (
      insert into sample_hours as h
        (owner_id, metric, local_date, hour, device_id, utc_offset_minutes, count, sum, min, max, covered_seconds)
      select ${ownerId}, ${metric}, i.local_date, ${hourOf('i.started_at', 'i.utc_offset_minutes')} as hour, i.device_id,
        i.utc_offset_minutes, ${sumsOf('i')}
      from ins i
      join sample_origins o on o.owner_id = ${ownerId} and o.id = i.origin_id
      group by i.local_date, hour, i.device_id, i.utc_offset_minutes
      order by i.local_date, hour, i.device_id, i.utc_offset_minutes
      on conflict (owner_id, metric, local_date, hour, device_id, utc_offset_minutes) do update set
        count = h.count + excluded.count,
        sum = h.sum + excluded.sum,
        min = least(h.min, excluded.min),
        max = greatest(h.max, excluded.max),
        covered_seconds = h.covered_seconds + excluded.covered_seconds
    )
    select count(*) as inserted from ins`.execute(em.getKysely());
  return rows[0]?.inserted ?? 0;
}

/** What an hour says of its samples (`s`) with their origins (`o`): count, sum, min, max, covered seconds. */
export const sumsOf = (s: string) =>
  sql.raw(`count(*), sum(${s}.value * o.factor), min(${s}.value * o.factor), max(${s}.value * o.factor),
    sum(extract(epoch from ${s}.ended_at - ${s}.started_at))`);

/** PostgreSQL's text of an array of numbers; the driver would look at each number for longer. */
const arrayText = (values: readonly number[]): string => `{${values.join(',')}}`;
