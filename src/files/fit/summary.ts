import { present } from '../present.ts';
import type { Summary } from '../recording.ts';
import type { FitMessage } from './fit-message.ts';
import { numberOf, toEpochMs } from './values.ts';

/** When a session or lap started, in epoch milliseconds; undefined where the message says neither start nor end. */
export function startOf(message: FitMessage): number | undefined {
  const written = numberOf(message, 'startTime');
  if (written !== undefined) return toEpochMs(written);
  const end = numberOf(message, 'timestamp');
  const elapsed = numberOf(message, 'totalElapsedTime');
  return end === undefined || elapsed === undefined ? undefined : toEpochMs(end) - elapsed * 1000;
}

/** The figures of a session or lap message, as the device wrote them. Running cadence is of one foot, as in the file. */
export function toSummary(message: FitMessage, startedAtMs: number): Summary {
  const elapsed = numberOf(message, 'totalElapsedTime');
  const timer = numberOf(message, 'totalTimerTime');
  return present({
    startedAtMs,
    durationSeconds: timer ?? elapsed ?? 0,
    elapsedSeconds: elapsed ?? timer ?? 0,
    distanceMeters: numberOf(message, 'totalDistance'),
    elevationGainMeters: numberOf(message, 'totalAscent'),
    elevationLossMeters: numberOf(message, 'totalDescent'),
    averageHeartRate: numberOf(message, 'avgHeartRate'),
    maxHeartRate: numberOf(message, 'maxHeartRate'),
    averagePower: numberOf(message, 'avgPower'),
    maxPower: numberOf(message, 'maxPower'),
    averageCadence: numberOf(message, 'avgCadence'),
    maxCadence: numberOf(message, 'maxCadence'),
    averageSpeedMetersPerSecond: numberOf(message, 'enhancedAvgSpeed') ?? numberOf(message, 'avgSpeed'),
    maxSpeedMetersPerSecond: numberOf(message, 'enhancedMaxSpeed') ?? numberOf(message, 'maxSpeed'),
    energyKilocalories: numberOf(message, 'totalCalories'),
  });
}
