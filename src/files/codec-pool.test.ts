import { afterAll, describe, expect, test } from 'vitest';
import { type CodecLimits, createRecordingCodec } from './codec-pool.ts';
import { encodeFit } from './fit/encode.ts';
import { maxFileBytes } from './limits.ts';
import { fitFile } from './testing/fit-file.ts';
import { madeUpRecording } from './testing/made-up-recording.ts';

const small = encodeFit(madeUpRecording({ seconds: 30 }));
const codecs = [createRecordingCodec()];
const codecWith = (limits: CodecLimits) => {
  const codec = createRecordingCodec(limits);
  codecs.push(codec);
  return codec;
};
const [codec = createRecordingCodec()] = codecs;

afterAll(() => Promise.all(codecs.map((each) => each.close())));

test('a file is read in a worker, and the caller keeps its bytes', async () => {
  const { sessions } = await codec.decode(small);
  expect(sessions[0]?.streams.HEART_RATE?.values).toHaveLength(31);
  expect(small.length).toBeGreaterThan(0);
});

test('a refusal comes through as what it is', async () => {
  await expect(codec.decode(Buffer.from('<kml/>'))).rejects.toMatchObject({
    code: 'BAD_USER_INPUT',
    fields: { file: [expect.stringContaining('its root is kml')] },
  });
  await expect(codec.decode(new Uint8Array())).rejects.toThrow('file is empty');
  await expect(codec.decode(new Uint8Array(maxFileBytes + 1))).rejects.toMatchObject({ code: 'PAYLOAD_TOO_LARGE' });
});

test('many files at once all get their answer', async () => {
  const results = await Promise.all(Array.from({ length: 10 }, () => codec.decode(small)));
  expect(results.every(({ sessions }) => sessions.length === 1)).toBe(true);
});

describe('limits', () => {
  /** A million records of seven fields, of which one is a list, so that the SDK has to read them all: seconds to decode. */
  const large = () => {
    const fields = [
      [3, 1, 0x02],
      [4, 1, 0x02],
      [7, 2, 0x84],
      [8, 3, 0x0d],
      [6, 2, 0x84],
      [0, 4, 0x85],
      [1, 4, 0x85],
    ];
    const definition = [0x40, 0, 0, 20, 0, fields.length, ...fields.flat()];
    const messages = new Uint8Array(definition.length + 1_000_000 * (1 + 17));
    messages.set(definition);
    return fitFile((_, writeEncoded) => writeEncoded(messages));
  };

  test('a file that takes too long is refused, and the next one is read', async () => {
    const hasty = codecWith({ threads: 1, timeoutMs: 1000 });
    await hasty.decode(small);
    await expect(hasty.decode(large())).rejects.toMatchObject({
      code: 'BAD_USER_INPUT',
      message: 'file takes too long to read',
    });
    await expect(hasty.decode(small)).resolves.toMatchObject({ format: 'FIT' });
  });

  test('a worker that runs out of memory is a refusal, and the next file is read', async () => {
    const tight = codecWith({ threads: 1, heapMegabytes: 24 });
    const greedy = `<gpx><trk note="${'&amp;'.repeat(4_000_000)}"/></gpx>`;
    await expect(tight.decode(Buffer.from(greedy))).rejects.toMatchObject({
      message: 'file takes too much memory to read',
    });
    await expect(tight.decode(small)).resolves.toMatchObject({ format: 'FIT' });
  });

  test('when too many files wait, the next is refused at once', async () => {
    const busy = codecWith({ threads: 1, maxWaiting: 1 });
    const first = [busy.decode(small), busy.decode(small)];
    await expect(busy.decode(small)).rejects.toMatchObject({ code: 'RATE_LIMITED' });
    await expect(Promise.all(first)).resolves.toHaveLength(2);
  });
});

test('a codec that was closed starts again with the next file', async () => {
  await codec.close();
  await expect(codec.decode(small)).resolves.toMatchObject({ format: 'FIT' });
});
