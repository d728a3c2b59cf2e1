import type { StreamKind } from '../recording.ts';
import { degreesPerSemicircle, rightLeg } from './records.ts';

/** A field of a record message as it is written. */
export interface RecordField {
  kind: StreamKind;
  number: number;
  baseType: number;
  size: 1 | 2 | 4;
  /** The number in the file is (value + offset) × scale; `invalid` stands for no value, and for one that does not fit. */
  scale: number;
  offset: number;
  min: number;
  max: number;
  invalid: number;
}

const baseTypeBySize = { 1: 0x02, 2: 0x84, 4: 0x86 } as const; // uint8, uint16, uint32
const sint8 = 0x01;
const sint32 = 0x85;

function unsigned(kind: StreamKind, number: number, size: 1 | 2 | 4, scale = 1, offset = 0): RecordField {
  const invalid = 2 ** (8 * size) - 1;
  return { kind, number, baseType: baseTypeBySize[size], size, scale, offset, min: 0, max: invalid - 1, invalid };
}

function semicircles(kind: StreamKind, number: number): RecordField {
  const invalid = 2 ** 31 - 1;
  const scale = 1 / degreesPerSemicircle;
  return { kind, number, baseType: sint32, size: 4, scale, offset: 0, min: -(2 ** 31), max: invalid - 1, invalid };
}

/** Left is written as what is left of 100 for the right leg, with the flag that says so. */
function leftRightBalance(number: number): RecordField {
  const range = { min: rightLeg, max: rightLeg + 100, invalid: 0xff };
  return { ...unsigned('LEFT_POWER_BALANCE', number, 1, -1, -(rightLeg + 100)), ...range };
}

/**
 * FIT profile: record. Speed and altitude go out twice, because readers older than the enhanced fields know only the
 * narrow ones.
 */
export const recordFields: readonly RecordField[] = [
  semicircles('LATITUDE', 0),
  semicircles('LONGITUDE', 1),
  unsigned('ALTITUDE', 2, 2, 5, 500),
  unsigned('HEART_RATE', 3, 1),
  unsigned('CADENCE', 4, 1),
  unsigned('DISTANCE', 5, 4, 100),
  unsigned('SPEED', 6, 2, 1000),
  unsigned('POWER', 7, 2),
  { kind: 'TEMPERATURE', number: 13, baseType: sint8, size: 1, scale: 1, offset: 0, min: -128, max: 126, invalid: 127 },
  leftRightBalance(30),
  unsigned('VERTICAL_OSCILLATION', 39, 2, 10),
  unsigned('GROUND_CONTACT_TIME', 41, 2, 10),
  unsigned('TOTAL_HEMOGLOBIN', 54, 2, 100),
  unsigned('SATURATED_HEMOGLOBIN', 57, 2, 10),
  unsigned('SPEED', 73, 4, 1000),
  unsigned('ALTITUDE', 78, 4, 5, 500),
];

/** The number to write for a value; undefined and NaN are no value. */
export function toRaw({ scale, offset, min, max, invalid }: RecordField, value: number | undefined): number {
  const raw = value === undefined ? invalid : Math.round((value + offset) * scale);
  return raw >= min && raw <= max ? raw : invalid;
}
