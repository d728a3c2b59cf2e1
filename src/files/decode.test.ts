import { gzipSync } from 'node:zlib';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DomainError } from '../platform/errors.ts';
import { decodeRecording } from './decode.ts';
import { encodeFit } from './fit/encode.ts';
import { createFitWriter } from './fit/file-writer.ts';
import { messageNumbers } from './fit/message-numbers.ts';
import { maxFileBytes } from './limits.ts';
import { streamKinds } from './recording.ts';
import { gpxText } from './testing/gpx-text.ts';
import { madeUpRecording } from './testing/made-up-recording.ts';
import { tcxText } from './testing/tcx-text.ts';

const recording = madeUpRecording({ seconds: 20, utcOffsetMinutes: 60 });
const fit = encodeFit(madeUpRecording({ seconds: 20, utcOffsetMinutes: 60, kinds: streamKinds }));
const valid = [fit, Buffer.from(tcxText(recording)), Buffer.from(gpxText(recording))];

describe('what is no recording is refused by what it is', () => {
  test.each([
    ['an empty file', new Uint8Array(), 'file is empty'],
    ['a picture', Buffer.from('\x89PNG\r\n\x1a\n'), 'file is of an unknown format'],
    ['blanks', Buffer.from('   \n'), 'file is of an unknown format'],
    ['a ZIP archive', Buffer.from('PK\x03\x04whatever'), 'file is a ZIP archive'],
    ['a GZIP archive of a FIT file', gzipSync(fit), 'file is a GZIP archive'],
  ])('%s', (_, bytes, message) => {
    expect(() => decodeRecording(bytes)).toThrow(expect.objectContaining({ code: 'BAD_USER_INPUT' }));
    expect(() => decodeRecording(bytes)).toThrow(message);
  });

  test('a file of more than 25 MB', () => {
    expect(() => decodeRecording(new Uint8Array(maxFileBytes + 1))).toThrow(
      expect.objectContaining({ code: 'PAYLOAD_TOO_LARGE' }),
    );
  });
});

describe('whatever the bytes, there is a recording or a refusal', () => {
  const anyBytes = fc.uint8Array({ maxLength: 400 });
  const check = (bytes: Uint8Array) => {
    try {
      expect(decodeRecording(bytes).sessions.length).toBeGreaterThan(0);
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
    }
  };
  const runs = { numRuns: Number(process.env['FC_RUNS'] ?? 300) };

  test('any bytes', () => fc.assert(fc.property(anyBytes, check), runs));

  test('a valid file with bytes changed, cut off or put in', () => {
    const edit = fc.record({ at: fc.nat(), bytes: anyBytes, remove: fc.nat({ max: 50 }) });
    fc.assert(
      fc.property(
        fc.constantFrom(...valid),
        fc.array(edit, { minLength: 1, maxLength: 4 }),
        fc.nat(),
        (file, edits, cut) => {
          let bytes = Buffer.from(file);
          for (const { at, bytes: put, remove } of edits) {
            const where = at % bytes.length;
            bytes = Buffer.concat([bytes.subarray(0, where), put, bytes.subarray(where + remove)]);
          }
          check(bytes);
          check(bytes.subarray(0, cut % bytes.length));
        },
      ),
      runs,
    );
  });

  test('FIT messages of any content, with a checksum that is right', () => {
    const definition = fc
      .tuple(
        fc.nat({ max: 3 }),
        fc.constantFrom(...Object.values(messageNumbers), 206, 207, 60_000),
        fc.boolean(),
        fc.array(fc.tuple(fc.nat({ max: 255 }), fc.nat({ max: 12 }), fc.nat({ max: 255 })), { maxLength: 8 }),
      )
      .map(([local, number, bigEndian, fields]) => [
        0x40 | local,
        0,
        bigEndian ? 1 : 0,
        ...(bigEndian ? [number >> 8, number & 0xff] : [number & 0xff, number >> 8]),
        fields.length,
        ...fields.flat(),
      ]);
    const data = fc.oneof(definition, fc.array(fc.nat({ max: 255 }), { maxLength: 60 }), fc.constant([0, 0, 0, 0]));
    fc.assert(
      fc.property(fc.array(data, { maxLength: 12 }), fc.boolean(), (blocks, withSession) => {
        const { write, writeEncoded, finish } = createFitWriter();
        write(messageNumbers.fileId, { type: 'activity' });
        if (withSession) write(messageNumbers.session, { startTime: 1e9, totalElapsedTime: 60, sport: 'running' });
        writeEncoded(Uint8Array.from(blocks.flat()));
        check(finish());
      }),
      runs,
    );
  });

  test('a valid FIT file with bytes changed and the checksum made right again', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(), fc.nat({ max: 255 })), { maxLength: 6 }), (changes) => {
        const messages = Uint8Array.from(fit.subarray(14, -2));
        for (const [at, byte] of changes) messages[at % messages.length] = byte;
        const { writeEncoded, finish } = createFitWriter();
        writeEncoded(messages);
        check(finish());
      }),
      runs,
    );
  });
});
