import type { SampleTable } from '../sample-table.ts';
import type { FitMessage } from './fit-message.ts';
import { listOf, numberOf, toEpochMs } from './values.ts';

const ticksPerSecond = 1024; // FIT: event_timestamp counts 1/1024 s
// A value holds until the next one, for up to 5 seconds, and counts every 250 ms.
const stepMs = 250;
const longestHold = 20;

interface HeartBeat {
  timeMs: number;
  beatsPerMinute: number;
}

/**
 * Gives records the heart rate that a chest strap kept for later (swimming: radio does not reach through water): the mean
 * of the values since the record before, as Garmin's HrMesgUtils merges them.
 * `rows`: the records in order of time.
 */
export function mergeStrapHeartRates(table: SampleTable, rows: Uint32Array, messages: readonly FitMessage[]): void {
  const beats = held(heartBeats(messages));
  let beat = beats.next();
  let fromMs: number | undefined;
  for (const row of rows) {
    const untilMs = table.timeMs(row);
    fromMs ??= untilMs - 1000;
    let sum = 0;
    let count = 0;
    for (; !beat.done && beat.value.timeMs <= untilMs; beat = beats.next()) {
      if (beat.value.timeMs <= fromMs) continue;
      sum += beat.value.beatsPerMinute;
      count++;
    }
    if (count > 0) table.set('HEART_RATE', row, Math.round(sum / count));
    fromMs = untilMs;
  }
}

function* held(beats: readonly HeartBeat[]): Generator<HeartBeat, undefined> {
  for (const [index, beat] of beats.entries()) {
    yield beat;
    const nextMs = beats[index + 1]?.timeMs ?? Infinity;
    for (let step = 1; step <= longestHold && beat.timeMs + step * stepMs < nextMs; step++) {
      yield { timeMs: beat.timeMs + step * stepMs, beatsPerMinute: beat.beatsPerMinute };
    }
  }
}

/**
 * FIT: an `hr` message with a timestamp is an anchor: its event_timestamp happened at that instant. Others hold
 * event_timestamp_12, the low 12 bits of as many event timestamps as there are values.
 */
function heartBeats(messages: readonly FitMessage[]): HeartBeat[] {
  const beats: HeartBeat[] = [];
  let anchor: { ms: number; ticks: number } | undefined;
  let ticks = 0;
  for (const message of messages) {
    const times = eventTicks(message, ticks);
    const timestamp = numberOf(message, 'timestamp');
    if (timestamp !== undefined && times.length === 1) {
      const fraction = numberOf(message, 'fractionalTimestamp') ?? 0;
      anchor = { ms: toEpochMs(timestamp + fraction), ticks: times[0] ?? 0 };
    }
    ticks = times.at(-1) ?? ticks;
    if (!anchor) continue;
    const values = listOf(message, 'filteredBpm');
    for (const [index, tick] of times.entries()) {
      const value = values[index];
      const timeMs = anchor.ms + ((tick - anchor.ticks) / ticksPerSecond) * 1000;
      if (typeof value !== 'number' || value === 0 || timeMs < (beats.at(-1)?.timeMs ?? -Infinity)) continue;
      beats.push({ timeMs, beatsPerMinute: value });
    }
  }
  return beats;
}

function eventTicks(message: FitMessage, before: number): number[] {
  const whole = listOf(message, 'eventTimestamp').filter((value) => typeof value === 'number');
  if (whole.length > 0) return whole.map((seconds) => Math.round(seconds * ticksPerSecond));
  const bytes = listOf(message, 'eventTimestamp12').filter((value) => typeof value === 'number');
  const ticks: number[] = [];
  let last = before;
  for (let bit = 0; bit + 12 <= bytes.length * 8; bit += 12) {
    const pair = (bytes[bit >> 3] ?? 0) | ((bytes[(bit >> 3) + 1] ?? 0) << 8);
    last += (((pair >> (bit & 7)) & 0xfff) - last) & 0xfff;
    ticks.push(last);
  }
  return ticks;
}
