import type { SampleTable } from '../sample-table.ts';
import type { FitMessage } from './fit-message.ts';
import { asNumber, listOf, numberOf, toEpochMs } from './values.ts';

/** FIT: the bit of left_right_balance that says of which leg the other seven are the percentage. */
export const rightLeg = 0x80;

/** FIT: positions are semicircles, 2^31 of them in 180 degrees. */
export const degreesPerSemicircle = 180 / 2 ** 31;

/**
 * Adds one record message to the table; one without a time says nothing that can be placed. Fields are named in place, where V8
 * remembers how to find them: through `numberOf`, those that a file does not have would cost a twentieth of its reading time.
 */
export function addRecord(table: SampleTable, message: FitMessage): void {
  const timestamp = asNumber(message['timestamp']);
  if (timestamp === undefined) return;
  const row = table.add(toEpochMs(timestamp));
  const heartRate = asNumber(message['heartRate']);
  if (heartRate !== 0) table.set('HEART_RATE', row, heartRate); // no living heart: the strap lost contact
  table.set('POWER', row, asNumber(message['power']));
  table.set('CADENCE', row, asNumber(message['cadence']));
  table.set('SPEED', row, asNumber(message['enhancedSpeed']) ?? asNumber(message['speed']) ?? compressedSpeed(message));
  table.set('DISTANCE', row, asNumber(message['distance']) ?? compressedDistance(table, row, message));
  table.set('ALTITUDE', row, asNumber(message['enhancedAltitude']) ?? asNumber(message['altitude']));
  table.set('TEMPERATURE', row, asNumber(message['temperature']));
  table.set('VERTICAL_OSCILLATION', row, asNumber(message['verticalOscillation']));
  table.set('GROUND_CONTACT_TIME', row, asNumber(message['stanceTime']));
  table.set('LEFT_POWER_BALANCE', row, leftPowerBalance(message));
  table.set('TOTAL_HEMOGLOBIN', row, asNumber(message['totalHemoglobinConc']));
  table.set('SATURATED_HEMOGLOBIN', row, asNumber(message['saturatedHemoglobinPercent']));
  table.setPosition(row, degreesOf(message, 'positionLat'), degreesOf(message, 'positionLong'));
}

function degreesOf(message: FitMessage, field: string): number | undefined {
  const semicircles = numberOf(message, field);
  return semicircles === undefined ? undefined : semicircles * degreesPerSemicircle;
}

/** The share of the left leg; absent where the file does not say which leg it means (Wahoo), or more than all of it. */
function leftPowerBalance(message: FitMessage): number | undefined {
  const written = message['leftRightBalance'];
  const raw = written === 'right' ? rightLeg : asNumber(written); // the SDK gives the bare flag, 0 % right, by its name
  if (raw === undefined || raw < rightLeg || raw > rightLeg + 100) return undefined;
  return 100 - (raw - rightLeg);
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
