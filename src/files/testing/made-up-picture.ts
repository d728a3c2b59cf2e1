import sharp, { type Sharp, type SharpOptions } from 'sharp';

export const red = { r: 220, g: 30, b: 30 };
export const blue = { r: 30, g: 30, b: 220 };

/** A picture whose left half is red and whose right half is blue. */
export function halves(width = 64, height = 32): Sharp {
  const create = { width, height, channels: 3 as const, background: red };
  const right = { create: { ...create, width: Math.ceil(width / 2), background: blue } };
  return sharp({ create, limitInputPixels: false }).composite([{ input: right, left: Math.floor(width / 2), top: 0 }]);
}

/** What a camera writes beside the picture: where it was, who took it, and a program's own words. */
export const withTraces = (picture: Sharp): Sharp =>
  picture
    .withIccProfile('p3')
    .withExif({ IFD0: { Artist: 'Made-up Artist' }, IFD3: { GPSLatitude: '52/1 30/1 0/1', GPSLatitudeRef: 'N' } })
    .withXmp('<x:xmpmeta xmlns:x="adobe:ns:meta/"><made-up-words/></x:xmpmeta>');

/** The colour of one pixel, and how large the whole is. */
export async function look(picture: Uint8Array, options: SharpOptions = {}) {
  const { data, info } = await sharp(picture, options).raw().toBuffer({ resolveWithObject: true });
  const colourAt = (x: number, y: number): number[] => [
    ...data.subarray((y * info.width + x) * info.channels, (y * info.width + x + 1) * info.channels),
  ];
  return { width: info.width, height: info.height, colourAt, facts: await sharp(picture).metadata() };
}

/** Which of the two colours it is, roughly: what is stored is not to the digit what was drawn. */
export const named = ([r = 0, g = 0, b = 0]: number[]): string =>
  g > 100 ? 'another' : r > b + 80 ? 'red' : b > r + 80 ? 'blue' : 'another';
