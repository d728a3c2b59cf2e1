import type { RecordingPause } from '../recording.ts';
import { rowRange } from '../sample-table.ts';
import type { SampleTable } from '../sample-table.ts';
import type { SegmentMessages } from './messages.ts';
import type { FitMessage } from './fit-message.ts';
import { startOf } from './summary.ts';
import { numberOf, toEpochMs } from './values.ts';

/**
 * Which of several sessions an instant belongs to: the one that started last before it or at it. Elapsed times do not
 * decide: a device may correct its clock after the first start (fenix 2), and then they overlap. What comes before the
 * first start belongs to the first session.
 * @param startsMs the sessions' starts, in any order
 */
export function ownerAt(startsMs: readonly number[]): (timeMs: number) => number {
  const order = startsMs
    .map((startMs, index) => ({ startMs, index }))
    .sort((one, other) => one.startMs - other.startMs);
  return (timeMs) => {
    let low = 0;
    let high = order.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((order[middle]?.startMs ?? Infinity) <= timeMs) low = middle;
      else high = middle - 1;
    }
    return order[low]?.index ?? 0;
  };
}

/** The rows of each session, in order of time. */
export function rowsBySession(
  segment: SegmentMessages,
  table: SampleTable,
  startsMs: readonly number[],
): Uint32Array[] {
  const all = rowRange(segment.firstRow, segment.endRow);
  if (startsMs.length === 1) return [table.inTimeOrder(all)];
  const ownerOf = ownerAt(startsMs);
  const owners = Uint16Array.from(all, (row) => ownerOf(table.timeMs(row)));
  const counts = startsMs.map(() => 0);
  for (const owner of owners) counts[owner] = (counts[owner] ?? 0) + 1;
  const owned = counts.map((count) => new Uint32Array(count));
  counts.fill(0);
  for (const [index, owner] of owners.entries()) {
    const next = counts[owner] ?? 0;
    const rows = owned[owner];
    if (rows) rows[next] = segment.firstRow + index;
    counts[owner] = next + 1;
  }
  return owned.map((rows) => table.inTimeOrder(rows));
}

/** The laps of each session: by first_lap_index and num_laps where all sessions say them, else by time. */
export function lapsBySession(segment: SegmentMessages, startsMs: readonly number[]): FitMessage[][] {
  const { sessions, laps } = segment;
  const counted = sessions.map((session) => {
    const first = numberOf(session, 'firstLapIndex');
    const count = numberOf(session, 'numLaps');
    return first === undefined || count === undefined ? undefined : laps.slice(first, first + count);
  });
  const isPartition = counted.every((own) => own !== undefined) && new Set(counted.flat()).size === laps.length;
  if (isPartition && counted.flat().length === laps.length) return counted.filter((own) => own !== undefined);
  const ownerOf = ownerAt(startsMs);
  const owned = startsMs.map((): FitMessage[] => []);
  for (const lap of laps) {
    const startMs = startOf(lap);
    if (startMs !== undefined) owned[ownerOf(startMs)]?.push(lap);
  }
  return owned;
}

/** FIT: timer events: `start`, and `stop`, `stopAll`, `stopDisable`, `stopDisableAll`. */
export function pausesOf(events: readonly FitMessage[]): RecordingPause[] {
  const pauses: RecordingPause[] = [];
  let stoppedAtMs: number | undefined;
  for (const event of events) {
    const timestamp = numberOf(event, 'timestamp');
    const type = event['eventType'];
    if (timestamp === undefined || typeof type !== 'string') continue;
    if (type.startsWith('stop')) stoppedAtMs ??= toEpochMs(timestamp);
    else if (type === 'start' && stoppedAtMs !== undefined) {
      pauses.push({ startedAtMs: stoppedAtMs, durationSeconds: (toEpochMs(timestamp) - stoppedAtMs) / 1000 });
      stoppedAtMs = undefined;
    }
  }
  return pauses;
}

/** The part of each pause that lies within a session; event times are whole seconds, so less than one is rounding. */
export function pausesWithin(pauses: readonly RecordingPause[], fromMs: number, untilMs: number): RecordingPause[] {
  return pauses
    .map(({ startedAtMs, durationSeconds }) => {
      const startMs = Math.max(startedAtMs, fromMs);
      const endMs = Math.min(startedAtMs + durationSeconds * 1000, untilMs);
      return { startedAtMs: startMs, durationSeconds: (endMs - startMs) / 1000 };
    })
    .filter(({ durationSeconds }) => durationSeconds >= 1);
}
