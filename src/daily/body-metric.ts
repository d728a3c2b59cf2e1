import type { z } from 'zod';
import type { Viewer } from '../platform/context.ts';
import { badInput } from '../platform/errors.ts';
import { isoOf } from '../platform/instant.ts';
import { placeInstant, type LocalInstant } from '../platform/time.ts';
import { bodyMetricChange, bodyMetricDraft, bodyQuantities } from './body-metric.input.ts';
import { givenColumns } from './columns.ts';
import type { RecordKind } from './record-kind.ts';

/** What was measured of a body at one instant. */
export type BodyMetricFields = {
  measuredAt: string;
  utcOffsetMinutes: number;
  timezone: string | null;
  notes: string | null;
} & { [quantity in keyof typeof bodyQuantities]: number | null };

const quantities = Object.keys(bodyQuantities) as (keyof typeof bodyQuantities)[];

const dayInMs = 86_400_000;

export const bodyMetrics: RecordKind<BodyMetricFields, typeof bodyMetricDraft, typeof bodyMetricChange> = {
  name: 'BodyMetric',
  table: 'body_metrics',
  orderedBy: 'measured_at',
  scopes: { read: 'body:read', write: 'body:write' },
  draft: bodyMetricDraft,
  change: bodyMetricChange,
  constant: {},
  sentAgain: 'CHANGES',
  keyOf: (viewer, { measuredAt }) => ({
    client_id: viewer.clientId,
    measured_at: isoOf(measuredAt),
  }),
  dayOf: (viewer, draft) => placeOf(viewer, draft).localDate,
  set: (viewer, given, before) => ({
    ...givenColumns(given, [...quantities, 'notes', 'externalId']),
    ...(before === undefined && placeColumns(placeOf(viewer, given as z.output<typeof bodyMetricDraft>))),
  }),
  check: ({ weightKilograms, muscleMassKilograms }) => {
    if (weightKilograms !== null && muscleMassKilograms !== null && muscleMassKilograms > weightKilograms)
      throw badInput('muscleMassKilograms', 'must not be more than weightKilograms');
  },
};

/** Midnight in UTC names a calendar day: clients that know only the day write it so, and it is that day wherever the person is. */
function placeOf(viewer: Viewer, { measuredAt, timezone }: z.output<typeof bodyMetricDraft>): LocalInstant {
  const place = placeInstant(measuredAt.epochMs, {
    writtenOffsetMinutes: measuredAt.writtenOffsetMinutes,
    recordTimezone: timezone,
    personTimezone: viewer.timezone,
  });
  const namesDay = measuredAt.writtenOffsetMinutes === undefined && measuredAt.epochMs % dayInMs === 0;
  return namesDay ? { ...place, localDate: place.instant.slice(0, 10) } : place;
}

const placeColumns = (place: LocalInstant) => ({
  measured_at: place.instant,
  utc_offset_minutes: place.utcOffsetMinutes,
  timezone: place.timezone,
});
