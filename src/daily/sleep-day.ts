import type { z } from 'zod';
import { badInput } from '../platform/errors.ts';
import { placeInstant } from '../platform/time.ts';
import type { Viewer } from '../platform/context.ts';
import { givenColumns, instantText } from './columns.ts';
import type { Columns, RecordKind } from './record-kind.ts';
import { sleepDayChange, sleepDayDraft } from './sleep-day.input.ts';

/** How someone slept, attributed to the day of waking. */
export interface SleepFields {
  startedAt: string | null;
  endedAt: string | null;
  /** Of the local clock at waking, else at falling asleep; `null` without either instant. */
  utcOffsetMinutes: number | null;
  timezone: string | null;
  sleepSeconds: number | null;
  timeInBedSeconds: number | null;
  deepSleepSeconds: number | null;
  lightSleepSeconds: number | null;
  remSleepSeconds: number | null;
  awakeSeconds: number | null;
  /** 0 to 100, as its source reckons it. */
  score: number | null;
}

const durations = [
  'sleepSeconds',
  'timeInBedSeconds',
  'deepSleepSeconds',
  'lightSleepSeconds',
  'remSleepSeconds',
  'awakeSeconds',
] as const;

export const sleepDays: RecordKind<SleepFields, typeof sleepDayDraft, typeof sleepDayChange> = {
  name: 'SleepDay',
  table: 'sleep_days',
  orderedBy: 'created_at',
  scopes: { read: 'sleep:read', write: 'sleep:write' },
  draft: sleepDayDraft,
  change: sleepDayChange,
  constant: {},
  sentAgain: 'CHANGES',
  keyOf: (viewer, draft) => ({ client_id: viewer.clientId, local_date: sleepDay(viewer, draft) }),
  dayOf: sleepDay,
  set: (viewer, given, before) => ({
    ...givenColumns(given, [...durations, 'score', 'timezone', 'externalId']),
    ...instants(viewer, given, before),
  }),
  check: ({ startedAt, endedAt, timeInBedSeconds, ...given }) => {
    if (startedAt !== null && endedAt !== null) {
      const hours = (Date.parse(endedAt) - Date.parse(startedAt)) / 3_600_000;
      if (hours <= 0) throw badInput('endedAt', 'must be after startedAt');
      if (hours > 24) throw badInput('endedAt', 'must be at most 24 hours after startedAt');
    }
    const stages =
      (given.deepSleepSeconds ?? 0) +
      (given.lightSleepSeconds ?? 0) +
      (given.remSleepSeconds ?? 0) +
      (given.awakeSeconds ?? 0);
    if (stages > 86_400)
      throw badInput('lightSleepSeconds', 'must not be more than a day, with deep, REM and awake together');
    if (timeInBedSeconds === null) return;
    if ((given.sleepSeconds ?? 0) > timeInBedSeconds)
      throw badInput('sleepSeconds', 'must not be more than timeInBedSeconds');
    if (stages > timeInBedSeconds)
      throw badInput('timeInBedSeconds', 'must not be less than deep, light, REM and awake together');
  },
};

/** A `day` is taken as sent; without one, sleep belongs to the local day of waking. */
function sleepDay(viewer: Viewer, { day, endedAt, timezone }: z.output<typeof sleepDayDraft>): string {
  return day ?? placed(viewer, endedAt as NonNullable<typeof endedAt>, timezone).localDate;
}

const placed = (
  viewer: Viewer,
  at: { epochMs: number; writtenOffsetMinutes?: number | undefined },
  recordTimezone: string | null | undefined,
) =>
  placeInstant(at.epochMs, {
    writtenOffsetMinutes: at.writtenOffsetMinutes,
    recordTimezone,
    personTimezone: viewer.timezone,
  });

function instants(viewer: Viewer, given: z.output<typeof sleepDayChange>, before: SleepFields | undefined): Columns {
  const { startedAt, endedAt } = given;
  if (startedAt === undefined && endedAt === undefined && given.timezone === undefined) return {};
  const kept = (text: string | null | undefined) => (text == null ? null : { epochMs: Date.parse(text) });
  const [start, end] = [
    startedAt === undefined ? kept(before?.startedAt) : startedAt,
    endedAt === undefined ? kept(before?.endedAt) : endedAt,
  ];
  const clock = end ?? start;
  const timezone = given.timezone === undefined ? before?.timezone : given.timezone;
  const place = clock && placed(viewer, clock, timezone);
  return {
    ...(startedAt !== undefined && { started_at: instantText(startedAt) }),
    ...(endedAt !== undefined && { ended_at: instantText(endedAt) }),
    utc_offset_minutes: place?.utcOffsetMinutes ?? null,
    timezone: place?.timezone ?? timezone ?? null,
  };
}
