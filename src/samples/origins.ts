import { sql } from 'kysely';
import type { RequestContext, Viewer } from '../platform/context.ts';
import type { OriginDraft } from './sample.input.ts';

export interface Origin {
  id: number;
  deviceId: number;
}

/**
 * The ids of what samples come from, in the order of the drafts; made where they are new. One statement, and another only when
 * someone else made the same at the same moment: it then finds what they made, since nothing deletes origins.
 */
export async function originsOf(
  ctx: RequestContext,
  viewer: Viewer,
  metric: number,
  drafts: readonly OriginDraft[],
): Promise<Origin[]> {
  for (;;) {
    const { rows } = await sql<{ id: number; device_id: number; number: number }>`
      with wanted as (
        select name, version, unit, factor, number
        from unnest(
          ${drafts.map(({ device }) => device)}::text[],
          ${drafts.map(({ deviceVersion }) => deviceVersion)}::text[],
          ${drafts.map(({ unit }) => unit)}::text[],
          ${drafts.map(({ factor }) => factor)}::float8[]
        ) with ordinality as w (name, version, unit, factor, number)
      ), known_devices as (
        select d.id, d.name from sample_devices d
        where d.owner_id = ${viewer.userId} and d.name in (select name from wanted)
      ), new_devices as (
        insert into sample_devices (owner_id, name)
        select distinct ${viewer.userId}::uuid, w.name from wanted w
        where w.name not in (select name from known_devices)
        order by w.name
        on conflict do nothing
        returning id, name
      ), devices as (
        select id, name from known_devices union all select id, name from new_devices
      ), known as (
        select o.id, o.device_id, w.number
        from wanted w
        join devices d on d.name = w.name
        join sample_origins o on o.owner_id = ${viewer.userId} and o.device_id = d.id
          and o.metric = ${metric}
          and o.client_id is not distinct from ${viewer.clientId}::text
          and o.device_version is not distinct from w.version and o.unit = w.unit
      ), made as (
        insert into sample_origins (owner_id, device_id, metric, client_id, device_version, unit, factor)
        select ${viewer.userId}::uuid, d.id, ${metric}::int2, ${viewer.clientId}::text, w.version, w.unit, w.factor
        from wanted w
        join devices d on d.name = w.name
        where w.number not in (select number from known)
        order by d.id, w.version, w.unit
        on conflict do nothing
        returning id, device_id, device_version, unit
      )
      select id, device_id, number from known
      union all
      select m.id, m.device_id, w.number
      from made m
      join devices d on d.id = m.device_id
      join wanted w on w.name = d.name and w.version is not distinct from m.device_version
        and w.unit = m.unit
      order by number`.execute(ctx.em.getKysely());
    if (rows.length === drafts.length) return rows.map(({ id, device_id }) => ({ id, deviceId: device_id }));
  }
}
