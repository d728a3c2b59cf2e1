import type { RecordingSession, Stream } from '../recording.ts';
import { toFitSeconds } from './encode-fields.ts';
import { messageNumbers } from './message-numbers.ts';
import { type RecordField, recordFields, toRaw } from './record-fields.ts';

// The Garmin Encoder takes 60 µs for each record, which for a long ride is seconds: records are written here, as are the
// timer events between them. Local message numbers, and what the profile calls the values:
const recordLocal = 0;
const eventLocal = 1;
const timerEvent = 0;
const timerStart = 0;
const timerStopAll = 4;

const timestampDefinition = [253, 4, 0x86];
const eventDefinition = [...timestampDefinition, 0, 1, 0x00, 1, 1, 0x00];
const eventSize = 6;

/**
 * The timer events and records of a session in order of time, as FIT messages with their definitions. One record for
 * each second in which any stream has a value; of several values in one second the last is kept.
 */
export function encodeTimeline(session: RecordingSession): Uint8Array {
  const columns = recordFields.flatMap((field) => {
    const stream = session.streams[field.kind];
    return stream ? [{ field, stream, next: 0 }] : [];
  });
  const start = toFitSeconds(session.startedAtMs);
  const seconds = secondsOf(session);
  const events = timerEvents(session);
  const recordDefinition = [
    ...timestampDefinition,
    ...columns.flatMap(({ field: { number, size, baseType } }) => [number, size, baseType]),
  ];
  const definitions = [
    ...definition(recordLocal, messageNumbers.record, recordDefinition),
    ...definition(eventLocal, messageNumbers.event, eventDefinition),
  ];
  const recordSize = 4 + columns.reduce((sum, { field }) => sum + field.size, 0);
  const bytes = new Uint8Array(
    definitions.length + events.length * (1 + eventSize) + seconds.length * (1 + recordSize),
  );
  const view = new DataView(bytes.buffer);
  bytes.set(definitions);
  let at = definitions.length;
  let nextEvent = 0;

  const writeEventsUntil = (timestamp: number) => {
    for (let event = events[nextEvent]; event && event.timestamp <= timestamp; event = events[++nextEvent]) {
      view.setUint8(at, eventLocal);
      view.setUint32(at + 1, event.timestamp, true);
      view.setUint8(at + 5, timerEvent);
      view.setUint8(at + 6, event.type);
      at += 1 + eventSize;
    }
  };

  for (const second of seconds) {
    writeEventsUntil(start + second);
    view.setUint8(at, recordLocal);
    view.setUint32(at + 1, start + second, true);
    at += 5;
    for (const column of columns) {
      let value: number | undefined;
      for (; column.next < column.stream.values.length; column.next++) {
        if (secondOf(session, column.stream.offsetsSeconds[column.next] ?? Infinity) > second) break;
        value = column.stream.values[column.next];
      }
      writeValue(view, at, column.field, toRaw(column.field, value));
      at += column.field.size;
    }
  }
  writeEventsUntil(Infinity);
  return bytes;
}

function definition(local: number, globalNumber: number, fields: readonly number[]): number[] {
  return [0x40 | local, 0, 0, globalNumber & 0xff, globalNumber >> 8, fields.length / 3, ...fields];
}

function writeValue(view: DataView, at: number, { size }: RecordField, raw: number): void {
  // A negative number wraps to its two's complement.
  if (size === 1) view.setUint8(at, raw);
  else if (size === 2) view.setUint16(at, raw, true);
  else view.setUint32(at, raw, true);
}

function timerEvents({ startedAtMs, elapsedSeconds, pauses }: RecordingSession) {
  const event = (epochMs: number, type: number) => ({ timestamp: toFitSeconds(epochMs), type });
  return [
    event(startedAtMs, timerStart),
    ...pauses.flatMap((pause) => [
      event(pause.startedAtMs, timerStopAll),
      event(pause.startedAtMs + pause.durationSeconds * 1000, timerStart),
    ]),
    event(startedAtMs + elapsedSeconds * 1000, timerStopAll),
  ];
}

/** The second of a sample, counted from the session's start as FIT writes it. */
function secondOf({ startedAtMs }: RecordingSession, offsetSeconds: number): number {
  return toFitSeconds(startedAtMs + offsetSeconds * 1000) - toFitSeconds(startedAtMs);
}

/** Every second that has a sample, ascending. */
function secondsOf(session: RecordingSession): Float64Array {
  const lists = new Set(Object.values(session.streams).map((stream: Stream) => stream.offsetsSeconds));
  const seconds = new Set<number>();
  for (const list of lists) for (const offset of list) seconds.add(secondOf(session, offset));
  return Float64Array.from(seconds).sort();
}
