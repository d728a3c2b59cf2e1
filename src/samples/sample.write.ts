import type { EntityManager } from '@mikro-orm/postgresql';
import { sql } from 'kysely';
import type { Viewer } from '../platform/context.ts';
import { plainArray } from '../platform/database/plain-array.ts';
import { knownOrigins } from './origins.ts';
import type { SampleColumns } from './sample.input.ts';

/** The hour of the local clock that an instant lies in, aligned to the clock's offset. */
export const hourOf = (at: string, offset: string) =>
  sql.raw(`date_bin('1 hour', ${at}, timestamptz 'epoch' - ${offset} * interval '1 minute')`);

/**
 * Inserts samples of one metric and adds those that are new to their hours, in one statement. A sample that is there stays as it is.
 * The rows go in the order of their key, which is what keeps parallel batches from deadlocks.
 * @returns how many were new; `undefined` when nothing was inserted, since an origin is not known yet
 */
export async function insertSamples(
  em: EntityManager,
  viewer: Viewer,
  metric: number,
  samples: SampleColumns,
  utcOffsetMinutes: readonly number[],
): Promise<number | undefined> {
  const lengthsMs = samples.endedAtMs.map((end, index) => end - (samples.startedAtMs[index] as number));
  const isLong = lengthsMs.some((length) => length > 0);
  const isScaled = samples.origins.some(({ factor }) => factor !== 1);
  const { rows } = await sql<{ origins: number; inserted: number }>`
    with origins as materialized (
      ${knownOrigins(viewer, metric, samples.origins)}
    ), ins as (
      insert into samples
        (owner_id, started_at, ended_at, value, device_id, origin_id, local_date, metric, utc_offset_minutes)
      select ${viewer.userId}, s.started_at, s.ended_at, s.value, s.device_id, s.origin_id,
        s.local_date, ${metric}, s.utc_offset_minutes
      from (
        select to_timestamp(started_ms / 1000) as started_at, to_timestamp((started_ms + length_ms) / 1000) as ended_at, value,
          o.device_id, o.id as origin_id, utc_offset_minutes, given.number,
          date 'epoch' + floor((started_ms + utc_offset_minutes * 60000) / 86400000)::int4 as local_date
        from unnest(
          ${plainArray(samples.startedAtMs)}::float8[], ${plainArray(lengthsMs)}::float8[], ${plainArray(samples.values)}::float8[],
          ${plainArray(samples.origin)}::int2[], ${plainArray(utcOffsetMinutes)}::int2[]
        ) with ordinality as given (started_ms, length_ms, value, origin, utc_offset_minutes, number)
        join origins o on o.number = given.origin + 1
      ) s
      where (select count(*) from origins) = ${samples.origins.length}
      order by s.started_at, s.device_id, s.number
      on conflict do nothing
      returning started_at, ended_at, value, device_id, origin_id, local_date, utc_offset_minutes
    ), roll as (
      insert into sample_hours as h
        (owner_id, metric, local_date, hour, device_id, utc_offset_minutes, count, sum, min, max, covered_seconds)
      select ${viewer.userId}, ${metric}, i.local_date, i.hour, i.device_id, i.utc_offset_minutes,
        ${sumsOf('i', isScaled)}, ${isLong ? coverageOf('i', 'i.hour') : sql`0`}
      from (select *, ${hourOf('started_at', 'utc_offset_minutes')} as hour from ins) i
      ${isScaled ? sql`join origins o on o.id = i.origin_id` : sql``}
      group by i.local_date, i.hour, i.device_id, i.utc_offset_minutes
      order by i.local_date, i.hour, i.device_id, i.utc_offset_minutes
      on conflict (owner_id, metric, local_date, hour, device_id, utc_offset_minutes) do update set
        count = h.count + excluded.count,
        sum = h.sum + excluded.sum,
        min = least(h.min, excluded.min),
        max = greatest(h.max, excluded.max),
        covered_seconds = h.covered_seconds + excluded.covered_seconds
    )
    select (select count(*) from origins) as origins, (select count(*) from ins) as inserted`.execute(em.getKysely());
  const { origins, inserted } = rows[0] ?? { origins: 0, inserted: 0 };
  return origins === samples.origins.length ? inserted : undefined;
}

/**
 * What an hour says of its samples `s`: count, sum, min, max.
 * @param isScaled whether some values have a unit of their own: then the samples come with their origins `o`
 */
export function sumsOf(s: string, isScaled: boolean) {
  const value = isScaled ? `${s}.value * o.factor` : `${s}.value`;
  return sql.raw(`count(*), sum(${value}), min(${value}), max(${value})`);
}

/** The seconds of an hour that its samples `s` cover. What reaches over its end is not counted; what overlaps is counted twice. */
export const coverageOf = (s: string, hour: string) =>
  sql.raw(`sum(date_part('epoch', least(${s}.ended_at, ${hour} + interval '1 hour') - ${s}.started_at))`);
