import type { EntityManager } from '@mikro-orm/postgresql';
import { sql } from 'kysely';
import type { z } from 'zod';
import { requireScope, type RequestContext } from '../platform/context.ts';
import { isoOf } from '../platform/instant.ts';
import { validate } from '../platform/validate.ts';
import { metrics } from './metrics.ts';
import { sampleDeletion } from './sample-range.input.ts';
import { coverageOf, hourOf, sumsOf } from './sample.write.ts';

/** The hours that lost samples, column by column. */
interface Hours {
  local_date: string[];
  hour: string[];
  device_id: number[];
  utc_offset_minutes: number[];
  samples: number;
}

/**
 * Deletes the viewer's samples that start in [from, to), of one device or of all.
 * @returns how many there were
 * @throws DomainError FORBIDDEN without `samples:write`, BAD_USER_INPUT
 */
export async function deleteSamples(ctx: RequestContext, input: z.input<typeof sampleDeletion>): Promise<number> {
  const viewer = requireScope(ctx, 'samples:write');
  const { metric, from, to, device } = validate(sampleDeletion, input);
  const { code } = metrics[metric];
  return ctx.em.transactional(async (em) => {
    // Two deletions of one person would lock the same rows in orders of their own.
    await sql`select pg_advisory_xact_lock(hashtextextended(${viewer.userId}, 0))`.execute(em.getKysely());
    const { rows } = await sql<Hours>`
      with gone as (
        delete from samples s
        where s.owner_id = ${viewer.userId} and s.metric = ${code}
          and s.started_at >= ${isoOf(from)}::timestamptz and s.started_at < ${isoOf(to)}::timestamptz
          ${device == null ? sql`` : sql`and s.device_id in (select d.id from sample_devices d where d.owner_id = ${viewer.userId} and d.name = ${device})`}
        returning s.local_date, ${hourOf('s.started_at', 's.utc_offset_minutes')} as hour, s.device_id, s.utc_offset_minutes
      ), hours as (
        select local_date, hour, device_id, utc_offset_minutes, count(*) as samples
        from gone group by local_date, hour, device_id, utc_offset_minutes
      )
      select coalesce(array_agg(local_date::text), '{}') as local_date, coalesce(array_agg(hour::text), '{}') as hour,
        coalesce(array_agg(device_id), '{}') as device_id, coalesce(array_agg(utc_offset_minutes::int4), '{}') as utc_offset_minutes,
        coalesce(sum(samples), 0)::float8 as samples
      from hours`.execute(em.getKysely());
    const hours = rows[0] as Hours;
    if (hours.samples > 0) await addUpAgain(em, viewer.userId, code, hours);
    return hours.samples;
  });
}

/**
 * Adds up what is left in the hours. They are locked first, and read by a statement of their own: whoever inserted before is then
 * seen, and whoever inserts meanwhile waits at the hour to add to the new sum.
 */
async function addUpAgain(em: EntityManager, ownerId: string, metric: number, hours: Hours): Promise<void> {
  const touched = sql`
    unnest(${hours.local_date}::date[], ${hours.hour}::timestamptz[], ${hours.device_id}::int4[], ${hours.utc_offset_minutes}::int2[])
      as t (local_date, hour, device_id, utc_offset_minutes)`;
  const same = sql`h.owner_id = ${ownerId} and h.metric = ${metric} and h.local_date = t.local_date and h.hour = t.hour
    and h.device_id = t.device_id and h.utc_offset_minutes = t.utc_offset_minutes`;
  await sql`
    select from ${touched} join sample_hours h on ${same}
    order by h.local_date, h.hour, h.device_id, h.utc_offset_minutes
    for update of h`.execute(em.getKysely());
  await sql`
    with touched as (select * from ${touched}), left_over as (
      select t.local_date, t.hour, t.device_id, t.utc_offset_minutes, sums.*
      from touched t
      cross join lateral (
        select ${sumsOf('s', true)}, ${coverageOf('s', 't.hour')}
        from samples s
        join sample_origins o on o.owner_id = ${ownerId} and o.id = s.origin_id
        where s.owner_id = ${ownerId} and s.metric = ${metric} and s.device_id = t.device_id
          and s.started_at >= t.hour and s.started_at < t.hour + interval '1 hour'
          and s.utc_offset_minutes = t.utc_offset_minutes
      ) as sums (count, sum, min, max, covered_seconds)
    ), changed as (
      update sample_hours h
      set count = t.count, sum = t.sum, min = t.min, max = t.max, covered_seconds = t.covered_seconds
      from left_over t
      where ${same} and t.count > 0
    )
    delete from sample_hours h using left_over t where ${same} and t.count = 0`.execute(em.getKysely());
}
