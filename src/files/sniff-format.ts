import { archive, emptyFile, unknownFormat } from './refusals.ts';

/** Magic numbers of archives. Vitalgate never unpacks: a small archive can hold more than any memory. */
const archives: readonly (readonly [string, readonly number[]])[] = [
  ['ZIP', [0x50, 0x4b, 0x03, 0x04]],
  ['ZIP', [0x50, 0x4b, 0x05, 0x06]],
  ['GZIP', [0x1f, 0x8b]],
  ['BZIP2', [0x42, 0x5a, 0x68]],
  ['XZ', [0xfd, 0x37, 0x7a, 0x58, 0x5a]],
  ['7-Zip', [0x37, 0x7a, 0xbc, 0xaf]],
  ['Zstandard', [0x28, 0xb5, 0x2f, 0xfd]],
];

const fitSignature = [0x2e, 0x46, 0x49, 0x54]; // ".FIT", at byte 8 of every FIT header
const leading = new Set([0xef, 0xbb, 0xbf, 0xfe, 0xff, 0x00, 0x09, 0x0a, 0x0d, 0x20]); // byte order marks, blanks

export const isFit = (bytes: Uint8Array): boolean => startsWith(bytes, fitSignature, 8);

/** Tells the format from the content, whatever the file is called. Refuses empty files, archives and all else. */
export function sniffFormat(bytes: Uint8Array): 'FIT' | 'XML' {
  if (bytes.length === 0) throw emptyFile();
  if (isFit(bytes)) return 'FIT';
  for (const [kind, magic] of archives) if (startsWith(bytes, magic, 0)) throw archive(kind);
  const first = bytes.subarray(0, 1024).find((byte) => !leading.has(byte));
  if (first === 0x3c) return 'XML';
  throw unknownFormat();
}

function startsWith(bytes: Uint8Array, magic: readonly number[], at: number): boolean {
  return magic.every((byte, index) => bytes[at + index] === byte);
}
