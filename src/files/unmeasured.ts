import type { Stream, StreamKind, Streams, Summary } from './recording.ts';

const measuredBy: readonly (readonly [keyof Summary, StreamKind])[] = [
  ['averageHeartRate', 'HEART_RATE'],
  ['maxHeartRate', 'HEART_RATE'],
  ['averagePower', 'POWER'],
  ['maxPower', 'POWER'],
  ['averageCadence', 'CADENCE'],
  ['maxCadence', 'CADENCE'],
  ['averageSpeedMetersPerSecond', 'SPEED'],
  ['maxSpeedMetersPerSecond', 'SPEED'],
];

/** Devices write an average of 0 where there was no sensor. It stays only where a sensor measured something. */
export function withoutUnmeasured<T extends Summary>(summary: T, streams: Streams): T {
  const kept = { ...summary };
  for (const [figure, kind] of measuredBy) {
    if (kept[figure] === 0 && !measuredSomething(streams[kind])) delete (kept as Partial<Summary>)[figure];
  }
  return kept;
}

function measuredSomething(stream: Stream | undefined): boolean {
  return stream?.values.some((value) => value !== 0) ?? false;
}
