import { fork } from 'node:child_process';
import { once } from 'node:events';
import sharp from 'sharp';
import type * as codecModule from '../src/files/picture.codec.ts';

// The most expensive pictures that are accepted, each in a process of its own: time, and the most memory beyond what the process had before.

interface Figures {
  milliseconds: number;
  megabytes: number;
}

async function drawHere([bytes, times]: [Buffer, number]): Promise<Figures> {
  const built = new URL('../dist/src/files/picture.codec.js', import.meta.url).href;
  const { redrawPicture } = (await import(built)) as typeof codecModule;
  const before = process.memoryUsage.rss();
  const start = performance.now();
  await Promise.all(Array.from({ length: times }, () => redrawPicture(bytes)));
  const milliseconds = Math.round(performance.now() - start);
  return { milliseconds, megabytes: Math.round((process.resourceUsage().maxRSS * 1024 - before) / 2 ** 20) };
}

async function draw(bytes: Buffer, times: number): Promise<Figures> {
  const child = fork(new URL(import.meta.url), { serialization: 'advanced', env: { ...process.env, DRAWS: '1' } });
  child.send([bytes, times]);
  const [figures] = (await once(child, 'message')) as [Figures];
  child.disconnect();
  return figures;
}

const plain = (width: number, height: number, channels: 3 | 4 = 3) =>
  sharp({ create: { width, height, channels, background: '#c81e1e80' } });
const noise = (side: number) =>
  sharp({
    create: { width: side, height: side, channels: 3, background: 'grey', noise: { type: 'gaussian', sigma: 60 } },
  });
const turned = { orientation: 6 };

async function compare(): Promise<void> {
  const wave = { progressive: true, chromaSubsampling: '4:4:4' };
  const pictures = {
    'JPEG of noise, 8 megapixels': noise(2800).jpeg({ quality: 45 }),
    'JPEG, 50 megapixels': plain(7071, 7071).jpeg(),
    'progressive JPEG, 50 megapixels': plain(7071, 7071).jpeg(wave).withMetadata(turned),
    'interlaced PNG, 50 megapixels, RGBA': plain(7071, 7071, 4).png({ progressive: true }).withMetadata(turned),
    'interlaced PNG, 25 megapixels, RGBA of 16 bits': plain(5000, 5000, 4)
      .toColourspace('rgb16')
      .png({ progressive: true })
      .withMetadata(turned),
    'interlaced PNG, 20,000 × 2,500, RGBA': plain(20_000, 2500, 4).png({ progressive: true }).withMetadata(turned),
    'WebP, 49 megapixels': plain(16_383, 3000, 4).webp({ effort: 0 }).withMetadata(turned),
  };
  const rows: object[] = [];
  for (const [what, picture] of Object.entries(pictures)) {
    const bytes = await picture.toBuffer();
    rows.push({ what, 'file MB': Math.round(bytes.length / 2 ** 16) / 16, ...(await draw(bytes, 1)) });
    if (what.startsWith('progressive')) rows.push({ what: '22 of these at once', ...(await draw(bytes, 22)) });
  }
  console.table(rows);
}

if (process.env['DRAWS']) {
  const [task] = (await once(process, 'message')) as [[Buffer, number]];
  process.send?.(await drawHere(task));
} else await compare();
