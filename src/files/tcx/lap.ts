import { present } from '../present.ts';
import type { RecordingLap } from '../recording.ts';

/** What the elements of a TCX Lap say; undefined where one is missing. */
export interface TcxLap {
  startedAtMs?: number | undefined;
  totalTimeSeconds?: number;
  distanceMeters?: number;
  calories?: number;
  averageHeartRate?: number;
  maxHeartRate?: number;
  averageCadence?: number;
  maxCadence?: number;
  averageSpeed?: number;
  maxSpeed?: number;
  averagePower?: number;
  maxPower?: number;
  lastPointMs?: number;
}

/** Which field an element in a Lap fills, by its parent and its name. Cadence of runners is of one foot. */
const fields: ReadonlyMap<string, keyof TcxLap> = new Map<string, keyof TcxLap>([
  ['Lap/TotalTimeSeconds', 'totalTimeSeconds'],
  ['Lap/DistanceMeters', 'distanceMeters'],
  ['Lap/MaximumSpeed', 'maxSpeed'],
  ['Lap/Calories', 'calories'],
  ['AverageHeartRateBpm/Value', 'averageHeartRate'],
  ['MaximumHeartRateBpm/Value', 'maxHeartRate'],
  ['Lap/Cadence', 'averageCadence'],
  ['LX/AvgRunCadence', 'averageCadence'],
  ['LX/MaxRunCadence', 'maxCadence'],
  ['LX/MaxBikeCadence', 'maxCadence'],
  ['LX/AvgSpeed', 'averageSpeed'],
  ['LX/AvgWatts', 'averagePower'],
  ['LX/MaxWatts', 'maxPower'],
]);

export function fillLap(lap: TcxLap, parent: string, name: string, value: number | undefined): void {
  const field = fields.get(`${parent}/${name}`);
  if (field && value !== undefined && value >= 0) lap[field] = value;
}

/** A lap lasts its TotalTimeSeconds; TCX does not tell its time with pauses, which reaches at least to its last point. */
export function toRecordingLap(lap: TcxLap, startedAtMs: number): RecordingLap {
  const untilLastPoint = lap.lastPointMs === undefined ? 0 : Math.max(0, (lap.lastPointMs - startedAtMs) / 1000);
  const durationSeconds = lap.totalTimeSeconds ?? untilLastPoint;
  return present({
    startedAtMs,
    durationSeconds,
    elapsedSeconds: Math.max(durationSeconds, untilLastPoint),
    distanceMeters: lap.distanceMeters,
    averageHeartRate: lap.averageHeartRate,
    maxHeartRate: lap.maxHeartRate,
    averagePower: lap.averagePower,
    maxPower: lap.maxPower,
    averageCadence: lap.averageCadence,
    maxCadence: lap.maxCadence,
    averageSpeedMetersPerSecond: lap.averageSpeed,
    maxSpeedMetersPerSecond: lap.maxSpeed,
    energyKilocalories: lap.calories,
  });
}
