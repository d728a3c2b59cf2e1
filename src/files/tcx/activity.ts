import { present } from '../present.ts';
import type { Recording, RecordingDevice, RecordingPause, RecordingSession, Summary } from '../recording.ts';
import { noStartTime } from '../refusals.ts';
import { type SampleTable, rowRange } from '../sample-table.ts';
import { withoutUnmeasured } from '../unmeasured.ts';
import { type TcxLap, toRecordingLap } from './lap.ts';

/** A TCX Activity; its points are the rows `firstRow` up to, not including, `endRow`. */
export interface TcxActivity {
  sport: string | undefined;
  idMs?: number | undefined;
  utcOffsetMinutes?: number | undefined;
  notes?: string;
  deviceName?: string;
  unitId?: string;
  laps: TcxLap[];
  pauses: RecordingPause[];
  firstRow: number;
  endRow: number;
}

/** TCX knows three sports; `Other` is whatever else. */
const sports: ReadonlyMap<string, string> = new Map([
  ['running', 'running'],
  ['biking', 'cycling'],
]);

/** A clock that was never set counts from 1989-12-31, the FIT epoch. */
const earliestStartMs = Date.UTC(1990, 0, 1);

/** One session for each activity, in file order. */
export function toRecording(activities: readonly TcxActivity[], table: SampleTable): Recording {
  const drafts = activities.map((activity) => {
    setClock(activity, table);
    const rows = table.inTimeOrder(rowRange(activity.firstRow, activity.endRow));
    return { session: toSession(activity), rows };
  });
  const streams = table.takeStreams(drafts.map(({ session, rows }) => ({ rows, startedAtMs: session.startedAtMs })));
  const sessions = drafts.map(({ session }, index) => {
    const own = streams[index] ?? {};
    const summary = withoutUnmeasured(session, own);
    return { ...summary, laps: summary.laps.map((lap) => withoutUnmeasured(lap, own)), streams: own };
  });
  const device = deviceOf(activities);
  return { format: 'TCX', ...(device && { device }), sessions };
}

/** Moves an activity of a device without a set clock to its Id, which the service that exported it knew. */
function setClock(activity: TcxActivity, table: SampleTable): void {
  const startMs = activity.laps.find((lap) => lap.startedAtMs !== undefined)?.startedAtMs;
  const { idMs } = activity;
  if (startMs === undefined || idMs === undefined || startMs >= earliestStartMs || idMs < earliestStartMs) return;
  const byMs = idMs - startMs;
  table.shift(activity.firstRow, activity.endRow, byMs);
  for (const lap of activity.laps) {
    if (lap.startedAtMs !== undefined) lap.startedAtMs += byMs;
    if (lap.lastPointMs !== undefined) lap.lastPointMs += byMs;
  }
  for (const pause of activity.pauses) pause.startedAtMs += byMs;
}

/**
 * Sums and means over the laps. The start is the first lap's; time, distance and energy are sums; averages are weighted
 * by the laps' times; elapsed time reaches to the last point. TCX has no ascent, and it stays absent.
 */
function toSession(activity: TcxActivity): Omit<RecordingSession, 'streams'> {
  const startedAtMs = activity.laps.find((lap) => lap.startedAtMs !== undefined)?.startedAtMs ?? activity.idMs;
  if (startedAtMs === undefined) throw noStartTime();
  const laps = activity.laps.map((lap) => toRecordingLap(lap, lap.startedAtMs ?? startedAtMs));
  const sum = (figure: keyof Summary) => total(laps.map((lap) => lap[figure]));
  const figures = present({
    distanceMeters: sum('distanceMeters'),
    energyKilocalories: sum('energyKilocalories'),
    averageHeartRate: weightedMean(laps, 'averageHeartRate'),
    maxHeartRate: highest(laps, 'maxHeartRate'),
    averagePower: weightedMean(laps, 'averagePower'),
    maxPower: highest(laps, 'maxPower'),
    averageCadence: weightedMean(laps, 'averageCadence'),
    maxCadence: highest(laps, 'maxCadence'),
    averageSpeedMetersPerSecond: weightedMean(laps, 'averageSpeedMetersPerSecond'),
    maxSpeedMetersPerSecond: highest(laps, 'maxSpeedMetersPerSecond'),
  });
  return {
    startedAtMs,
    durationSeconds: sum('durationSeconds') ?? 0,
    elapsedSeconds: (endOf(activity.laps, laps) - startedAtMs) / 1000,
    ...figures,
    sport: sports.get(activity.sport?.toLowerCase() ?? '') ?? 'generic',
    ...(activity.notes && { notes: activity.notes }),
    ...(activity.utcOffsetMinutes !== undefined && { utcOffsetMinutes: activity.utcOffsetMinutes }),
    laps,
    pauses: activity.pauses,
  };
}

/** The last point, unless the points do not reach to the end of the laps (a second of rounding aside). */
function endOf(written: readonly TcxLap[], laps: readonly Summary[]): number {
  const lastPointMs = written.reduce((last, lap) => Math.max(last, lap.lastPointMs ?? -Infinity), -Infinity);
  const endOfLapsMs = laps.reduce((end, lap) => Math.max(end, lap.startedAtMs + lap.durationSeconds * 1000), -Infinity);
  return lastPointMs >= endOfLapsMs - 1000 ? lastPointMs : endOfLapsMs;
}

function total(values: readonly (number | undefined)[]): number | undefined {
  const known = values.filter((value) => value !== undefined);
  return known.length > 0 ? known.reduce((sum, value) => sum + value, 0) : undefined;
}

function weightedMean(laps: readonly Summary[], figure: keyof Summary): number | undefined {
  const known = laps.filter((lap) => lap[figure] !== undefined);
  const seconds = known.reduce((sum, lap) => sum + lap.durationSeconds, 0);
  if (seconds <= 0) return known[0]?.[figure];
  return known.reduce((sum, lap) => sum + (lap[figure] ?? 0) * lap.durationSeconds, 0) / seconds;
}

function highest(laps: readonly Summary[], figure: keyof Summary): number | undefined {
  const known = laps.map((lap) => lap[figure]).filter((value) => value !== undefined);
  return known.length > 0 ? known.reduce((high, value) => Math.max(high, value)) : undefined;
}

function deviceOf(activities: readonly TcxActivity[]): RecordingDevice | undefined {
  const maker = activities.find(({ deviceName }) => deviceName);
  if (!maker?.deviceName) return undefined;
  // Software that has no unit id writes 0.
  return { product: maker.deviceName, ...(maker.unitId && maker.unitId !== '0' && { serialNumber: maker.unitId }) };
}
