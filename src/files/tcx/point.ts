import type { StreamKind } from '../recording.ts';
import type { SampleTable } from '../sample-table.ts';

/** Which stream an element in a Trackpoint belongs to, by its parent and its name. */
const streams: ReadonlyMap<string, StreamKind> = new Map<string, StreamKind>([
  ['HeartRateBpm/Value', 'HEART_RATE'],
  ['TPX/Watts', 'POWER'],
  ['Trackpoint/Cadence', 'CADENCE'],
  ['TPX/RunCadence', 'CADENCE'],
  ['TPX/Speed', 'SPEED'],
  ['Trackpoint/DistanceMeters', 'DISTANCE'],
  ['Trackpoint/AltitudeMeters', 'ALTITUDE'],
  ['Position/LatitudeDegrees', 'LATITUDE'],
  ['Position/LongitudeDegrees', 'LONGITUDE'],
]);

export interface TcxPoint {
  timeMs: number | undefined;
  values: Partial<Record<StreamKind, number>>;
}

export function fillPoint(point: TcxPoint, parent: string, name: string, value: number | undefined): void {
  const kind = streams.get(`${parent}/${name}`);
  if (kind && value !== undefined) point.values[kind] = value;
}

/** Adds a point that has a time, and of its values those that can be. */
export function addPoint(table: SampleTable, point: TcxPoint): void {
  if (point.timeMs === undefined) return;
  const row = table.add(point.timeMs);
  const { LATITUDE, LONGITUDE, HEART_RATE, ...others } = point.values;
  if (HEART_RATE !== 0) table.set('HEART_RATE', row, HEART_RATE); // the strap lost contact
  table.setPosition(row, LATITUDE, LONGITUDE);
  for (const kind of ['POWER', 'CADENCE', 'SPEED', 'DISTANCE', 'ALTITUDE', 'TEMPERATURE'] as const) {
    table.set(kind, row, others[kind]);
  }
}
