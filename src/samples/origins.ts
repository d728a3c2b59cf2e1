import type { EntityManager } from '@mikro-orm/postgresql';
import { sql } from 'kysely';
import type { Viewer } from '../platform/context.ts';
import type { OriginDraft } from './sample.input.ts';

/** SQL: the drafts as rows `w`, numbered from 1. */
const draftRows = (drafts: readonly OriginDraft[]) => sql`
  unnest(
    ${drafts.map(({ device }) => device)}::text[],
    ${drafts.map(({ deviceVersion }) => deviceVersion)}::text[],
    ${drafts.map(({ unit }) => unit)}::text[],
    ${drafts.map(({ factor }) => factor)}::float8[]
  ) with ordinality as w (name, version, unit, factor, number)`;

/** SQL: the origins that exist of those drafts: number of the draft, id, device_id, factor. */
export const knownOrigins = (viewer: Viewer, metric: number, drafts: readonly OriginDraft[]) => sql`
  select w.number, o.id, o.device_id, o.factor
  from ${draftRows(drafts)}
  join sample_devices d on d.owner_id = ${viewer.userId} and d.name = w.name
  join sample_origins o on o.owner_id = ${viewer.userId} and o.device_id = d.id and o.metric = ${metric}
    and o.client_id is not distinct from ${viewer.clientId}::text
    and o.device_version is not distinct from w.version and o.unit = w.unit`;

/** Makes the origins that do not exist yet. The updates change nothing: they wait for whoever makes the same at the same moment. */
export async function makeOrigins(
  em: EntityManager,
  viewer: Viewer,
  metric: number,
  drafts: readonly OriginDraft[],
): Promise<void> {
  await sql`
    with wanted as (
      select * from ${draftRows(drafts)}
    ), devices as (
      insert into sample_devices (owner_id, name)
      select distinct ${viewer.userId}::uuid, name from wanted
      order by name
      on conflict (owner_id, name) do update set name = excluded.name
      returning id, name
    )
    insert into sample_origins (owner_id, device_id, metric, client_id, device_version, unit, factor)
    select ${viewer.userId}::uuid, d.id, ${metric}::int2, ${viewer.clientId}::text, w.version, w.unit, w.factor
    from wanted w
    join devices d on d.name = w.name
    order by d.id, w.version, w.unit
    on conflict (owner_id, device_id, metric, client_id, device_version, unit) do update set factor = excluded.factor`.execute(
    em.getKysely(),
  );
}
