import { Profile } from '@garmin/fitsdk';
import type { Summary } from '../recording.ts';
import { fitEpochMs, toCamelCase } from './values.ts';

/** FIT: times are whole seconds. */
export const toFitSeconds = (epochMs: number) => Math.round((epochMs - fitEpochMs) / 1000);

/** The value if the field can hold it: the Encoder cuts off what does not fit without a word. */
export function fitting(value: number | undefined, max: number, scale = 1): number | undefined {
  if (value === undefined || !Number.isFinite(value)) return undefined;
  const raw = Math.round(value * scale);
  return raw >= 0 && raw <= max ? raw / scale : undefined;
}

// The highest number of each width is its invalid value.
export const maxUint8 = 0xfe;
export const maxUint16 = 0xfffe;
export const maxUint32 = 0xfffffffe;

/** The fields that session and lap messages have in common. */
export function summaryFields(summary: Summary) {
  const startTime = toFitSeconds(summary.startedAtMs);
  return {
    timestamp: startTime + Math.round(summary.elapsedSeconds),
    startTime,
    totalElapsedTime: fitting(summary.elapsedSeconds, maxUint32, 1000),
    totalTimerTime: fitting(summary.durationSeconds, maxUint32, 1000),
    totalDistance: fitting(summary.distanceMeters, maxUint32, 100),
    totalAscent: fitting(summary.elevationGainMeters, maxUint16),
    totalDescent: fitting(summary.elevationLossMeters, maxUint16),
    avgHeartRate: fitting(summary.averageHeartRate, maxUint8),
    maxHeartRate: fitting(summary.maxHeartRate, maxUint8),
    avgPower: fitting(summary.averagePower, maxUint16),
    maxPower: fitting(summary.maxPower, maxUint16),
    avgCadence: fitting(summary.averageCadence, maxUint8),
    maxCadence: fitting(summary.maxCadence, maxUint8),
    avgSpeed: fitting(summary.averageSpeedMetersPerSecond, maxUint16, 1000),
    enhancedAvgSpeed: fitting(summary.averageSpeedMetersPerSecond, maxUint32, 1000),
    maxSpeed: fitting(summary.maxSpeedMetersPerSecond, maxUint16, 1000),
    enhancedMaxSpeed: fitting(summary.maxSpeedMetersPerSecond, maxUint32, 1000),
    totalCalories: fitting(summary.energyKilocalories, maxUint16),
  };
}

const typeNames = {
  sport: new Set<unknown>(Object.values(Profile.types['sport'] ?? {})),
  subSport: new Set<unknown>(Object.values(Profile.types['subSport'] ?? {})),
};

/** A snake_case name as the SDK spells it; `generic` where the profile does not know it. */
export function profileName(type: 'sport' | 'subSport', name: string | undefined): string {
  const camelCase = toCamelCase(name ?? 'generic');
  return typeNames[type].has(camelCase) ? camelCase : 'generic';
}

/** The number of a name of the profile, or of a number written as text. */
export function profileNumber(type: 'manufacturer' | 'garminProduct', name: string | undefined): number | undefined {
  if (name === undefined) return undefined;
  if (/^\d{1,5}$/.test(name)) return fitting(Number(name), maxUint16);
  const found = Object.entries(Profile.types[type] ?? {}).find(([, known]) => known === toCamelCase(name));
  return found && Number(found[0]);
}
