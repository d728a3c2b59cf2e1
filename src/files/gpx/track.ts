import type { Recording, RecordingPause, RecordingSession, Stream } from '../recording.ts';
import { noStartTime } from '../refusals.ts';
import { type SampleTable, rowRange } from '../sample-table.ts';
import { sportOfType } from './sports.ts';

/** The instants of a trkseg's first and last timed points. */
export interface TimeSpan {
  fromMs: number;
  untilMs: number;
}

/** A GPX track; its timed points are the rows `firstRow` up to, not including, `endRow`. */
export interface GpxTrack {
  name?: string;
  type?: string;
  description?: string;
  utcOffsetMinutes?: number | undefined;
  distanceMeters: number;
  spans: TimeSpan[];
  firstRow: number;
  endRow: number;
}

/** One session for each track that has times, in file order. */
export function toRecording(tracks: readonly GpxTrack[], table: SampleTable): Recording {
  const timed = tracks.filter(({ firstRow, endRow }) => endRow > firstRow);
  if (timed.length === 0) throw noStartTime();
  const groups = timed.map((track) => {
    const rows = table.inTimeOrder(rowRange(track.firstRow, track.endRow));
    return { rows, startedAtMs: table.timeMs(rows[0] ?? 0), endedAtMs: table.timeMs(rows.at(-1) ?? 0) };
  });
  const streams = table.takeStreams(groups);
  const sessions = timed.map((track, index): RecordingSession => {
    const { startedAtMs = 0, endedAtMs = 0 } = groups[index] ?? {};
    return toSession(track, startedAtMs, endedAtMs, streams[index] ?? {});
  });
  return { format: 'GPX', sessions };
}

/**
 * GPX has no summary. Duration is the sum of the segments' spans, so that the gaps between segments are pauses; distance
 * runs within segments; averages are plain means over the points that have the value, zeros included. Ascent stays
 * absent: it would depend on how altitudes are smoothed.
 */
function toSession(
  track: GpxTrack,
  startedAtMs: number,
  endedAtMs: number,
  streams: RecordingSession['streams'],
): RecordingSession {
  const spans = track.spans.toSorted((one, other) => one.fromMs - other.fromMs);
  const { HEART_RATE, POWER, CADENCE } = streams;
  return {
    startedAtMs,
    durationSeconds: spans.reduce((sum, { fromMs, untilMs }) => sum + untilMs - fromMs, 0) / 1000,
    elapsedSeconds: (endedAtMs - startedAtMs) / 1000,
    distanceMeters: track.distanceMeters,
    ...(HEART_RATE && { averageHeartRate: mean(HEART_RATE), maxHeartRate: highest(HEART_RATE) }),
    ...(POWER && highest(POWER) > 0 && { averagePower: mean(POWER), maxPower: highest(POWER) }),
    ...(CADENCE && highest(CADENCE) > 0 && { averageCadence: mean(CADENCE), maxCadence: highest(CADENCE) }),
    sport: sportOfType(track.type),
    ...(track.name && { title: track.name }),
    ...(track.description && { notes: track.description }),
    ...(track.utcOffsetMinutes !== undefined && { utcOffsetMinutes: track.utcOffsetMinutes }),
    laps: [],
    pauses: gapsBetween(spans),
    streams,
  };
}

function gapsBetween(spans: readonly TimeSpan[]): RecordingPause[] {
  return spans.slice(1).flatMap(({ fromMs }, index) => {
    const startedAtMs = spans[index]?.untilMs ?? fromMs;
    return fromMs > startedAtMs ? [{ startedAtMs, durationSeconds: (fromMs - startedAtMs) / 1000 }] : [];
  });
}

const mean = ({ values }: Stream) => values.reduce((sum, value) => sum + value, 0) / values.length;
const highest = ({ values }: Stream) => values.reduce((high, value) => Math.max(high, value), -Infinity);
