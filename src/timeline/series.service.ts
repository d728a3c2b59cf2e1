import type { z } from 'zod';
import { DateTime } from 'luxon';
import { requireScope, type RequestContext } from '../platform/context.ts';
import { isoText } from '../platform/database/pg-types.ts';
import { validate } from '../platform/validate.ts';
import { metrics } from '../samples/metrics.ts';
import { seriesRequest } from '../samples/series.input.ts';
import { readSeries } from '../samples/series.read.ts';
import { noteRead } from '../sharing/access-log.ts';
import type { DataAccess } from '../sharing/access.ts';
import { requireOpen } from '../sharing/lock.ts';
import { preferencesOf } from './source-preference.service.ts';

/** Samples added up by bucket: arrays of one length, oldest first. */
export interface Series {
  /** Instants at which the buckets start; days and longer at local midnight in the owner's zone. */
  starts: string[];
  /** The local dates of the starts, of days and longer; otherwise `null`. */
  localDates: string[] | null;
  counts: number[];
  min: number[];
  max: number[];
  average: number[];
  sum: number[];
}

/**
 * Reads a metric between two instants, the end exclusive, added up by bucket. Of each hour only one source counts.
 * @throws DomainError FORBIDDEN without `samples:read` or a share of the metric, BAD_USER_INPUT for a span that is empty or too long for its buckets
 */
export async function readSeriesOf(
  ctx: RequestContext,
  access: DataAccess,
  input: z.input<typeof seriesRequest>,
): Promise<Series> {
  requireScope(ctx, 'samples:read');
  const request = validate(seriesRequest, input);
  const { metric, bucket } = request;
  const { category } = metrics[metric];
  requireOpen(access, [{ category }]);
  const preferred = (await preferencesOf(ctx, access)).get(category) ?? [];
  const { starts, firstDate, lastDate, ...columns } = await readSeries(
    ctx.em,
    access,
    request,
    preferred.map((source) => ({ ...source, metric })),
  );
  if (firstDate !== null && lastDate !== null) noteRead(ctx, access, category, firstDate, lastDate);
  const byDate = bucket !== 'MINUTE' && bucket !== 'HOUR';
  return {
    ...columns,
    average: columns.sum.map((sum, index) => sum / (columns.counts[index] as number)),
    starts: starts.map((start) => (byDate ? localMidnight(start, access.timezone) : isoText(start))),
    localDates: byDate ? starts : null,
  };
}

/** The first instant of a local date, which is not midnight where the clock jumps over it. */
const localMidnight = (date: string, zone: string): string =>
  DateTime.fromISO(date, { zone }).startOf('day').toUTC().toISO({ suppressMilliseconds: true }) ?? '';
