import {
  streamKinds,
  type Recording,
  type RecordingLap,
  type RecordingSession,
  type Stream,
  type StreamKind,
} from '../recording.ts';

export interface MadeUpSession {
  start?: string;
  seconds?: number;
  sport?: string;
  subSport?: string;
  title?: string;
  utcOffsetMinutes?: number;
  lapCount?: number;
  /** Which streams it has; by default those that most devices write. */
  kinds?: readonly StreamKind[];
}

/** Waves of numbers that fit the steps of FIT, so that every format keeps them: made up, of no one's body and no real place. */
const waves: Readonly<Record<StreamKind, (second: number) => number>> = {
  HEART_RATE: (second) => 130 + Math.round(20 * Math.sin(second / 97)),
  POWER: (second) => 200 + Math.round(60 * Math.sin(second / 41)),
  CADENCE: (second) => 85 + Math.round(6 * Math.sin(second / 23)),
  SPEED: (second) => (3000 + Math.round(400 * Math.sin(second / 61))) / 1000,
  DISTANCE: (second) => second * 3,
  ALTITUDE: (second) => 100 + Math.round(10 * Math.sin(second / 300)),
  TEMPERATURE: (second) => 18 + (Math.floor(second / 600) % 4),
  VERTICAL_OSCILLATION: (second) => (900 + Math.round(80 * Math.sin(second / 31))) / 10,
  GROUND_CONTACT_TIME: (second) => (2450 + Math.round(150 * Math.sin(second / 37))) / 10,
  LEFT_POWER_BALANCE: (second) => 49 + Math.round(4 * Math.sin(second / 53)),
  TOTAL_HEMOGLOBIN: (second) => (1240 + Math.round(30 * Math.sin(second / 211))) / 100,
  SATURATED_HEMOGLOBIN: (second) => (620 + Math.round(110 * Math.sin(second / 173))) / 10,
  LATITUDE: (second) => 0.01 + second * 0.00002,
  LONGITUDE: (second) => -30 + second * 0.00001,
};

/** What takes a sensor of its own, and only FIT can say. */
const rareKinds: readonly StreamKind[] = [
  'VERTICAL_OSCILLATION',
  'GROUND_CONTACT_TIME',
  'LEFT_POWER_BALANCE',
  'TOTAL_HEMOGLOBIN',
  'SATURATED_HEMOGLOBIN',
];

const usualKinds = streamKinds.filter((kind) => !rareKinds.includes(kind));

/** A session with one sample a second, from its start to its end, that is the same every time. */
export function madeUpSession(wishes: MadeUpSession = {}): RecordingSession {
  const { start = '2026-03-01T07:00:00Z', seconds = 600, sport = 'running', lapCount = 2, kinds = usualKinds } = wishes;
  const startedAtMs = Date.parse(start);
  const offsetsSeconds = Float64Array.from({ length: seconds + 1 }, (_, second) => second);
  const streams = Object.fromEntries(
    kinds.map((kind): [StreamKind, Stream] => [kind, { offsetsSeconds, values: offsetsSeconds.map(waves[kind]) }]),
  );
  const { subSport, title, utcOffsetMinutes } = wishes;
  return {
    ...madeUpSummary(startedAtMs, seconds, kinds),
    sport,
    ...(subSport && { subSport }),
    ...(title && { title }),
    ...(utcOffsetMinutes !== undefined && { utcOffsetMinutes }),
    laps: Array.from({ length: lapCount }, (_, lap) =>
      madeUpSummary(startedAtMs + (lap * seconds * 1000) / lapCount, seconds / lapCount, kinds),
    ),
    pauses: [],
    streams,
  };
}

/** A recording of one made-up session. */
export function madeUpRecording(wishes: MadeUpSession = {}): Recording {
  return {
    format: 'FIT',
    device: { manufacturer: 'development', product: '7', serialNumber: '12345' },
    sessions: [madeUpSession(wishes)],
  };
}

function madeUpSummary(startedAtMs: number, seconds: number, kinds: readonly StreamKind[]): RecordingLap {
  return {
    startedAtMs,
    durationSeconds: seconds,
    elapsedSeconds: seconds,
    elevationGainMeters: 20,
    elevationLossMeters: 18,
    energyKilocalories: Math.round(seconds / 6),
    ...(kinds.includes('DISTANCE') && { distanceMeters: seconds * 3 }),
    ...(kinds.includes('HEART_RATE') && { averageHeartRate: 130, maxHeartRate: 150 }),
    ...(kinds.includes('POWER') && { averagePower: 200, maxPower: 260 }),
    ...(kinds.includes('CADENCE') && { averageCadence: 85, maxCadence: 91 }),
    ...(kinds.includes('SPEED') && { averageSpeedMetersPerSecond: 3, maxSpeedMetersPerSecond: 3.4 }),
  };
}
