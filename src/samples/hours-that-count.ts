import { sql, type RawBuilder } from 'kysely';
import type { DataAccess } from '../sharing/access.ts';
import { metrics, type MetricName } from './metrics.ts';
import type { Source } from './source.ts';

/** The sources that a person prefers for metrics, best first. */
export type PreferredSources = readonly (Source & { metric: MetricName })[];

/** Hours that may count, in SQL: rows with `hourColumns`, and a `device_id` for each of them, cheap to read. */
export interface CandidateHours {
  metrics: readonly MetricName[];
  rows: RawBuilder<unknown>;
  deviceIds: RawBuilder<unknown>;
}

/** The seconds of an hour `h` that a device covers; a measurement of an instant stands for one of them. */
export const coverage = sql`least(greatest(h.covered_seconds, h.count), 3600) as coverage`;

/** What is known of a stored hour `h`. */
export const hourColumns = sql`
  h.metric, h.local_date, h.hour, h.device_id, h.utc_offset_minutes, h.count, h.sum, h.min, h.max, ${coverage}`;

/**
 * SQL: the candidates that count. Of each hour only one device counts: the preferred one, else the one whose samples cover most of
 * it, else the one that was known first. Devices may disagree about the offset, so hours are compared by the hour of UTC in which
 * they start, and a device that changed its offset within one has several rows of it. Where there is only one device nothing is
 * compared, which takes a third less time.
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
  const utcHour = sql`date_bin('1 hour', h.hour, timestamptz 'epoch')`;
  // Most people have one device; the hours themselves are asked only of those who have had more.
  const areMany = (deviceIds: RawBuilder<unknown>) =>
    sql`(select min(device_id) is distinct from max(device_id) from (${deviceIds}) d)`;
  return sql`
    with devices as materialized (
      select case when ${areMany(knownDevices(access, candidates))} then ${areMany(candidates.deviceIds)} else false end as are_many
    )
    select ${ownColumns} from (${ranked}) h where not (select are_many from devices)
    union all
    select ${ownColumns}
    from (
      select h.*, first_value(h.device_id) over (
        partition by h.metric, ${utcHour} order by h.rank, h.device_coverage desc, h.device_id
      ) as winner
      from (
        select h.*, sum(h.coverage) over (partition by h.metric, ${utcHour}, h.device_id) as device_coverage
        from (${ranked}) h
        where (select are_many from devices)
      ) h
    ) h
    where h.device_id = h.winner`;
}

const ownColumns = sql`
  h.metric, h.local_date, h.hour, h.device_id, h.utc_offset_minutes, h.count, h.sum, h.min, h.max, h.rank`;

/** The devices from which samples of the metrics ever came. */
const knownDevices = (access: DataAccess, candidates: CandidateHours) => sql`
  select o.device_id from sample_origins o
  where o.owner_id = ${access.ownerId} and o.metric = any(${candidates.metrics.map((name) => metrics[name].code)}::int2[])`;

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
