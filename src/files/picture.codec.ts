import type { Readable } from 'node:stream';
import type { Metadata, Sharp } from 'sharp';
import { badInput, payloadTooLarge } from '../platform/errors.ts';
import { emptyFile } from './refusals.ts';
import { waitingLine } from './waiting-line.ts';

const megabyte = 1024 * 1024;

/** The largest picture that is read. */
export const maxPictureBytes = 5 * megabyte;

/** What every picture is written as: half the bytes of a JPEG, and unlike that it keeps what is transparent. Every browser since 2020 shows it. */
export const pictureType = 'image/webp';

const formats: readonly string[] = ['jpeg', 'png', 'webp'];
const maxDrawnSidePixels = 1024;
/** Phones' cameras stay below. */
const maxPixels = 50_000_000;
/** Of all that is made smaller, rows of a million pixels take the most memory, and a million rows the most time. */
const maxSourceSidePixels = 20_000;
/** Some pictures have to be unpacked as a whole before they can be made smaller. */
const maxUnpackedBytes = 200_000_000;
/** What takes as much memory as it may takes about a second; what takes longer was made to. */
const maxSeconds = 10;

/**
 * The memory that pictures take is the process's own, so there is one line for all of them. Two at a time is what the library's
 * threads are shared by with files and names.
 */
const line = waitingLine({ places: 2, maxWaiting: 20 });

/** Loaded by the first picture: it takes 17 MB, which most processes never need. */
let library: Promise<(bytes: Buffer, limitPixels: number | false) => Sharp> | undefined;

async function loadLibrary() {
  const { default: sharp } = await import('sharp');
  sharp.cache(false);
  sharp.concurrency(1);
  // Nothing else may even look at what came: drawings with scripts and links, documents, films.
  sharp.block({ operation: ['VipsForeignLoad'] });
  sharp.unblock({
    operation: ['VipsForeignLoadJpegBuffer', 'VipsForeignLoadPngBuffer', 'VipsForeignLoadWebpBuffer'],
  });
  return (bytes: Buffer, limitPixels: number | false) =>
    sharp(bytes, { limitInputPixels: limitPixels, failOn: 'error', sequentialRead: true });
}

/**
 * Takes in an upload to its end, but never more than one picture may have.
 * @throws DomainError PAYLOAD_TOO_LARGE, BAD_USER_INPUT on `file` when there is nothing
 */
export async function receivePicture(content: Readable): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of content as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > maxPictureBytes) break;
    chunks.push(chunk);
  }
  // A multipart parser cuts a file at its own limit without an error, and only marks the stream.
  if (size > maxPictureBytes || ('truncated' in content && content.truncated === true))
    throw payloadTooLarge(`file: has more than ${maxPictureBytes / megabyte} MB.`);
  if (size === 0) throw emptyFile();
  return Buffer.concat(chunks, size);
}

/**
 * Draws a JPEG, PNG or WebP anew: upright, in sRGB, at most 1024 × 1024 pixels, and nothing else of what the file held. Of a film the first
 * picture.
 * @throws DomainError BAD_USER_INPUT on `file`, RATE_LIMITED when too many pictures wait
 */
export function redrawPicture(bytes: Buffer): Promise<Buffer> {
  return line.pass(async () => {
    library ??= loadLibrary();
    const open = await library;
    const unreadable = () => badInput('file', 'is no picture that can be read: jpg, png and webp are');
    const facts = await open(bytes, false)
      .metadata()
      .catch(() => undefined);
    if (!facts || !formats.includes(facts.format)) throw unreadable();
    refuseTooLarge(facts);
    return open(bytes, maxPixels)
      .timeout({ seconds: maxSeconds })
      .autoOrient()
      .resize({ width: maxDrawnSidePixels, height: maxDrawnSidePixels, fit: 'inside', withoutEnlargement: true })
      .webp({ quality: 80, alphaQuality: 80 })
      .toBuffer()
      .catch((error: unknown) => {
        throw Object.assign(badInput('file', 'is damaged: the picture in it cannot be read to its end'), {
          cause: error,
        });
      });
  });
}

/** By what the file says of itself, before any of it is unpacked. @throws DomainError BAD_USER_INPUT on `file` */
function refuseTooLarge({ width, height, channels, depth }: Metadata): void {
  const pixels = width * height;
  if (pixels > maxPixels || Math.max(width, height) > maxSourceSidePixels)
    throw badInput(
      'file',
      `has ${width} × ${height} pixels; at most ${maxPixels / 1_000_000} megapixels are read, and ${maxSourceSidePixels} in a row`,
    );
  const bytesPerSample = depth === 'uchar' ? 1 : 2;
  if (pixels * channels * bytesPerSample > maxUnpackedBytes)
    throw badInput('file', `takes more than ${maxUnpackedBytes / 1_000_000} MB when it is unpacked`);
}
