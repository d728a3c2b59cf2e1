import type { RecordingLap, RecordingSession, Stream } from '../recording.ts';
import { noStartTime } from '../refusals.ts';
import type { RowGroup, SampleTable } from '../sample-table.ts';
import { withoutUnmeasured } from '../unmeasured.ts';
import type { SegmentMessages } from './messages.ts';
import type { FitMessage } from './fit-message.ts';
import { startOf, toSummary } from './summary.ts';
import { lapsBySession, pausesOf, pausesWithin, rowsBySession } from './timeline.ts';
import { firstClockTime, numberOf, textOf, toSnakeCase } from './values.ts';

/** A session but for its streams, and the rows from which those are built. */
export interface SessionDraft {
  session: Omit<RecordingSession, 'streams'>;
  group: RowGroup;
  /** Metres of the sessions before it in the same file. */
  distanceBefore: number;
}

/** The sessions of one of the chained files, transitions left out, each with its own laps, pauses and rows. */
export function draftSessions(segment: SegmentMessages, table: SampleTable): SessionDraft[] {
  if (segment.sessions.length === 0) return [];
  const startsMs = segment.sessions.map((message) => {
    const startMs = startOf(message);
    if (startMs === undefined) throw noStartTime();
    return startMs;
  });
  const rows = rowsBySession(segment, table, startsMs);
  const laps = lapsBySession(segment, startsMs);
  const pauses = pausesOf(segment.events);
  const utcOffsetMinutes = utcOffsetOf(segment.activity);
  return segment.sessions.flatMap((message, index) => {
    const sport = sportOf(message);
    const startedAtMs = startsMs[index] ?? 0;
    if (sport === 'transition') return [];
    const summary = toSummary(message, startedAtMs);
    const endMs = startedAtMs + Math.max(summary.elapsedSeconds, summary.durationSeconds) * 1000;
    const nextMs = Math.min(...startsMs.filter((startMs) => startMs > startedAtMs));
    const subSport = subSportOf(message);
    const title = textOf(message, 'sportProfileName');
    const session = {
      ...summary,
      sport,
      ...(subSport && { subSport }),
      ...(title && { title }),
      ...(utcOffsetMinutes !== undefined && { utcOffsetMinutes }),
      laps: (laps[index] ?? []).flatMap(toLap),
      pauses: pausesWithin(pauses, startedAtMs, Math.min(endMs, nextMs)),
    };
    const group = { rows: rows[index] ?? new Uint32Array(), startedAtMs };
    const before = segment.sessions.filter((_, other) => (startsMs[other] ?? 0) < startedAtMs);
    const distanceBefore = before.reduce((sum, other) => sum + (numberOf(other, 'totalDistance') ?? 0), 0);
    return [{ session, group, distanceBefore }];
  });
}

/** Puts the streams in, and takes out the averages that no sensor measured. */
export function finishSession(draft: SessionDraft, streams: RecordingSession['streams']): RecordingSession {
  const session = withoutUnmeasured(draft.session, streams);
  if (streams.DISTANCE) countFrom(streams.DISTANCE, draft.distanceBefore);
  return { ...session, laps: session.laps.map((lap) => withoutUnmeasured(lap, streams)), streams };
}

/** Some devices count distance on through all sessions of a multisport recording (FR255), others (fenix 2) do not. */
function countFrom({ values }: Stream, distanceBefore: number): void {
  const [first = 0] = values;
  if (distanceBefore === 0 || first < distanceBefore - 1) return;
  for (const [index, value] of values.entries()) values[index] = value - distanceBefore;
}

function toLap(message: FitMessage): RecordingLap[] {
  const startedAtMs = startOf(message);
  return startedAtMs === undefined ? [] : [toSummary(message, startedAtMs)];
}

/** A number is a sport newer than the SDK's profile. */
function sportOf(message: FitMessage): string {
  const sport = textOf(message, 'sport');
  return sport === undefined || sport === 'all' ? 'generic' : toSnakeCase(sport);
}

function subSportOf(message: FitMessage): string | undefined {
  const subSport = textOf(message, 'subSport');
  return subSport === undefined || subSport === 'all' || subSport === 'generic' ? undefined : toSnakeCase(subSport);
}

/**
 * The local clock minus UTC, where both were set and their difference is an offset that exists: a multiple of 15
 * minutes (a few seconds of drift are rounded) from −12 to +14 hours. Both alike says nothing: devices that do not know the local
 * clock (COROS, Venu 3 in the field) write UTC twice.
 */
function utcOffsetOf(activity: FitMessage | undefined): number | undefined {
  if (!activity) return undefined;
  const utc = numberOf(activity, 'timestamp');
  const local = numberOf(activity, 'localTimestamp');
  if (utc === undefined || local === undefined || utc < firstClockTime || local < firstClockTime) return undefined;
  const minutes = Math.round((local - utc) / 900) * 15;
  const isPlausible = minutes >= -12 * 60 && minutes <= 14 * 60 && Math.abs(local - utc - minutes * 60) <= 30;
  return isPlausible && minutes !== 0 ? minutes : undefined;
}
