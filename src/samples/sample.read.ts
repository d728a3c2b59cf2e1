import { sql } from 'kysely';
import type { z } from 'zod';
import { requireScope, type RequestContext } from '../platform/context.ts';
import { isoOf } from '../platform/instant.ts';
import { keyPart } from '../platform/relay/cursor.ts';
import { pageRequest, toPage, type ConnectionArguments, type Page } from '../platform/relay/page.ts';
import { validate } from '../platform/validate.ts';
import { noteRead } from '../sharing/access-log.ts';
import type { DataAccess } from '../sharing/access.ts';
import { requireOpen } from '../sharing/lock.ts';
import { metrics } from './metrics.ts';
import { sampleFilter } from './sample-range.input.ts';

/** A sample as it is read: its value in the metric's own unit, whatever unit it was sent in. */
export interface Sample {
  startedAt: string;
  endedAt: string;
  value: number;
  localDate: string;
  utcOffsetMinutes: number;
  deviceId: number;
  device: string;
  deviceVersion: string | null;
  /** `null`: the person themself. */
  clientId: string | null;
}

const keyShape = [keyPart.instant, keyPart.number];

/**
 * A page of single samples that the access opens, oldest first.
 * @throws DomainError FORBIDDEN without `samples:read` or a share of the metric, BAD_USER_INPUT for a wrong instant, size or cursor
 */
export async function listSamples(
  ctx: RequestContext,
  access: DataAccess,
  input: z.input<typeof sampleFilter>,
  args: Pick<ConnectionArguments, 'first' | 'after'>,
): Promise<Page<Sample>> {
  requireScope(ctx, 'samples:read');
  const { metric, from, to } = validate(sampleFilter, input);
  const { code, category } = metrics[metric];
  requireOpen(access, [{ category }]);
  const binding = {
    list: 'samples',
    filter: [access.ownerId, code, from?.epochMs ?? null, to?.epochMs ?? null],
  };
  const { size, after, ...request } = pageRequest(args, binding, keyShape);
  const { rows } = await sql<Sample>`
    select s.started_at as "startedAt", s.ended_at as "endedAt", s.value * o.factor as value, s.local_date as "localDate",
      s.utc_offset_minutes as "utcOffsetMinutes", s.device_id as "deviceId", d.name as device,
      o.device_version as "deviceVersion", o.client_id as "clientId"
    from (
      select * from samples s
      where s.owner_id = ${access.ownerId} and s.metric = ${code}
        and s.started_at >= ${from ? isoOf(from) : '-infinity'}::timestamptz and s.started_at < ${to ? isoOf(to) : 'infinity'}::timestamptz
        ${after ? sql`and (s.started_at, s.device_id) > (${after[0]}::timestamptz, ${after[1]}::int8)` : sql``}
        and s.local_date <@ ${access.datesOf(category)}::datemultirange
      order by s.started_at, s.device_id
      limit ${size + 1}
    ) s
    join sample_origins o on o.owner_id = ${access.ownerId} and o.id = s.origin_id
    join sample_devices d on d.owner_id = ${access.ownerId} and d.id = s.device_id
    order by s.started_at, s.device_id`.execute(ctx.em.getKysely());
  for (const { localDate } of rows.slice(0, size)) noteRead(ctx, access, category, localDate, localDate);
  return toPage({ size, after, ...request }, rows, binding, (row) => [row.startedAt, String(row.deviceId)]);
}
