import { badInput } from '../../platform/errors.ts';
import { damaged } from '../refusals.ts';

const chunkSize = 64 * 1024;

/** Encodings that an XML declaration may name, and the label under which Node knows them. */
const encodings: Readonly<Record<string, string>> = {
  'utf-8': 'utf-8',
  utf8: 'utf-8',
  'us-ascii': 'utf-8',
  ascii: 'utf-8',
  'iso-8859-1': 'windows-1252',
  'windows-1252': 'windows-1252',
};

/** The text of an XML file, piece by piece: UTF-8, UTF-16 with a byte order mark, or Latin-1 where it says so. */
export function* textChunks(bytes: Uint8Array): Generator<string> {
  const decoder = new TextDecoder(encodingOf(bytes), { fatal: true });
  for (let start = 0; start < bytes.length; start += chunkSize) {
    const end = start + chunkSize;
    yield decodeText(
      () => decoder.decode(bytes.subarray(start, end), { stream: end < bytes.length }),
      decoder.encoding,
    );
  }
}

function decodeText(decode: () => string, encoding: string): string {
  try {
    return decode();
  } catch (error) {
    if (error instanceof TypeError) throw damaged(`its text is not valid ${encoding.toUpperCase()}`);
    throw error;
  }
}

function encodingOf(bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  const declaration = Buffer.from(bytes.subarray(0, 200)).toString('latin1');
  const [, name = 'utf-8'] = /^[^<]*<\?xml[^>]*\sencoding\s*=\s*["']([^"']{1,40})["']/.exec(declaration) ?? [];
  const encoding = encodings[name.toLowerCase()];
  if (!encoding) throw badInput('file', `is in the encoding ${name}, which is not read: save it as UTF-8`);
  return encoding;
}
