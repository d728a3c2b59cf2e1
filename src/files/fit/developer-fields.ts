import { messageNumbers } from './message-numbers.ts';
import type { FieldDefinition, Message, MessageDefinition } from './walk-messages.ts';

/** FIT profile: record fields whose numbers need no scale, so that a developer's values can stand in for them. */
const replaceable: ReadonlySet<number> = new Set([
  3, // heart_rate
  4, // cadence
  7, // power
]);

/** FIT profile: field_description. */
const described = { developerIndex: 0, fieldNumber: 1, baseType: 2, nativeMessage: 14, nativeField: 15 };

/**
 * Developer fields (Connect IQ) that say which field of a record they stand for, such as the power of a foot pod. The
 * descriptions come before the definitions that use them, and hold within one of the chained files.
 */
export function createDeveloperFields(bytes: Uint8Array) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const natives = new Map<string, { number: number; baseType: number }>();

  function learn({ definition, start }: Message): void {
    const read = (number: number, size: 1 | 2): number | undefined => {
      const field = definition.fields.find((each) => each.number === number && each.size === size);
      if (!field) return undefined;
      const at = start + field.offset;
      const value = size === 1 ? view.getUint8(at) : view.getUint16(at, definition.littleEndian);
      return value === 2 ** (8 * size) - 1 ? undefined : value; // the invalid value
    };
    const number = read(described.nativeField, 1);
    const baseType = read(described.baseType, 1);
    const message = read(described.nativeMessage, 2) ?? messageNumbers.record;
    if (number === undefined || baseType === undefined || message !== messageNumbers.record) return;
    const key = `${read(described.developerIndex, 1)}/${read(described.fieldNumber, 1)}`;
    if (replaceable.has(number)) natives.set(key, { number, baseType: baseType & 0x1f });
  }

  /** The developer fields of a record definition as the fields for which they stand, where it lacks those. */
  function standIns({ globalNumber, fields, developerFields }: MessageDefinition): FieldDefinition[] {
    if (globalNumber !== messageNumbers.record) return [];
    const found = new Map<number, FieldDefinition>();
    for (const { developerIndex, number, size, offset } of developerFields) {
      const native = natives.get(`${developerIndex}/${number}`);
      if (!native || found.has(native.number) || fields.some((field) => field.number === native.number)) continue;
      found.set(native.number, { ...native, size, offset });
    }
    return [...found.values()];
  }

  return { learn, standIns };
}
