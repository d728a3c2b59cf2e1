import type { EntityManager } from '@mikro-orm/postgresql';
import { sql } from 'kysely';
import type { DataAccess } from '../sharing/access.ts';
import { hourColumns, hoursThatCount, type PreferredSources } from './hours-that-count.ts';
import { metrics, type MetricName } from './metrics.ts';

/** What the samples of a metric say of a local day, hour by hour from the device that counts. */
export interface MetricDay {
  metric: number;
  localDate: string;
  sum: number;
  count: number;
  /** The devices that count in at least one hour. */
  devices: string[];
  /**
   * The clients that sent samples of the metric from those devices, on any day; `null`: the person themself. None for a viewer, who
   * would be told of days that they may not see.
   */
  clientIds: (string | null)[];
  /** The best place that a device of the day has among the preferred sources, from 1; `null`: none. */
  rank: number | null;
}

/** Reads the days of some metrics between two local dates, both inclusive. */
export async function readMetricDays(
  em: EntityManager,
  access: DataAccess,
  names: readonly MetricName[],
  days: { from: string; to: string },
  preferred: PreferredSources,
): Promise<MetricDay[]> {
  const open = sql.join(
    names.map((name) => {
      const { code, category } = metrics[name];
      return sql`(h.metric = ${code} and h.local_date <@ ${access.datesOf(category)}::datemultirange)`;
    }),
    sql` or `,
  );
  // Devices that disagree about the offset have an hour on different days: which one counts must not hang on the days asked for.
  const stored = sql`
    from sample_hours h
    where h.owner_id = ${access.ownerId} and h.metric = any(${names.map((name) => metrics[name].code)}::int2[])
      and h.local_date between ${days.from}::date - 2 and ${days.to}::date + 2 and (${open})`;
  const candidates = {
    metrics: names,
    rows: sql`select ${hourColumns} ${stored}`,
    deviceIds: sql`select h.device_id ${stored}`,
  };
  const { rows } = await sql<MetricDay>`
    with hours as (${hoursThatCount(access, candidates, preferred)}), device_days as (
      select metric, local_date, device_id, sum(sum) as sum, sum(count) as count, min(rank) as rank
      from hours
      where local_date between ${days.from}::date and ${days.to}::date
      group by metric, local_date, device_id
    )
    select h.metric, h.local_date as "localDate", sum(h.sum) as sum, sum(h.count)::float8 as count, min(h.rank) as rank,
      array_agg(d.name order by d.name) as devices,
      array(select distinct o.client_id from sample_origins o
        where ${access.isOwn} and o.owner_id = ${access.ownerId} and o.metric = h.metric
          and o.device_id = any(array_agg(h.device_id))) as "clientIds"
    from device_days h
    join sample_devices d on d.owner_id = ${access.ownerId} and d.id = h.device_id
    group by h.metric, h.local_date
    order by h.metric, h.local_date`.execute(em.getKysely());
  return rows;
}
