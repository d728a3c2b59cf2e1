import { sql, type RawBuilder } from 'kysely';
import type { DataAccess } from '../sharing/access.ts';
import { metrics, type MetricName } from './metrics.ts';
import type { Source } from './source.ts';

/** The sources that a person prefers for metrics, best first. */
export type PreferredSources = readonly (Source & { metric: MetricName })[];

/** Hours that may count, in SQL: rows with `hourColumns`, and a `device_id` for each of them, cheap to read. */
export interface CandidateHours {
  rows: RawBuilder<unknown>;
  deviceIds: RawBuilder<unknown>;
}

/** What is known of an hour `h`. */
export const hourColumns = sql`
  h.metric, h.local_date, h.hour, h.device_id, h.utc_offset_minutes, h.count, h.sum, h.min, h.max, h.covered_seconds`;

/**
 * SQL: the candidates that count. Of each hour only one device counts: the preferred one, else the one whose samples cover most of
 * it (a measurement of an instant stands for a second of it), else the one that was known first. Hours of devices that disagree about the offset may overlap, so they are compared by the
 * hour of UTC in which they start. Where there is only one device nothing is compared, which takes half the time.
 */
export function hoursThatCount(
  access: DataAccess,
  candidates: CandidateHours,
  preferred: PreferredSources,
): RawBuilder<unknown> {
  const ranked =
    preferred.length === 0
      ? sql`select h.*, null::int as rank from (${candidates.rows}) h`
      : sql`
        select h.*, r.rank from (${candidates.rows}) h
        left join (${ranks(access, preferred)}) r on r.metric = h.metric and r.device_id = h.device_id`;
  return sql`
    with devices as materialized (
      select min(device_id) is distinct from max(device_id) as are_many from (${candidates.deviceIds}) d
    )
    select h.* from (${ranked}) h where not (select are_many from devices)
    union all
    select ${hourColumns}, h.rank
    from (
      select h.*, first_value(h.device_id) over (
        partition by h.metric, date_bin('1 hour', h.hour, timestamptz 'epoch')
        order by h.rank, least(greatest(h.covered_seconds, h.count), 3600) desc, h.device_id
      ) as winner
      from (${ranked}) h
      where (select are_many from devices)
    ) h
    where h.device_id = h.winner`;
}

/** A device has the rank of the best preference that names it and a client that sent samples of the metric from it. */
const ranks = (access: DataAccess, preferred: PreferredSources) => sql`
  select p.metric, d.id as device_id, min(p.rank)::int as rank
  from unnest(
    ${preferred.map(({ metric }) => metrics[metric].code)}::int2[],
    ${preferred.map(({ clientId }) => clientId)}::text[],
    ${preferred.map(({ device }) => device)}::text[]
  ) with ordinality as p (metric, client_id, device, rank)
  join sample_devices d on d.owner_id = ${access.ownerId} and (p.device is null or p.device = d.name)
  join sample_origins o on o.owner_id = ${access.ownerId} and o.device_id = d.id and o.metric = p.metric
    and o.client_id is not distinct from p.client_id
  group by p.metric, d.id`;
