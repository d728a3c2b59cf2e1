import { crc32, deflateSync } from 'node:zlib';

export type Chunk = [type: string, data: Uint8Array];

export interface PngFile {
  width: number;
  height: number;
  /** Of what the header announces so many rows are there; by default all. */
  rows?: number;
  /** Between the header and the picture. */
  chunks?: Chunk[];
}

const signature = Buffer.from('89504e470d0a1a0a', 'hex');
const bytesPerPixel = 3;

/** A black PNG written by hand, for what no encoder writes. */
export function pngFile({ width, height, rows = height, chunks = [] }: PngFile): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2], 8); // bits of a sample, RGB
  const pixels = deflateSync(Buffer.alloc(rows * (1 + width * bytesPerPixel)));
  const all: Chunk[] = [['IHDR', header], ...chunks, ['IDAT', pixels], ['IEND', Buffer.alloc(0)]];
  return Buffer.concat([signature, ...all.map(bytesOf)]);
}

/** Chunks put behind the header of a PNG that somebody else wrote. */
export function withChunks(png: Buffer, chunks: Chunk[]): Buffer {
  const headerEnd = signature.length + 25;
  return Buffer.concat([png.subarray(0, headerEnd), ...chunks.map(bytesOf), png.subarray(headerEnd)]);
}

function bytesOf([type, data]: Chunk): Buffer {
  const named = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  sum.writeUInt32BE(crc32(named));
  return Buffer.concat([length, named, sum]);
}
