import { Readable } from 'node:stream';
import { deflateSync } from 'node:zlib';
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { DomainError } from '../platform/errors.ts';
import { maxPictureBytes, receivePicture, redrawPicture } from './picture.codec.ts';
import { blue, halves, look, named, red, withTraces } from './testing/made-up-picture.ts';
import { pngFile, withChunks } from './testing/png-file.ts';

const refusalOf = (work: Promise<unknown>): Promise<DomainError> =>
  work.then(
    () => expect.fail('it was accepted'),
    (error: unknown) => (error instanceof DomainError ? error : expect.fail(String(error))),
  );

const webpSignature = /^RIFF....WEBPVP8/s;
const script = '<script>alert(1)</script>';

describe('a picture is drawn anew as WebP:', () => {
  test.each([
    ['JPEG', () => halves().jpeg()],
    ['progressive JPEG', () => halves().jpeg({ progressive: true })],
    ['JPEG for printing', () => halves().toColourspace('cmyk').jpeg()],
    ['PNG', () => halves().png()],
    ['PNG with a palette', () => halves().png({ palette: true })],
    ['interlaced PNG of 16 bits', () => halves().toColourspace('rgb16').png({ progressive: true })],
    ['WebP', () => halves().webp()],
    ['lossless WebP', () => halves().webp({ lossless: true })],
  ])('a %s', async (_format, make) => {
    const drawn = await redrawPicture(await make().toBuffer());
    expect(drawn.toString('latin1')).toMatch(webpSignature);
    const { width, height, colourAt } = await look(drawn);
    expect([width, height, named(colourAt(10, 16)), named(colourAt(50, 16))]).toEqual([64, 32, 'red', 'blue']);
  });

  test.each([
    [2048, 1024, 1024, 512],
    [1500, 3000, 512, 1024],
    [1025, 10, 1024, 10],
    [1024, 1024, 1024, 1024],
    [20, 10, 20, 10],
    [1, 1, 1, 1],
    [20_000, 5, 1024, 1],
  ])('%i × %i becomes %i × %i', async (width, height, drawnWidth, drawnHeight) => {
    const drawn = await look(await redrawPicture(await halves(width, height).jpeg().toBuffer()));
    expect([drawn.width, drawn.height]).toEqual([drawnWidth, drawnHeight]);
  });

  // EXIF 2.32, tag 0x0112: which sides of what is seen the first row and the first column are.
  test.each([
    [1, 'red', 'left', 'blue', 'right'],
    [2, 'blue', 'left', 'red', 'right'],
    [3, 'blue', 'left', 'red', 'right'],
    [4, 'red', 'left', 'blue', 'right'],
    [5, 'red', 'top', 'blue', 'bottom'],
    [6, 'red', 'top', 'blue', 'bottom'],
    [7, 'blue', 'top', 'red', 'bottom'],
    [8, 'blue', 'top', 'red', 'bottom'],
  ])('held as %i says, with %s at its %s and %s at its %s', async (orientation, first, side, last) => {
    const { width, height, colourAt, facts } = await look(
      await redrawPicture(await halves().jpeg().withMetadata({ orientation }).toBuffer()),
    );
    const isUpright = side === 'left';
    expect([width, height, facts.orientation]).toEqual(isUpright ? [64, 32, undefined] : [32, 64, undefined]);
    expect(named(colourAt(4, 4))).toBe(first);
    expect(named(colourAt(width - 4, height - 4))).toBe(last);
  });

  test('in the colours that its profile means', async () => {
    const wide = await halves().withIccProfile('p3').png().toBuffer();
    const distanceFrom = ([r = 0, g = 0, b = 0]: number[]) =>
      Math.max(Math.abs(r - red.r), Math.abs(g - red.g), Math.abs(b - red.b));
    // The numbers themselves are those of another colour.
    expect(distanceFrom((await look(wide, { ignoreIcc: true })).colourAt(10, 10))).toBeGreaterThan(12);
    const { colourAt } = await look(await redrawPicture(wide), { ignoreIcc: true });
    expect(distanceFrom(colourAt(10, 10))).toBeLessThan(6);
  });

  test('with what is transparent', async () => {
    const glass = { width: 8, height: 8, channels: 4 as const, background: { r: 0, g: 0, b: 0, alpha: 0 } };
    expect((await look(await redrawPicture(await sharp({ create: glass }).png().toBuffer()))).colourAt(4, 4)[3]).toBe(
      0,
    );
  });

  test('of a film its first picture', async () => {
    const create = { width: 64, height: 32, channels: 3 as const, background: blue };
    const pictures = await Promise.all([halves(), sharp({ create })].map((picture) => picture.png().toBuffer()));
    const film = await sharp(pictures, { join: { animated: true } })
      .webp()
      .toBuffer();
    expect((await sharp(film).metadata()).pages).toBe(2);
    const { height, facts, colourAt } = await look(await redrawPicture(film));
    expect([height, facts.pages, named(colourAt(4, 4))]).toEqual([32, undefined, 'red']);
  });
});

describe('nothing else of the file is kept:', () => {
  test.each([
    ['JPEG', () => withTraces(halves()).jpeg()],
    ['PNG', () => withTraces(halves()).png()],
    ['WebP', () => withTraces(halves()).webp()],
  ])('place, names, profile and words of a %s', async (_format, make) => {
    const taken = await make().toBuffer();
    const before = await sharp(taken).metadata();
    expect([before.exif, before.icc, before.xmp].every(Boolean)).toBe(true);
    expect(before.exif?.toString('latin1')).toContain('Made-up Artist');
    const drawn = await redrawPicture(taken);
    const { exif, icc, xmp, iptc, comments } = await sharp(drawn).metadata();
    expect([exif, icc, xmp, iptc, comments]).toEqual([undefined, undefined, undefined, undefined, undefined]);
    expect(drawn.toString('latin1')).not.toMatch(/EXIF|ICCP|XMP|made-up/i);
  });

  test.each<[string, (png: Buffer) => Buffer]>([
    ['behind its end', (png) => Buffer.concat([png, Buffer.from(script)])],
    ['in a text', (png) => withChunks(png, [['tEXt', Buffer.from(`Comment\0${script}`)]])],
    [
      'in a packed text',
      (png) => withChunks(png, [['zTXt', Buffer.concat([Buffer.from('Comment\0\0'), deflateSync(script)])]]),
    ],
    ['in a chunk of its own', (png) => withChunks(png, [['scRp', Buffer.from(script)]])],
  ])('a script %s', async (_where, hide) => {
    const drawn = await redrawPicture(hide(await halves().png().toBuffer()));
    expect(drawn.toString('latin1')).toMatch(webpSignature);
    expect(drawn.toString('latin1')).not.toMatch(/script|alert/);
    expect((await look(drawn)).width).toBe(64);
  });

  test('a script behind the end of a JPEG', async () => {
    const drawn = await redrawPicture(Buffer.concat([await halves().jpeg().toBuffer(), Buffer.from(script)]));
    expect(drawn.toString('latin1')).not.toMatch(/script|alert/);
  });
});

const cut = async (picture: Promise<Buffer>, part: number) =>
  (await picture).subarray(0, (await picture).length * part);
const noise = () =>
  sharp({
    create: {
      width: 300,
      height: 300,
      channels: 3,
      background: 'grey',
      noise: { type: 'gaussian', mean: 128, sigma: 60 },
    },
  });

/** A picture that says it has so many more passes over all of its pixels. */
async function manyScans(): Promise<Buffer> {
  const jpeg = await halves(7000, 7000).jpeg({ progressive: true, quality: 20 }).toBuffer();
  const lastScan = jpeg.subarray(jpeg.lastIndexOf(Buffer.from('ffda', 'hex')), -2);
  const times = Math.floor((maxPictureBytes - jpeg.length) / lastScan.length);
  return Buffer.concat([jpeg.subarray(0, -2), ...Array<Buffer>(times).fill(lastScan), jpeg.subarray(-2)]);
}

describe('refused, and soon:', () => {
  test.each<[string, () => Buffer | Promise<Buffer>, RegExp]>([
    ['a text', () => Buffer.from('hello'), /no picture/],
    ['one byte', () => Buffer.of(0xff), /no picture/],
    ['a page', () => Buffer.from(`<!doctype html>${script}`), /no picture/],
    ['a drawing', () => Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'), /no picture/],
    ['a GIF', () => halves().gif().toBuffer(), /no picture/],
    ['a TIFF', () => halves().tiff().toBuffer(), /no picture/],
    ['an AVIF', () => halves().avif({ effort: 0 }).toBuffer(), /no picture/],
    ['a signature alone', () => Buffer.from('89504e470d0a1a0a', 'hex'), /no picture/],
    ['no pixel', () => pngFile({ width: 0, height: 10 }), /no picture/],
    ['half a JPEG', () => cut(noise().jpeg().toBuffer(), 0.5), /damaged/],
    ['most of a JPEG', () => cut(noise().jpeg().toBuffer(), 0.95), /damaged/],
    ['half a progressive JPEG', () => cut(noise().jpeg({ progressive: true }).toBuffer(), 0.5), /damaged/],
    ['half a PNG', () => cut(noise().png().toBuffer(), 0.5), /damaged/],
    ['a PNG of fewer rows than it says', () => pngFile({ width: 100, height: 100, rows: 50 }), /damaged/],
    ['half a WebP', () => cut(noise().webp().toBuffer(), 0.5), /damaged|no picture/],
    ['40,000 × 40,000 pixels', () => pngFile({ width: 40_000, height: 40_000, rows: 10 }), /40000 × 40000 pixels/],
    ['pixels beyond what is read', () => pngFile({ width: 7100, height: 7100, rows: 10 }), /50 megapixels/],
    ['a million pixels in a row', () => pngFile({ width: 1_000_000, height: 50 }), /20000 in a row/],
    ['fifty million rows', () => pngFile({ width: 1, height: 50_000_000, rows: 10 }), /20000 in a row/],
    ['400 MB unpacked', () => sixteenBits(7000), /200 MB/],
    ['a JPEG of very many scans', manyScans, /damaged/],
  ])(
    '%s',
    async (_what, make, reason) => {
      const bytes = await make();
      const start = performance.now();
      const { code, fields } = await refusalOf(redrawPicture(bytes));
      expect([code, fields?.['file']?.join()]).toEqual(['BAD_USER_INPUT', expect.stringMatching(reason)]);
      expect(performance.now() - start).toBeLessThan(3000);
    },
    20_000,
  );

  test('nothing', async () => {
    expect(await refusalOf(receivePicture(Readable.from([])))).toMatchObject({ code: 'BAD_USER_INPUT' });
  });
});

const sixteenBits = (side: number) =>
  sharp({ create: { width: side, height: side, channels: 4, background: '#00000080' } })
    .toColourspace('rgb16')
    .png({ compressionLevel: 1 })
    .toBuffer();

test('a packed text or profile that would fill the memory is not unpacked', async () => {
  const bomb = deflateSync(Buffer.alloc(500_000_000));
  const words = Buffer.concat([Buffer.from('Comment\0\0'), bomb]);
  const png = withChunks(await halves().png().toBuffer(), [
    ['iCCP', words],
    ['zTXt', words],
    ['zTXt', words],
  ]);
  const before = process.memoryUsage().rss;
  expect((await look(await redrawPicture(png))).width).toBe(64);
  expect(process.memoryUsage().rss - before).toBeLessThan(100_000_000);
});

describe('an upload is taken in', () => {
  const chunk = Buffer.alloc(64 * 1024);
  const chunks = maxPictureBytes / chunk.length;

  test('up to 5 MB', async () => {
    expect(await receivePicture(Readable.from(Array<Buffer>(chunks).fill(chunk)))).toHaveLength(5 * 1024 * 1024);
  });

  test('and not a byte more, however much there is', async () => {
    let sent = 0;
    const endless = Readable.from(
      (function* () {
        for (;;) {
          sent += chunk.length;
          yield chunk;
        }
      })(),
    );
    expect(await refusalOf(receivePicture(endless))).toMatchObject({ code: 'PAYLOAD_TOO_LARGE' });
    expect(sent).toBeLessThan(maxPictureBytes + 40 * chunk.length);
    expect(endless.destroyed).toBe(true);
    const oneMore = [...Array<Buffer>(chunks).fill(chunk), Buffer.of(0)];
    expect(await refusalOf(receivePicture(Readable.from(oneMore)))).toMatchObject({ code: 'PAYLOAD_TOO_LARGE' });
  });

  test('unless something cut it on its way', async () => {
    const content = Object.assign(Readable.from([chunk]), { truncated: true });
    expect(await refusalOf(receivePicture(content))).toMatchObject({ code: 'PAYLOAD_TOO_LARGE' });
  });
});

test('very many at once are refused but for those that can wait', async () => {
  const large = await halves(3000, 3000).jpeg().toBuffer();
  const answers = await Promise.allSettled(Array.from({ length: 30 }, () => redrawPicture(large)));
  const refusals = answers.filter((answer) => answer.status === 'rejected').map(({ reason }) => reason as DomainError);
  expect(refusals.map(({ code }) => code)).toEqual(Array(8).fill('RATE_LIMITED'));
  await expect(redrawPicture(large)).resolves.toBeInstanceOf(Buffer);
});
