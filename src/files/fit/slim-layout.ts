import { messageNumbers } from './message-numbers.ts';
import type { FieldDefinition, MessageDefinition } from './walk-messages.ts';
import { wantedFields } from './wanted-fields.ts';

/** How a message is rewritten so that the SDK sees only the wanted fields. */
export interface SlimLayout {
  /** The definition message without its record header. */
  definition: Uint8Array;
  /** Which fields of a message are copied. */
  fields: readonly FieldDefinition[];
  /** Bytes of a rewritten message, its header not counted. */
  size: number;
}

const timestampField = 253;
const uint32BaseType = 0x86;
const stringBaseType = 7;
const recordDistance = 5;
const recordCompressedSpeedDistance = 8;

/** Bytes of one value of each FIT base type, by its number without the endian flag. */
const baseTypeSizes = [1, 1, 1, 2, 2, 4, 4, 1, 4, 8, 1, 2, 4, 1, 8, 8, 8];

/**
 * The wanted part of a message, or undefined where it has none. `standIns` are developer fields that count as plain ones.
 * A timestamp from a compressed header becomes a plain first field: the SDK (21.217) refuses compressed headers.
 */
export function slimLayout(
  definition: MessageDefinition,
  standIns: readonly FieldDefinition[],
  withHeaderTimestamp: boolean,
): SlimLayout | undefined {
  const fields = [...definition.fields, ...standIns].filter((field) => isReadable(definition, field));
  const addsTimestamp = withHeaderTimestamp && !fields.some((field) => field.number === timestampField);
  const layout = fields.map(({ number, size, baseType }) => [number, size, withEndianFlag(baseType)]);
  if (addsTimestamp) layout.unshift([timestampField, 4, uint32BaseType]);
  if (layout.length === 0) return undefined;
  const { globalNumber, littleEndian } = definition;
  const numberBytes = [globalNumber & 0xff, globalNumber >> 8];
  return {
    definition: Uint8Array.from([
      0,
      littleEndian ? 0 : 1,
      ...(littleEndian ? numberBytes : numberBytes.toReversed()),
      layout.length,
      ...layout.flat(),
    ]),
    fields,
    size: layout.reduce((sum, [, size = 0]) => sum + size, 0),
  };
}

/**
 * Leaves out what the SDK cannot read: sizes that are no multiple of the base type (COROS), unknown base types, and
 * compressed_speed_distance beside distance (it throws in `setAccumulatedField` when a message holds an accumulated
 * field and the field whose component it is; the same with cycles and total_cycles, which are not wanted at all).
 */
function isReadable({ globalNumber, fields }: MessageDefinition, field: FieldDefinition): boolean {
  const wanted = wantedFields.get(globalNumber)?.get(field.number);
  const valueSize = baseTypeSizes[field.baseType];
  if (!wanted || !valueSize || field.size === 0) return false;
  if (globalNumber === messageNumbers.record && field.number === recordCompressedSpeedDistance) {
    return !fields.some(({ number }) => number === recordDistance);
  }
  if (wanted.isList || field.baseType === stringBaseType) return field.size % valueSize === 0;
  return field.size === valueSize;
}

/** FIT: base types of more than one byte carry 0x80. */
function withEndianFlag(baseType: number): number {
  return (baseTypeSizes[baseType] ?? 1) > 1 ? baseType | 0x80 : baseType;
}
