/**
 * What a device file says, whatever its format: the one shape that decoders make and the FIT encoder takes.
 * Instants are Unix epoch milliseconds (UTC). Units are SI, and every name carries its unit. What the file does not say is absent.
 */
export interface Recording {
  format: 'FIT' | 'TCX' | 'GPX';
  device?: RecordingDevice;
  /** One per activity in the file, in file order. Transitions of a multisport recording are left out. */
  sessions: RecordingSession[];
}

export interface RecordingDevice {
  manufacturer?: string;
  product?: string;
  serialNumber?: string;
}

export interface RecordingSession extends Summary {
  /** FIT profile name in snake_case (`running`, `cycling`, `swimming`, `generic`, …). */
  sport: string;
  /** FIT profile name in snake_case (`trail`, `lap_swimming`, …); absent when the file says none or `generic`. */
  subSport?: string;
  title?: string;
  notes?: string;
  /** Offset of the local time from UTC, where the file says it (a written `±hh:mm`, or a plausible FIT `local_timestamp`). */
  utcOffsetMinutes?: number;
  laps: RecordingLap[];
  pauses: RecordingPause[];
  streams: Streams;
}

/** The figures that a session and a lap have in common. */
export interface Summary {
  startedAtMs: number;
  /** Timer time: pauses left out. */
  durationSeconds: number;
  /** Wall-clock time from start to end, pauses included. */
  elapsedSeconds: number;
  distanceMeters?: number;
  elevationGainMeters?: number;
  elevationLossMeters?: number;
  averageHeartRate?: number;
  maxHeartRate?: number;
  averagePower?: number;
  maxPower?: number;
  averageCadence?: number;
  maxCadence?: number;
  averageSpeedMetersPerSecond?: number;
  maxSpeedMetersPerSecond?: number;
  energyKilocalories?: number;
}

export type RecordingLap = Summary;

/** A stretch in which the timer stood still. */
export interface RecordingPause {
  startedAtMs: number;
  durationSeconds: number;
}

/** The kinds of stream, and their units. */
export const streamKinds = [
  'HEART_RATE', // bpm
  'POWER', // W
  'CADENCE', // revolutions (or steps of one foot) a minute
  'SPEED', // m/s
  'DISTANCE', // m since the session's start
  'ALTITUDE', // m
  'TEMPERATURE', // °C
  'VERTICAL_OSCILLATION', // mm, of the trunk, up and down
  'GROUND_CONTACT_TIME', // ms of one foot's step
  'LEFT_POWER_BALANCE', // % of the power that comes from the left leg
  'TOTAL_HEMOGLOBIN', // g/dL, in the muscle
  'SATURATED_HEMOGLOBIN', // % of it that carries oxygen
  'LATITUDE', // degrees, WGS 84
  'LONGITUDE', // degrees, WGS 84
] as const;

export type StreamKind = (typeof streamKinds)[number];

/** One measured quantity over time: two arrays of the same length; offsets never go back, and some clients send two values of one second. */
export interface Stream {
  /**
   * Seconds since the session's start; may be fractional. Negative where the device stamped samples before the start that it
   * wrote (a clock corrected on the way). Streams sampled together share one array: never write into it.
   */
  offsetsSeconds: Float64Array;
  values: Float64Array;
}

export type Streams = Partial<Record<StreamKind, Stream>>;

/** The memory of a recording's streams, to be handed to another thread. Streams share offsets, and a buffer goes only once. */
export function buffersOf(recording: Recording): Set<ArrayBuffer> {
  const streams = recording.sessions.flatMap((session) => Object.values(session.streams));
  return new Set(
    streams
      .flatMap(({ offsetsSeconds, values }) => [offsetsSeconds.buffer, values.buffer])
      .filter((buffer) => buffer instanceof ArrayBuffer),
  );
}
