import { DateTime, FixedOffsetZone, IANAZone, type Zone } from 'luxon';
import { readInstant } from '../../platform/instant.ts';

/** Some clients write each part of a negative offset with a sign of its own: `-2:-30`. */
const broken = /([+-])(\d{1,2}):-?(\d{1,2})$/;

const mended = (text: string): string =>
  text.replace(
    broken,
    (_, sign: string, hours: string, minutes: string) => `${sign}${hours.padStart(2, '0')}:${minutes.padStart(2, '0')}`,
  );

/**
 * An instant of the API in its usual form, with its offset; `undefined` when it is none.
 * @param zone in which an instant without an offset is read
 */
export function zonedInstant(text: string, zone: Zone): string | undefined {
  const read = readInstant(mended(text));
  if (!read) return undefined;
  const { epochMs, writtenOffsetMinutes, isZoned } = read;
  const utc = DateTime.fromMillis(epochMs, { zone: 'utc' });
  if (writtenOffsetMinutes !== undefined) return isoWithOffset(utc.setZone(zoneOfOffset(writtenOffsetMinutes)));
  // `Z` says nothing of the local clock, and stays.
  return isZoned ? (utc.toISO() ?? undefined) : isoWithOffset(utc.setZone(zone, { keepLocalTime: true }));
}

/** Luxon writes an offset of nothing as `Z`, which is another statement: not where the clock stood, but that nobody knows. */
const isoWithOffset = (local: DateTime): string =>
  (local.toISO({ suppressMilliseconds: true }) ?? '').replace(/Z$/, '+00:00');

/** Whether an instant has an offset, or `Z`, as ISO 8601 has them. */
export const hasOffset = (text: string): boolean => readInstant(text)?.isZoned === true;

/** The offset from UTC in minutes that is written in an instant as numbers. */
export const writtenOffset = (text: string): number | undefined => readInstant(mended(text))?.writtenOffsetMinutes;

export const zoneNamed = (name: string): Zone => IANAZone.create(name);
export const zoneOfOffset = (minutes: number): Zone => FixedOffsetZone.instance(minutes);

/** An instant on the local clock of its workout, with the offset. */
export const localText = (instant: string, utcOffsetMinutes: number): string =>
  isoWithOffset(DateTime.fromISO(instant, { zone: zoneOfOffset(utcOffsetMinutes) }));
