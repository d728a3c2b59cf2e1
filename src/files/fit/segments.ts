import { CrcCalculator } from '@garmin/fitsdk';
import { maxParts } from '../limits.ts';
import { damaged, tooMany, truncated } from '../refusals.ts';

/** The data of one FIT file, without its header and checksum; a chained file holds several, one after the other. */
export interface FitSegment {
  start: number;
  end: number;
}

const crcSize = 2;

/**
 * Splits a file into its chained FIT files and checks lengths and checksums.
 * FIT header: size, protocol, profile (2), data size (4), ".FIT", and where the size is 14 a checksum of the header
 * that may be 0 (not computed).
 */
export function splitSegments(bytes: Uint8Array): FitSegment[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const segments: FitSegment[] = [];
  let position = 0;
  while (position < bytes.length) {
    if (segments.length > 0 && onlyZeros(bytes, position)) break; // a file system's padding
    if (segments.length === maxParts) throw tooMany('chained files', maxParts);
    const segment = readHeader(view, position);
    if (view.getUint16(segment.end, true) !== checksum(bytes, position, segment.end)) {
      throw damaged('its checksum does not match its content');
    }
    segments.push(segment);
    position = segment.end + crcSize;
  }
  return segments;
}

function readHeader(view: DataView, position: number): FitSegment {
  const left = view.byteLength - position;
  if (left < 12) throw truncated();
  const headerSize = view.getUint8(position);
  if (view.getUint32(position + 8) !== 0x2e464954) throw damaged('what follows its first part is no FIT file');
  if (headerSize < 12) throw damaged('the size of its header is wrong');
  const dataSize = view.getUint32(position + 4, true);
  if (dataSize === 0 || left < headerSize + dataSize + crcSize) throw truncated();
  return { start: position + headerSize, end: position + headerSize + dataSize };
}

function checksum(bytes: Uint8Array, start: number, end: number): number {
  return CrcCalculator.calculateCRC(bytes, start, end);
}

function onlyZeros(bytes: Uint8Array, from: number): boolean {
  return bytes.subarray(from).every((byte) => byte === 0);
}
