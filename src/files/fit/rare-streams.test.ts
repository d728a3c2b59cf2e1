import FitParser from 'fit-file-parser';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeRecording } from '../decode.ts';
import { streamKinds, type Stream, type StreamKind, type Streams } from '../recording.ts';
import { firstSession, fitFile, fitStart, sessionFields } from '../testing/fit-file.ts';
import { madeUpRecording, madeUpSession } from '../testing/made-up-recording.ts';
import { encodeFit } from './encode.ts';

const encoded = (streams: Streams) =>
  encodeFit({ format: 'FIT', sessions: [{ ...madeUpSession({ seconds: 10, kinds: [] }), streams }] });
const streamOf = (offsets: readonly number[], values: readonly number[]) => ({
  offsetsSeconds: Float64Array.from(offsets),
  values: Float64Array.from(values),
});

/** The step of each field, and the most that it holds. */
const fields: readonly (readonly [StreamKind, resolution: number, max: number])[] = [
  ['VERTICAL_OSCILLATION', 0.1, 6553.4],
  ['GROUND_CONTACT_TIME', 0.1, 6553.4],
  ['LEFT_POWER_BALANCE', 1, 100],
  ['TOTAL_HEMOGLOBIN', 0.01, 655.34],
  ['SATURATED_HEMOGLOBIN', 0.1, 6553.4],
];

describe('gait, balance and muscle oxygen', () => {
  test('are read from the records of a device', () => {
    const file = fitFile((write) => {
      const record = { verticalOscillation: 93.5, stanceTime: 248.2, leftRightBalance: 0x80 | 52 };
      const muscle = { totalHemoglobinConc: 12.34, saturatedHemoglobinPercent: 67.8 };
      write('record', { timestamp: fitStart, ...record, ...muscle });
      write('record', { timestamp: fitStart + 1, heartRate: 120 });
      write('session', sessionFields(0, 10, 'running'));
    });
    expect(firstSession(decodeRecording(file)).streams).toEqual({
      HEART_RATE: streamOf([1], [120]),
      VERTICAL_OSCILLATION: streamOf([0], [93.5]),
      GROUND_CONTACT_TIME: streamOf([0], [248.2]),
      LEFT_POWER_BALANCE: streamOf([0], [48]),
      TOTAL_HEMOGLOBIN: streamOf([0], [12.34]),
      SATURATED_HEMOGLOBIN: streamOf([0], [67.8]),
    });
  });

  test.each(fields)('%s comes back within half a step of what was written', (kind, resolution, max) => {
    const values = fc.array(fc.double({ min: 0, max, noNaN: true }), { minLength: 1, maxLength: 10 });
    fc.assert(
      fc.property(values, (written) => {
        const stream = streamOf([...written.keys()], written);
        const found = firstSession(decodeRecording(encoded({ [kind]: stream }))).streams[kind];
        expect(found?.offsetsSeconds).toEqual(stream.offsetsSeconds);
        for (const [index, value] of written.entries()) {
          expect(Math.abs((found?.values[index] ?? NaN) - value)).toBeLessThanOrEqual(resolution / 2 + 1e-9);
        }
      }),
      { numRuns: 50 },
    );
  });

  test.each(fields)('%s that the field cannot hold is left out', (kind, _, max) => {
    const file = encoded({ [kind]: streamOf([0, 1, 2], [-1, 7, max + 1]) });
    expect(firstSession(decodeRecording(file)).streams).toEqual({ [kind]: streamOf([1], [7]) });
  });

  test('are found by another reader', async () => {
    const recording = madeUpRecording({ seconds: 20, kinds: streamKinds });
    const { records = [] } = await new FitParser({ force: false, mode: 'list' }).parseAsync(
      Buffer.from(encodeFit(recording)),
    );
    const { streams } = firstSession(recording);
    expect(records).toHaveLength(21);
    for (const [index, record] of records.entries()) {
      expect(record).toMatchObject({
        heart_rate: streams.HEART_RATE?.values[index],
        vertical_oscillation: streams.VERTICAL_OSCILLATION?.values[index],
        stance_time: streams.GROUND_CONTACT_TIME?.values[index],
        left_right_balance: { right: true, value: 100 - (streams.LEFT_POWER_BALANCE?.values[index] ?? NaN) },
        total_hemoglobin_conc: streams.TOTAL_HEMOGLOBIN?.values[index],
        saturated_hemoglobin_percent: streams.SATURATED_HEMOGLOBIN?.values[index],
      });
    }
  });
});

test.each([
  ['right alone is 0 % of the right leg', 0x80, 100],
  ['right and 100', 0x80 | 100, 0],
  ['right and more than all', 0x80 | 101, undefined],
  ['a percentage of no known leg', 46, undefined],
  ['the highest percentage of no known leg', 0x7f, undefined],
  ['no value', 0xff, undefined],
])('power balance: %s', (_, raw, left) => {
  const file = fitFile((write, writeEncoded) => {
    const definition = [0x40, 0, 1, 0, 20, 2, 253, 4, 0x86, 30, 1, 0x02];
    writeEncoded(Uint8Array.from([...definition, 0x00, 0x3b, 0x9a, 0xca, 0x00, raw])); // big-endian 1,000,000,000
    write('session', sessionFields(0, 10, 'cycling'));
  });
  const { LEFT_POWER_BALANCE } = firstSession(decodeRecording(file)).streams;
  expect(LEFT_POWER_BALANCE?.values[0]).toBe(left);
});

const ofEveryKind = (stream: Stream): Streams => Object.fromEntries(streamKinds.map((kind) => [kind, stream]));

describe('streams that no device would write', () => {
  test('several values in a second: the last of each is kept, whatever the kind', () => {
    const repeated = streamOf([0, 1, 1, 1.2, 2, 2], [5, 6, 7, 8, 9, 10]);
    const { streams } = firstSession(decodeRecording(encoded(ofEveryKind(repeated))));
    for (const kind of streamKinds) {
      expect({ kind, offsets: streams[kind]?.offsetsSeconds }).toEqual({ kind, offsets: Float64Array.of(0, 1, 2) });
      expect({ kind, values: streams[kind]?.values.map(Math.round) }).toEqual({
        kind,
        values: Float64Array.of(5, 8, 10),
      });
    }
  });

  test('empty ones, alone or beside others, are a file without them', () => {
    const none = ofEveryKind(streamOf([], []));
    expect(firstSession(decodeRecording(encoded(none))).streams).toEqual({});
    const power = streamOf([0, 5], [200, 210]);
    expect(firstSession(decodeRecording(encoded({ ...none, POWER: power }))).streams).toEqual({ POWER: power });
  });
});
