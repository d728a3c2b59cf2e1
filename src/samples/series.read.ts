import type { EntityManager } from '@mikro-orm/postgresql';
import { sql, type RawBuilder } from 'kysely';
import type { z } from 'zod';
import { isoOf } from '../platform/instant.ts';
import type { DataAccess } from '../sharing/access.ts';
import { everyDate } from '../sharing/date-ranges.ts';
import { coverage, hourColumns, hoursThatCount, type PreferredSources } from './hours-that-count.ts';
import { metrics } from './metrics.ts';
import { sumsOf } from './sample.write.ts';
import type { Bucket, seriesRequest } from './series.input.ts';

type SeriesRequest = z.output<typeof seriesRequest>;

/** Samples added up by bucket, column by column, oldest first; buckets without a sample are left out. */
export interface SeriesColumns {
  /** PostgreSQL's text of the instant at which a minute or an hour starts; of a day or more, its first local date. */
  starts: string[];
  counts: number[];
  min: number[];
  max: number[];
  sum: number[];
  /** The local dates of the first and the last sample; `null` without any. */
  firstDate: string | null;
  lastDate: string | null;
}

/**
 * Reads a series. Hours and longer come from the rollups; of an hour that `from` or `to` cuts, what lies between is added up from
 * its samples. Minutes come from the samples of the device that counts in their hour.
 */
export async function readSeries(
  em: EntityManager,
  access: DataAccess,
  request: SeriesRequest,
  preferred: PreferredSources,
): Promise<SeriesColumns> {
  const span = spanOf(access, request);
  const candidates = {
    metrics: [request.metric],
    rows: sql`${wholeHours(span)} union all ${cutHours(span)}`,
    deviceIds: devicesOf(span),
  };
  const counting = hoursThatCount(access, candidates, preferred);
  const bucketed =
    request.bucket === 'MINUTE'
      ? minutes(span)
      : sql`select ${startOf[request.bucket]} as start, h.* from hours h where h.count > 0`;
  const { rows } = await sql<SeriesTexts>`
    with hours as (${counting}), bucketed as (${bucketed}), series as (
      select start, sum(count)::float8 as count, min(min) as min, max(max) as max, sum(sum) as sum,
        ${request.bucket === 'DAY' ? sql`start as first_date, start as last_date` : sql`min(local_date) as first_date, max(local_date) as last_date`}
      from bucketed group by start order by start
    )
    select string_agg(start::text, ',') as starts, string_agg(count::text, ',') as counts, string_agg(min::text, ',') as min,
      string_agg(max::text, ',') as max, string_agg(sum::text, ',') as sum,
      min(first_date) as "firstDate", max(last_date) as "lastDate"
    from series`.execute(em.getKysely());
  const { starts, counts, min, max, sum, ...dates } = rows[0] as SeriesTexts;
  return {
    starts: listed(starts),
    counts: numbersIn(counts),
    min: numbersIn(min),
    max: numbersIn(max),
    sum: numbersIn(sum),
    ...dates,
  };
}

/** Columns as one text each, which is split in a fraction of the time that `pg` takes for an array; `null` without any bucket. */
type SeriesTexts = {
  [column in keyof SeriesColumns]: string | null;
};

const listed = (text: string | null): string[] => text?.split(',') ?? [];

const numbersIn = (text: string | null): number[] => listed(text).map(Number);

const startOf: Record<Exclude<Bucket, 'MINUTE'>, RawBuilder<unknown>> = {
  HOUR: sql`h.hour`,
  DAY: sql`h.local_date`,
  WEEK: sql`date_trunc('week', h.local_date::timestamp)::date`,
  MONTH: sql`date_trunc('month', h.local_date::timestamp)::date`,
};

/** What a series reads: whose samples, of which metric, from when to when. */
interface Span {
  from: RawBuilder<unknown>;
  to: RawBuilder<unknown>;
  /** The samples `s`, or the hours `h`, that may be read at all. */
  readable: (alias: 's' | 'h') => RawBuilder<unknown>;
}

function spanOf(access: DataAccess, { metric, from, to }: SeriesRequest): Span {
  const { code, category } = metrics[metric];
  const dates = access.datesOf(category);
  return {
    from: sql`${isoOf(from)}::timestamptz`,
    to: sql`${isoOf(to)}::timestamptz`,
    readable: (alias) => sql`${sql.ref(`${alias}.owner_id`)} = ${access.ownerId}
      and ${sql.ref(`${alias}.metric`)} = ${code}
      ${dates === everyDate ? sql`` : sql`and ${sql.ref(`${alias}.local_date`)} <@ ${dates}::datemultirange`}`,
  };
}

// The calendar days that an instant may fall on anywhere on earth; they lead into the index of hours.
const dayBefore = (at: RawBuilder<unknown>) => sql`(${at} at time zone 'UTC')::date - 1`;
const dayAfter = (at: RawBuilder<unknown>) => sql`(${at} at time zone 'UTC')::date + 1`;

const wholeHours = ({ from, to, readable }: Span) => sql`
  select ${hourColumns}
  from sample_hours h
  where ${readable('h')} and h.local_date between ${dayBefore(from)} and ${dayAfter(to)}
    and h.hour >= ${from} and h.hour <= ${to} - interval '1 hour'`;

/** Those of the hours that are cut too. */
const devicesOf = ({ from, to, readable }: Span) => sql`
  select h.device_id
  from sample_hours h
  where ${readable('h')} and h.local_date between ${dayBefore(from)} and ${dayAfter(to)}
    and h.hour > ${from} - interval '1 hour' and h.hour < ${to}`;

/**
 * Which device counts is told by the whole hour, also where it has nothing between the ends: so a span that is cut in two adds up to
 * the whole. `offset 0` keeps it to one index range for each end: joined freely, all hours that a person ever had were looked through.
 */
const cutHours = ({ from, to, readable }: Span) => sql`
  select h.metric, h.local_date, h.hour, h.device_id, h.utc_offset_minutes, part.*, ${coverage}
  from unnest(array[${from}, ${to}]) as edge (at)
  cross join lateral (
    select * from sample_hours h
    where ${readable('h')} and h.local_date between ${dayBefore(sql`edge.at`)} and ${dayAfter(sql`edge.at`)}
      and h.hour < edge.at and h.hour > edge.at - interval '1 hour' and (edge.at = ${from} or h.hour >= ${from})
    offset 0
  ) h
  cross join lateral (
    select ${sumsOf('s', true)}
    from samples s
    join sample_origins o on o.owner_id = s.owner_id and o.id = s.origin_id
    where ${readable('s')} and ${samplesOfHour({ from, to })}
  ) as part (count, sum, min, max)`;

// `offset 0` keeps it to one index range for each hour: joined freely, a day of 31 million samples once took half a minute.
const minutes = ({ from, to, readable }: Span) => sql`
  select s.*, h.local_date from hours h
  cross join lateral (
    select date_bin('1 minute', s.started_at, timestamptz 'epoch') as start, 1 as count,
      s.value * o.factor as min, s.value * o.factor as max, s.value * o.factor as sum
    from samples s
    join sample_origins o on o.owner_id = s.owner_id and o.id = s.origin_id
    where ${readable('s')} and ${samplesOfHour({ from, to })}
    offset 0
  ) s`;

const samplesOfHour = ({ from, to }: Pick<Span, 'from' | 'to'>) => sql`
  s.device_id = h.device_id and s.utc_offset_minutes = h.utc_offset_minutes
    and s.started_at >= greatest(h.hour, ${from}) and s.started_at < least(h.hour + interval '1 hour', ${to})`;
