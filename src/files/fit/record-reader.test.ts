import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeRecording } from '../decode.ts';
import { firstSession, fitFile, fitStart, sessionFields } from '../testing/fit-file.ts';

/** FIT: base types of plain numbers, as definitions write them, with their sizes. */
const baseTypes = [
  [0x01, 1],
  [0x02, 1],
  [0x83, 2],
  [0x84, 2],
  [0x85, 4],
  [0x86, 4],
] as const;
/** FIT profile: the fields of a record that are read, but for its time. */
const numbers = [0, 1, 2, 3, 4, 5, 6, 7, 13, 30, 39, 41, 54, 57, 73, 78];

/** A record with speed and distance packed into a list, and without a time: it says nothing, and only the SDK can read it. */
const forTheSdk = [0x41, 0, 0, 20, 0, 1, 8, 3, 0x0d, 0x01, 1, 2, 3];

const bytesOf = (number: number, littleEndian: boolean): number[] => {
  const bytes = [24, 16, 8, 0].map((shift) => (number >> shift) & 0xff);
  return littleEndian ? bytes.toReversed() : bytes;
};

const field = fc.record({ number: fc.constantFrom(...numbers), type: fc.constantFrom(...baseTypes) });
/** Invalid values, flags and extremes lie at the ends. */
const byte = fc.oneof(fc.nat({ max: 255 }), fc.constantFrom(0, 0x7f, 0x80, 0xff));

const recordsOfAnyKind = fc
  .record({ littleEndian: fc.boolean(), fields: fc.array(field, { minLength: 1, maxLength: 8 }) })
  .chain(({ littleEndian, fields }) => {
    const size = fields.reduce((sum, { type }) => sum + type[1], 0);
    const values = fc.array(byte, { minLength: size, maxLength: size });
    return fc.array(values, { minLength: 1, maxLength: 6 }).map((records) => {
      const written = [[253, 4, 0x86], ...fields.map(({ number, type }) => [number, type[1], type[0]])];
      const definition = [0x40, 0, littleEndian ? 0 : 1, ...(littleEndian ? [20, 0] : [0, 20]), written.length];
      return [
        ...definition,
        ...written.flat(),
        ...records.flatMap((record, second) => [0x00, ...bytesOf(fitStart + second, littleEndian), ...record]),
      ];
    });
  });

const streamsOf = (messages: readonly number[]) => {
  const file = fitFile((write, writeEncoded) => {
    writeEncoded(Uint8Array.from(messages));
    write('session', sessionFields(0, 10, 'running'));
  });
  return firstSession(decodeRecording(file)).streams;
};

test('records of any plain fields are read as the SDK reads them', () => {
  fc.assert(
    fc.property(recordsOfAnyKind, (records) => {
      expect(streamsOf(records)).toEqual(streamsOf([...forTheSdk, ...records]));
    }),
    { numRuns: 500 },
  );
});
