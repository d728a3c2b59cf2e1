import type { Selectable } from 'kysely';
import type { ActivityTables } from './activity.entity.ts';

export type StoredActivity = Selectable<ActivityTables['activities']>;
export type StoredLap = Selectable<ActivityTables['activity_laps']>;

/** The figures that an activity or a lap may lack. */
export const optionalFigures = [
  'distanceMeters',
  'elevationGainMeters',
  'elevationLossMeters',
  'averageHeartRate',
  'maxHeartRate',
  'averagePower',
  'maxPower',
  'averageCadence',
  'maxCadence',
  'averageSpeedMetersPerSecond',
  'maxSpeedMetersPerSecond',
  'energyKilocalories',
] as const;

/** The figures that an activity and a lap have in common; units are in the names, heart rate in bpm, power in W, cadence in rpm. */
export type ActivitySummary = { durationSeconds: number; elapsedSeconds: number } & {
  [figure in (typeof optionalFigures)[number]]: number | null;
};

/** A workout as the domain has it. */
export interface Activity extends ActivitySummary {
  id: string;
  ownerId: string;
  sport: string;
  subSport: string | null;
  title: string;
  notes: string | null;
  startedAt: string;
  utcOffsetMinutes: number;
  timezone: string | null;
  localDate: string;
  perceivedExertion: number | null;
  load: number | null;
  fileSha256: Buffer | null;
  isEdited: boolean;
  createdAt: string;
  updatedAt: string;
}

export interface Lap extends ActivitySummary {
  number: number;
  startedAt: string;
}

const toSummary = (row: StoredActivity | StoredLap): ActivitySummary => ({
  durationSeconds: row.duration_seconds,
  elapsedSeconds: row.elapsed_seconds,
  distanceMeters: row.distance_meters,
  elevationGainMeters: row.elevation_gain_meters,
  elevationLossMeters: row.elevation_loss_meters,
  averageHeartRate: row.average_heart_rate,
  maxHeartRate: row.max_heart_rate,
  averagePower: row.average_power,
  maxPower: row.max_power,
  averageCadence: row.average_cadence,
  maxCadence: row.max_cadence,
  averageSpeedMetersPerSecond: row.average_speed_meters_per_second,
  maxSpeedMetersPerSecond: row.max_speed_meters_per_second,
  energyKilocalories: row.energy_kilocalories,
});

export const toActivity = (row: StoredActivity): Activity => ({
  id: row.id,
  ownerId: row.owner_id,
  sport: row.sport,
  subSport: row.sub_sport,
  title: row.title,
  notes: row.notes,
  startedAt: row.started_at,
  utcOffsetMinutes: row.utc_offset_minutes,
  timezone: row.timezone,
  localDate: row.local_date,
  ...toSummary(row),
  perceivedExertion: row.perceived_exertion,
  load: row.load,
  fileSha256: row.file_sha256,
  isEdited: row.is_edited,
  createdAt: row.created_at,
  updatedAt: row.updated_at,
});

export const toLap = (row: StoredLap): Lap => ({ number: row.number, startedAt: row.started_at, ...toSummary(row) });
