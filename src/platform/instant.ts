/** ISO 8601 and xsd:dateTime; a space may stand for the `T`, a comma for the point; seconds, the offset's
 * colon and its minutes may be left out. */
const written =
  /^(\d{4})-(\d\d)-(\d\d)[T ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,9})\d*)?)?(?:(Z)|([+-])(\d\d)(?::?([0-5]\d))?)?$/;

export interface WrittenInstant {
  epochMs: number;
  /** Only where an offset is written as numbers: `Z` says nothing about the local clock. */
  writtenOffsetMinutes: number | undefined;
  /** false: neither `Z` nor an offset stood there, and it was read as UTC. */
  isZoned: boolean;
}

/** Reads an instant in one pass, since samples bring them by the thousand; `undefined` for what is no existing date and time. */
export function readInstant(text: string): WrittenInstant | undefined {
  const match = written.exec(text);
  if (!match) return undefined;
  // Part by part: taking the match apart with slice and map doubles the time.
  const year = Number(match[1]);
  const month = Number(match[2]);
  const day = Number(match[3]);
  const hour = Number(match[4]);
  const minute = Number(match[5]);
  const second = match[6] ? Number(match[6]) : 0;
  // A leap second ends an hour.
  if (minute > 59 || second > 60 || (second === 60 && minute < 59) || !isDate(year, month, day)) return undefined;
  // 24:00:00 is the midnight that ends the day.
  if (hour > 24 || (hour === 24 && (minute > 0 || second > 0))) return undefined;
  // Date.UTC reads years below 100 as 19xx.
  const midnight = year < 100 ? new Date(0).setUTCFullYear(year, month - 1, day) : Date.UTC(year, month - 1, day);
  const millis = match[7] ? Math.round(Number(`0.${match[7]}`) * 1000) : 0;
  const local = midnight + ((hour * 60 + minute) * 60 + second) * 1000 + millis;
  if (!match[9]) return { epochMs: local, writtenOffsetMinutes: undefined, isZoned: match[8] !== undefined };
  const offset = (match[9] === '-' ? -1 : 1) * (Number(match[10]) * 60 + Number(match[11] ?? 0));
  if (Math.abs(offset) > 14 * 60) return undefined;
  return { epochMs: local - offset * 60_000, writtenOffsetMinutes: offset, isZoned: true };
}

const monthLengths = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

function isDate(year: number, month: number, day: number): boolean {
  const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  return day >= 1 && day <= (month === 2 && isLeap ? 29 : (monthLengths[month - 1] ?? 0));
}

/** As `readInstant`, for doors where an instant without an offset is refused. */
export function parseInstant(text: string): WrittenInstant | undefined {
  const instant = readInstant(text);
  return instant?.isZoned ? instant : undefined;
}

/** ISO 8601 in UTC. */
export const isoOf = ({ epochMs }: { epochMs: number }): string => new Date(epochMs).toISOString();
