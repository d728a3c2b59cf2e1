import { describe, expect, test } from 'vitest';
import { decodeRecording } from '../decode.ts';
import { firstSession, fitFile, fitStart, sessionFields } from '../testing/fit-file.ts';

describe('what the Garmin SDK does not read by itself', () => {
  test('compressed timestamps roll over every 32 seconds', () => {
    const file = fitFile((write, writeEncoded) => {
      const heartRateOnly = [0x40, 0, 0, 20, 0, 1, 3, 1, 0x02];
      const at = (second: number, heartRate: number) => [0x80 | ((fitStart + second) & 0x1f), heartRate];
      write('event', { timestamp: fitStart, event: 'timer', eventType: 'start' });
      writeEncoded(Uint8Array.from([...heartRateOnly, ...at(1, 101), ...at(20, 120), ...at(40, 140), ...at(71, 171)]));
      write('session', sessionFields(0, 80, 'running'));
    });
    const { HEART_RATE } = firstSession(decodeRecording(file)).streams;
    expect(HEART_RATE).toEqual({
      offsetsSeconds: Float64Array.of(1, 20, 40, 71),
      values: Float64Array.of(101, 120, 140, 171),
    });
  });

  test('fields whose size fits no value, unknown base types and developer fields are passed over', () => {
    const file = fitFile((write, writeEncoded) => {
      const definition = [0x60, 0, 1, 0, 20, 4, 253, 4, 0x86, 7, 3, 0x84, 4, 1, 0x3e, 3, 1, 0x02];
      const record = [0x3b, 0x9a, 0xca, 0x00, 1, 2, 3, 9, 133, 7, 7]; // big-endian 1,000,000,000
      writeEncoded(Uint8Array.from([...definition, 1, 0, 2, 0, 0x00, ...record]));
      write('session', sessionFields(0, 10, 'running'));
    });
    expect(firstSession(decodeRecording(file)).streams).toEqual({
      HEART_RATE: { offsetsSeconds: Float64Array.of(0), values: Float64Array.of(133) },
    });
  });

  test('cycles beside total cycles, and compressed speed and distance beside distance', () => {
    const file = fitFile((write, writeEncoded) => {
      const fields = [253, 4, 0x86, 18, 1, 0x02, 19, 4, 0x86, 8, 3, 0x0d, 5, 4, 0x86];
      const record = [0x3b, 0x9a, 0xca, 0x00, 5, 0, 0, 0, 9, 1, 2, 3, 0, 0, 0x27, 0x10];
      writeEncoded(Uint8Array.from([0x40, 0, 1, 0, 20, 5, ...fields, 0x00, ...record]));
      write('session', sessionFields(0, 10, 'running'));
    });
    expect(firstSession(decodeRecording(file)).streams.DISTANCE?.values).toEqual(Float64Array.of(100));
  });

  test('compressed speed and distance alone', () => {
    const file = fitFile((write, writeEncoded) => {
      const definition = [0x40, 0, 1, 0, 20, 2, 253, 4, 0x86, 8, 3, 0x0d];
      const record = (second: number, speed: number, distance: number) => [
        0x00,
        0x3b,
        0x9a,
        0xca,
        second,
        speed & 0xff,
        (speed >> 8) | ((distance & 0x0f) << 4),
        distance >> 4,
      ];
      // 4,000 and then 4,100 sixteenths of a metre, of which the file keeps 12 bits.
      writeEncoded(Uint8Array.from([...definition, ...record(0, 300, 4000), ...record(1, 310, 4100 & 0xfff)]));
      write('session', sessionFields(0, 10, 'running'));
    });
    const { SPEED, DISTANCE } = firstSession(decodeRecording(file)).streams;
    expect(SPEED?.values).toEqual(Float64Array.of(3, 3.1));
    expect(DISTANCE?.values).toEqual(Float64Array.of(250, 256.25));
  });

  test('a developer field that stands for power is power, where the record has none of its own', () => {
    const describe206 = (field: number, native: number) => [
      ...[0x40, 0, 0, 206, 0, 5, 0, 1, 2, 1, 1, 2, 2, 1, 2, 14, 2, 0x84, 15, 1, 2],
      0x00,
      0,
      field,
      0x84,
      20,
      0,
      native,
    ];
    const definition = [0x61, 0, 1, 0, 20, 2, 253, 4, 0x86, 4, 1, 0x02, 2, 0, 2, 0, 5, 2, 0];
    const file = fitFile((write, writeEncoded) => {
      const record = [0x01, 0x3b, 0x9a, 0xca, 0x00, 85, 0x01, 0x02, 0x03, 0x04];
      writeEncoded(Uint8Array.from([...describe206(0, 7), ...describe206(5, 4), ...definition, ...record]));
      write('session', sessionFields(0, 10, 'running'));
    });
    const { POWER, CADENCE } = firstSession(decodeRecording(file)).streams;
    expect([POWER?.values[0], CADENCE?.values[0]]).toEqual([0x0102, 85]);
  });
});

test('heart rates that a strap kept for later are merged into the records', () => {
  const activity = fitFile((write) => {
    for (let second = 0; second < 12; second++) write('record', { timestamp: fitStart + second, distance: second });
    write('session', sessionFields(0, 12, 'swimming'));
  });
  // Event times of 12 bits: 1 s, 2 s and 3 s after the anchor, which stands at 1,000 ticks.
  const [one, two, three] = [2024, 3048, 4072] as const;
  const packed = [one & 0xff, (one >> 8) | ((two & 0xf) << 4), two >> 4, three & 0xff, three >> 8];
  const strap = fitFile((write) => {
    write('heartRate', { timestamp: fitStart + 1, filteredBpm: [90], eventTimestamp: [1000 / 1024] });
    write('heartRate', { filteredBpm: [100, 110, 120], eventTimestamp12: packed });
  });
  const found = firstSession(decodeRecording(Buffer.concat([activity, strap])));
  // A value counts every 250 ms until the next one: (3 × 90 + 100) / 4. Carried forward for 5 seconds after the last beat.
  expect(found.streams.HEART_RATE?.offsetsSeconds).toEqual(Float64Array.of(1, 2, 3, 4, 5, 6, 7, 8, 9));
  expect(found.streams.HEART_RATE?.values).toEqual(Float64Array.of(90, 93, 103, 113, 120, 120, 120, 120, 120));
});
