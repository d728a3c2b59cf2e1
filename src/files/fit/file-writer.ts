import { CrcCalculator, Encoder, Profile } from '@garmin/fitsdk';
import { present } from '../present.ts';

const headerSize = 14;
const crcSize = 2;

/** Puts a FIT file together from messages, which the SDK encodes, and from stretches of encoded messages. */
export function createFitWriter() {
  const parts: Uint8Array[] = [];
  let encoder: Encoder | undefined;

  function write(messageNumber: number, message: object): void {
    encoder ??= new Encoder();
    encoder.onMesg(messageNumber, present(message));
  }

  /** Ends a stretch of messages; those after it define themselves anew. */
  function endStretch(): void {
    if (encoder) parts.push(encoder.close().subarray(headerSize, -crcSize));
    encoder = undefined;
  }

  /** Messages with their definitions, as they are in the file. */
  function writeEncoded(messages: Uint8Array): void {
    endStretch();
    parts.push(messages);
  }

  function finish(): Uint8Array {
    endStretch();
    const dataSize = parts.reduce((sum, part) => sum + part.length, 0);
    const bytes = new Uint8Array(headerSize + dataSize + crcSize);
    bytes.set(fileHeader(dataSize));
    let at = headerSize;
    for (const part of parts) {
      bytes.set(part, at);
      at += part.length;
    }
    new DataView(bytes.buffer).setUint16(at, CrcCalculator.calculateCRC(bytes, 0, at), true);
    return bytes;
  }

  return { write, writeEncoded, finish };
}

/** FIT header: size, protocol 2.0, profile version, data size, ".FIT", checksum of the header. */
function fileHeader(dataSize: number): Uint8Array {
  const header = new Uint8Array(headerSize);
  const view = new DataView(header.buffer);
  view.setUint8(0, headerSize);
  view.setUint8(1, 0x20);
  view.setUint16(2, Profile.version.major * 1000 + Profile.version.minor, true);
  view.setUint32(4, dataSize, true);
  header.set(new TextEncoder().encode('.FIT'), 8);
  view.setUint16(12, CrcCalculator.calculateCRC(header, 0, 12), true);
  return header;
}
