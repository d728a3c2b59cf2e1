import { damaged } from '../refusals.ts';
import type { FitSegment } from './segments.ts';

export interface FieldDefinition {
  number: number;
  size: number;
  /** With the endian flag (0x80) taken off. */
  baseType: number;
  /** Where the field starts in the message, counted after the message's header. */
  offset: number;
}

export interface DeveloperFieldDefinition {
  number: number;
  size: number;
  developerIndex: number;
  offset: number;
}

export interface MessageDefinition {
  globalNumber: number;
  littleEndian: boolean;
  fields: readonly FieldDefinition[];
  developerFields: readonly DeveloperFieldDefinition[];
  /** Bytes of a message, developer fields included, its header not. */
  size: number;
  timestampOffset: number | undefined;
}

export interface Message {
  definition: MessageDefinition;
  localNumber: number;
  /** Where its fields start in the file. */
  start: number;
  /** FIT seconds from a compressed timestamp header; undefined in a plain message. */
  headerTimestamp: number | undefined;
}

/**
 * Walks over the messages of a segment without decoding them: definitions tell how long each is.
 * FIT record header: bit 7 = compressed timestamp (bits 5-6 local number, 0-4 seconds), else bit 6 = definition,
 * bit 5 = with developer fields, bits 0-3 local number.
 * The object given to `visit` is the same every time.
 */
export function walkMessages(bytes: Uint8Array, { start, end }: FitSegment, visit: (message: Message) => void): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const definitions = Array.from<MessageDefinition | undefined>({ length: 16 });
  let lastTimestamp: number | undefined;
  let message: Message | undefined;
  let position = start;
  while (position < end) {
    const header = view.getUint8(position++);
    const compressed = (header & 0x80) !== 0;
    if (!compressed && (header & 0x40) !== 0) {
      const { definition, next } = readDefinition(view, position, end, (header & 0x20) !== 0);
      definitions[header & 0x0f] = definition;
      position = next;
      continue;
    }
    const localNumber = compressed ? (header >> 5) & 0x03 : header & 0x0f;
    const definition = definitions[localNumber];
    if (!definition) throw damaged('a message comes before its definition');
    if (position + definition.size > end) throw damaged('its last message runs past the end');

    const headerTimestamp = compressed ? nextTimestamp(lastTimestamp, header & 0x1f) : undefined;
    lastTimestamp = writtenTimestamp(view, definition, position) ?? headerTimestamp ?? lastTimestamp;
    message ??= { definition, localNumber, start: position, headerTimestamp };
    message.definition = definition;
    message.localNumber = localNumber;
    message.start = position;
    message.headerTimestamp = headerTimestamp;
    visit(message);
    position += definition.size;
  }
}

/** The low 5 bits of the time; they roll over every 32 s, so a lower number than before is in the next round. */
function nextTimestamp(last: number | undefined, lowBits: number): number | undefined {
  if (last === undefined) return undefined;
  return last + ((lowBits - last) & 0x1f);
}

function writtenTimestamp(view: DataView, definition: MessageDefinition, start: number): number | undefined {
  if (definition.timestampOffset === undefined) return undefined;
  const seconds = view.getUint32(start + definition.timestampOffset, definition.littleEndian);
  return seconds === 0xffffffff ? undefined : seconds;
}

/** Definition: reserved, architecture (0 = little endian), global number (2), count, then 3 bytes per field. */
function readDefinition(view: DataView, start: number, end: number, withDeveloperFields: boolean) {
  const byte = (at: number) => {
    if (at >= end) throw damaged('a definition runs past the end');
    return view.getUint8(at);
  };
  const littleEndian = byte(start + 1) === 0;
  const count = byte(start + 4);
  const fields: FieldDefinition[] = [];
  let next = start + 5;
  let size = 0;
  for (let index = 0; index < count; index++, next += 3) {
    const field = { number: byte(next), size: byte(next + 1), baseType: byte(next + 2) & 0x1f, offset: size };
    fields.push(field);
    size += field.size;
  }
  const developerFields: DeveloperFieldDefinition[] = [];
  if (withDeveloperFields) {
    const developerCount = byte(next++);
    for (let index = 0; index < developerCount; index++, next += 3) {
      const field = { number: byte(next), size: byte(next + 1), developerIndex: byte(next + 2), offset: size };
      developerFields.push(field);
      size += field.size;
    }
  }
  const timestampOffset = fields.find((field) => field.number === 253 && field.size === 4)?.offset;
  const globalNumber = view.getUint16(start + 2, littleEndian);
  return { definition: { globalNumber, littleEndian, fields, developerFields, size, timestampOffset }, next };
}
