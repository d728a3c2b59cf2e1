import { DateTime, FixedOffsetZone, IANAZone } from 'luxon';

/** When a record happened: the instant, and where on the local clock and calendar it falls. */
export interface LocalInstant {
  /** ISO 8601 in UTC. */
  instant: string;
  utcOffsetMinutes: number;
  /** IANA zone, where known. */
  timezone: string | null;
  /** YYYY-MM-DD on the local calendar. A stored local date never moves. */
  localDate: string;
}

/** What is known of the local clock, best first: the written offset, the record's zone, the device's offset, the person's zone. */
export interface LocalClock {
  writtenOffsetMinutes?: number | undefined;
  recordTimezone?: string | null | undefined;
  deviceOffsetMinutes?: number | undefined;
  personTimezone: string;
}

/** Intl takes offsets such as +23:59 for zones too; they are none of IANA's. */
export const isTimezone = (name: string): boolean => /^[A-Za-z]/.test(name) && IANAZone.isValidZone(name);

/** Places an instant on the local clock. A zone gives the offset that it has at that moment, DST included. */
export function placeInstant(epochMs: number, clock: LocalClock): LocalInstant {
  const offset = clock.writtenOffsetMinutes ?? (clock.recordTimezone ? undefined : clock.deviceOffsetMinutes);
  const zone =
    offset === undefined
      ? IANAZone.create(clock.recordTimezone ?? clock.personTimezone)
      : FixedOffsetZone.instance(offset);
  const local = DateTime.fromMillis(epochMs, { zone });
  return {
    instant: new Date(epochMs).toISOString(),
    utcOffsetMinutes: Math.round(local.offset),
    timezone: clock.recordTimezone ?? (offset === undefined ? clock.personTimezone : null),
    localDate: local.toISODate() ?? '',
  };
}

const quarterMs = 15 * 60_000;

/** A zone's offset from UTC in minutes at any instant, remembered by the quarter hour: zones change at none between. */
export function zoneOffsets(timezone: string): (epochMs: number) => number {
  const zone = IANAZone.create(timezone);
  const known = new Map<number, number>();
  return (epochMs) => {
    const quarter = Math.floor(epochMs / quarterMs);
    let offset = known.get(quarter);
    if (offset === undefined) {
      // Before 1937 some zones had offsets with seconds.
      offset = Math.round(zone.offset(quarter * quarterMs));
      known.set(quarter, offset);
    }
    return offset;
  };
}

/** Whether the text is a calendar date that exists, as YYYY-MM-DD. */
export const isLocalDate = (text: string): boolean =>
  /^\d{4}-\d{2}-\d{2}$/.test(text) && DateTime.fromISO(text, { zone: 'utc' }).isValid;
