import type { SampleTable } from '../sample-table.ts';
import type { FitMessage } from './sdk-feed.ts';
import { listOf, numberOf, toEpochMs } from './values.ts';

/** FIT: positions are semicircles, 2^31 of them in 180 degrees. */
export const degreesPerSemicircle = 180 / 2 ** 31;

/** Adds one record message to the table; one without a time says nothing that can be placed. */
export function addRecord(table: SampleTable, message: FitMessage): void {
  const timestamp = numberOf(message, 'timestamp');
  if (timestamp === undefined) return;
  const row = table.add(toEpochMs(timestamp));
  const heartRate = numberOf(message, 'heartRate');
  if (heartRate !== 0) table.set('HEART_RATE', row, heartRate); // no living heart: the strap lost contact
  table.set('POWER', row, numberOf(message, 'power'));
  table.set('CADENCE', row, numberOf(message, 'cadence'));
  table.set('SPEED', row, numberOf(message, 'enhancedSpeed') ?? numberOf(message, 'speed') ?? compressedSpeed(message));
  table.set('DISTANCE', row, numberOf(message, 'distance') ?? compressedDistance(table, row, message));
  table.set('ALTITUDE', row, numberOf(message, 'enhancedAltitude') ?? numberOf(message, 'altitude'));
  table.set('TEMPERATURE', row, numberOf(message, 'temperature'));
  table.setPosition(row, degreesOf(message, 'positionLat'), degreesOf(message, 'positionLong'));
}

function degreesOf(message: FitMessage, field: string): number | undefined {
  const semicircles = numberOf(message, field);
  return semicircles === undefined ? undefined : semicircles * degreesPerSemicircle;
}

/** FIT: compressed_speed_distance is 12 bits of speed (1/100 m/s), then 12 bits of distance (1/16 m) that roll over. */
function compressedSpeed(message: FitMessage): number | undefined {
  const [low, middle] = listOf(message, 'compressedSpeedDistance');
  return typeof low === 'number' && typeof middle === 'number' ? (low | ((middle & 0x0f) << 8)) / 100 : undefined;
}

function compressedDistance(table: SampleTable, row: number, message: FitMessage): number | undefined {
  const [, middle, high] = listOf(message, 'compressedSpeedDistance');
  if (typeof middle !== 'number' || typeof high !== 'number') return undefined;
  const before = row > 0 ? table.value('DISTANCE', row - 1) : 0;
  const sixteenths = Math.round((Number.isNaN(before) ? 0 : before) * 16);
  return (sixteenths + ((((middle >> 4) | (high << 4)) - sixteenths) & 0xfff)) / 16;
}
