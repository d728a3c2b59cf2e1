import { describe, expect, test } from 'vitest';
import { decodeRecording } from '../decode.ts';
import { streamKinds } from '../recording.ts';
import { firstSession, fitFile, fitStart, sessionFields } from '../testing/fit-file.ts';
import { madeUpRecording, madeUpSession } from '../testing/made-up-recording.ts';
import { encodeFit } from './encode.ts';
import { fitEpochMs } from './values.ts';

const startMs = fitEpochMs + fitStart * 1000;

describe('what was encoded is read back', () => {
  test('with all streams, laps, summary, device and offset', () => {
    const recording = madeUpRecording({
      sport: 'cycling',
      subSport: 'mountain',
      title: 'Hills',
      utcOffsetMinutes: -570,
      kinds: streamKinds,
    });
    const read = decodeRecording(encodeFit(recording));
    const [written, found] = [firstSession(recording), firstSession(read)];
    expect({ ...found, streams: undefined }).toEqual({ ...written, streams: undefined });
    expect(read.device).toEqual(recording.device);
    expect(Object.keys(found.streams).sort()).toEqual(Object.keys(written.streams).sort());
    for (const [kind, stream] of Object.entries(written.streams)) {
      const other = found.streams[kind as keyof typeof found.streams];
      expect(other?.offsetsSeconds).toEqual(stream.offsetsSeconds);
      const worst = stream.values.reduce(
        (max, value, at) => Math.max(max, Math.abs(value - (other?.values[at] ?? 1e9))),
        0,
      );
      expect({ kind, isSame: worst < 1e-6 }).toEqual({ kind, isSame: true });
    }
  });

  test('with its pauses', () => {
    const recording = madeUpRecording({ seconds: 100 });
    const pauses = [{ startedAtMs: firstSession(recording).startedAtMs + 20_000, durationSeconds: 30 }];
    const read = decodeRecording(encodeFit({ ...recording, sessions: [{ ...firstSession(recording), pauses }] }));
    expect(firstSession(read).pauses).toEqual(pauses);
  });

  test('as many sessions as there were, each with its own laps and samples', () => {
    const sessions = [
      madeUpSession({ start: '2026-03-01T07:00:00Z', seconds: 100, sport: 'swimming', lapCount: 3 }),
      madeUpSession({ start: '2026-03-01T07:01:40Z', seconds: 50, sport: 'cycling', lapCount: 1 }),
    ];
    const read = decodeRecording(encodeFit({ format: 'FIT', sessions }));
    expect(read.sessions.map(({ sport, laps }) => [sport, laps.length])).toEqual([
      ['swimming', 3],
      ['cycling', 1],
    ]);
    // The sample on the boundary is the second session's.
    expect(read.sessions.map(({ streams }) => streams.HEART_RATE?.values.length)).toEqual([100, 51]);
  });
});

describe('sessions', () => {
  test('transitions are left out, with what happened in them', () => {
    const file = fitFile((write) => {
      for (let second = 0; second < 90; second++)
        write('record', { timestamp: fitStart + second, heartRate: 100 + second });
      for (const from of [0, 30, 60]) write('lap', sessionFields(from, 30, 'generic'));
      write('session', sessionFields(0, 30, 'swimming'));
      write('session', sessionFields(30, 30, 'transition'));
      write('session', sessionFields(60, 30, 'running'));
    });
    const { sessions } = decodeRecording(file);
    expect(sessions.map(({ sport }) => sport)).toEqual(['swimming', 'running']);
    expect(sessions.map(({ laps }) => laps.map(({ startedAtMs }) => (startedAtMs - startMs) / 1000))).toEqual([
      [0],
      [60],
    ]);
    expect(sessions.map(({ streams }) => streams.HEART_RATE?.values[0])).toEqual([100, 160]);
  });

  test('samples before a start that the device corrected stay with the first session, before its start', () => {
    const file = fitFile((write) => {
      for (const second of [-20, -10, 0, 10]) write('record', { timestamp: fitStart + second, heartRate: 100 });
      write('lap', sessionFields(-20, 30, 'generic'));
      write('session', sessionFields(0, 30, 'running'));
    });
    const found = firstSession(decodeRecording(file));
    expect(found.streams.HEART_RATE?.offsetsSeconds).toEqual(Float64Array.of(-20, -10, 0, 10));
    expect(found.laps).toHaveLength(1);
  });

  test('chained files give their sessions one after the other, even where times overlap', () => {
    const first = fitFile((write) => {
      write('record', { timestamp: fitStart + 5, heartRate: 100 });
      write('session', sessionFields(0, 10, 'running'));
    });
    const second = fitFile((write) => {
      write('record', { timestamp: fitStart + 5, heartRate: 150 });
      write('session', sessionFields(0, 10, 'cycling'));
    });
    const { sessions } = decodeRecording(Buffer.concat([first, second]));
    expect(sessions.map(({ sport, streams }) => [sport, [...(streams.HEART_RATE?.values ?? [])]])).toEqual([
      ['running', [100]],
      ['cycling', [150]],
    ]);
  });

  test.each([
    ['counts on', 500],
    ['starts anew', 0],
  ])('distance is since the start of the session, where the device %s', (_, before) => {
    const file = fitFile((write) => {
      write('record', { timestamp: fitStart, distance: 0 });
      write('record', { timestamp: fitStart + 60, distance: before + 4 });
      write('record', { timestamp: fitStart + 70, distance: before + 100 });
      write('session', sessionFields(0, 60, 'swimming', { totalDistance: 500 }));
      write('session', sessionFields(60, 10, 'cycling', { totalDistance: 100 }));
    });
    const [, second] = decodeRecording(file).sessions;
    expect(second?.streams.DISTANCE?.values).toEqual(Float64Array.of(4, 100));
  });

  test('an average of 0 is no value where nothing was measured, and one where something was', () => {
    const file = fitFile((write) => {
      write('record', { timestamp: fitStart, cadence: 80, power: 0 });
      write('session', sessionFields(0, 10, 'cycling', { avgHeartRate: 0, avgPower: 0, maxPower: 0, avgCadence: 0 }));
    });
    const found = firstSession(decodeRecording(file));
    expect(found).not.toHaveProperty('averageHeartRate');
    expect(found).not.toHaveProperty('averagePower');
    expect(found).not.toHaveProperty('maxPower');
    expect(found.averageCadence).toBe(0);
  });

  test('of two records in one second the later counts, and records out of order are sorted', () => {
    const file = fitFile((write) => {
      for (const [second, heartRate] of [
        [3, 103],
        [1, 101],
        [1, 111],
        [2, 102],
      ]) {
        write('record', { timestamp: fitStart + (second ?? 0), heartRate });
      }
      write('session', sessionFields(0, 10, 'running'));
    });
    const { HEART_RATE } = firstSession(decodeRecording(file)).streams;
    expect(HEART_RATE).toEqual({ offsetsSeconds: Float64Array.of(1, 2, 3), values: Float64Array.of(111, 102, 103) });
  });
});

describe('the offset from UTC', () => {
  const offsetFor = (activity: object) => {
    const file = fitFile((write) => {
      write('session', sessionFields(0, 10, 'running'));
      write('activity', { timestamp: fitStart, ...activity });
    });
    return firstSession(decodeRecording(file)).utcOffsetMinutes;
  };

  test.each([
    [0, undefined],
    [5 * 3600 + 45 * 60, 345],
    [-9.5 * 3600 + 3, -570],
    [14 * 3600, 840],
    [15 * 3600, undefined],
    [20 * 60, undefined],
  ])('a local clock %d s ahead gives %s minutes', (ahead, minutes) => {
    expect(offsetFor({ localTimestamp: fitStart + ahead })).toBe(minutes);
  });

  test('is unknown where a clock was never set', () => {
    expect(offsetFor({})).toBeUndefined();
    expect(offsetFor({ timestamp: 5000, localTimestamp: 5000 })).toBeUndefined();
  });
});

describe('refused', () => {
  const whole = encodeFit(madeUpRecording({ seconds: 60 }));

  test.each([
    ['settings', 'file is not an activity: it holds settings'],
    ['course', 'file is not an activity: it holds a course'],
    ['workout', 'file is not an activity: it holds a workout'],
    ['monitoringB', 'file is not an activity: it holds daily monitoring'],
  ])('a %s file', (type, message) => {
    const file = fitFile((write) => write('event', { timestamp: fitStart }), type);
    expect(() => decodeRecording(file)).toThrow(message);
  });

  test('a flipped bit', () => {
    const flipped = Uint8Array.from(whole);
    flipped[200] = (flipped[200] ?? 0) ^ 4;
    expect(() => decodeRecording(flipped)).toThrow('file is damaged: its checksum');
  });

  test.each([10, 13, 100, whole.length - 1])('a file cut off after %d bytes', (length) => {
    expect(() => decodeRecording(whole.subarray(0, length))).toThrow(/truncated|unknown format/);
  });

  test('an activity that was never finished', () => {
    const file = fitFile((write) => write('record', { timestamp: fitStart, heartRate: 100 }));
    expect(() => decodeRecording(file)).toThrow('file holds no session');
  });

  test('a session that says no time', () => {
    expect(() => decodeRecording(fitFile((write) => write('session', { sport: 'running' })))).toThrow('no start time');
  });

  test('more than a million records, before they are decoded', () => {
    const definition = [0x40, 0, 0, 20, 0, 1, 3, 1, 0x02];
    const file = fitFile((_, writeEncoded) => {
      const records = new Uint8Array(definition.length + 2 * 1_000_001);
      records.set(definition);
      writeEncoded(records);
    });
    expect(() => decodeRecording(file)).toThrow('file holds more than 1,000,000 records');
  });

  test('a message that nothing defined', () => {
    const file = fitFile((_, writeEncoded) => writeEncoded(Uint8Array.of(0x05, 1, 2, 3)));
    expect(() => decodeRecording(file)).toThrow('a message comes before its definition');
  });
});
