import FitParser from 'fit-file-parser';
import { expect, test } from 'vitest';
import type { Recording } from '../recording.ts';
import { madeUpRecording, madeUpSession } from '../testing/made-up-recording.ts';
import { encodeFit } from './encode.ts';

const readElsewhere = (recording: Recording) =>
  new FitParser({ force: false, mode: 'list' }).parseAsync(Buffer.from(encodeFit(recording)));

test('another reader finds the same summary, laps and activity', async () => {
  const recording = madeUpRecording({ seconds: 120, sport: 'cycling', subSport: 'road', utcOffsetMinutes: 60 });
  const read = await readElsewhere(recording);
  expect(read.file_ids).toMatchObject([{ type: 'activity', product: 7, serial_number: 12345 }]);
  expect(read.sessions).toMatchObject([
    {
      sport: 'cycling',
      sub_sport: 'road',
      start_time: new Date('2026-03-01T07:00:00Z'),
      total_timer_time: 120,
      total_elapsed_time: 120,
      total_distance: 360,
      total_ascent: 20,
      total_descent: 18,
      avg_heart_rate: 130,
      max_heart_rate: 150,
      avg_power: 200,
      max_power: 260,
      avg_cadence: 85,
      max_cadence: 91,
      avg_speed: 3,
      max_speed: 3.4,
      total_calories: 20,
      num_laps: 2,
      first_lap_index: 0,
    },
  ]);
  expect(read.laps).toMatchObject([{ total_timer_time: 60 }, { start_time: new Date('2026-03-01T07:01:00Z') }]);
  expect(read.activity).toMatchObject({ num_sessions: 1, local_timestamp: new Date('2026-03-01T08:02:00Z') });
});

test('another reader finds the same samples', async () => {
  const recording = madeUpRecording({ seconds: 30 });
  const { records = [] } = await readElsewhere(recording);
  const { streams } = recording.sessions[0] ?? madeUpSession();
  expect(records).toHaveLength(31);
  for (const [index, record] of records.entries()) {
    expect(record).toMatchObject({
      timestamp: new Date(Date.parse('2026-03-01T07:00:00Z') + index * 1000),
      heart_rate: streams.HEART_RATE?.values[index],
      power: streams.POWER?.values[index],
      cadence: streams.CADENCE?.values[index],
      speed: streams.SPEED?.values[index],
      distance: streams.DISTANCE?.values[index],
      altitude: streams.ALTITUDE?.values[index],
      temperature: streams.TEMPERATURE?.values[index],
    });
    expect(record.position_lat).toBeCloseTo(streams.LATITUDE?.values[index] ?? NaN, 6);
    expect(record.position_long).toBeCloseTo(streams.LONGITUDE?.values[index] ?? NaN, 6);
  }
});

test('streams sampled at different times share records, and values that do not fit are left out', async () => {
  const session = madeUpSession({ seconds: 10, kinds: [] });
  session.streams = {
    HEART_RATE: { offsetsSeconds: Float64Array.of(0, 2.2, 4), values: Float64Array.of(100, 102, 999) },
    POWER: { offsetsSeconds: Float64Array.of(1, 2), values: Float64Array.of(70_000, 250) },
    TEMPERATURE: { offsetsSeconds: Float64Array.of(2), values: Float64Array.of(-5) },
  };
  const { records = [] } = await readElsewhere({ format: 'FIT', sessions: [session] });
  const found = records.map(({ heart_rate, power, temperature }) => [heart_rate, power, temperature]);
  const none = undefined;
  expect(found).toEqual([
    [100, none, none],
    [none, none, none],
    [102, 250, -5],
    [none, none, none],
  ]);
});

test('pauses become timer events among the records', async () => {
  const session = madeUpSession({ seconds: 10 });
  session.pauses = [{ startedAtMs: session.startedAtMs + 3000, durationSeconds: 4 }];
  const { events = [] } = await readElsewhere({ format: 'FIT', sessions: [session] });
  const second = (time: unknown) => (Number(time) - session.startedAtMs) / 1000;
  expect(events.map(({ timestamp, event_type }) => [second(timestamp), event_type])).toEqual([
    [0, 'start'],
    [3, 'stop_all'],
    [7, 'start'],
    [10, 'stop_all'],
  ]);
});

test('a session without streams, laps or device is a file all the same', async () => {
  const read = await readElsewhere({
    format: 'GPX',
    sessions: [madeUpSession({ kinds: [], lapCount: 0, sport: 'no_such' })],
  });
  expect(read.sessions).toMatchObject([{ sport: 'generic', num_laps: 0 }]);
  expect(read.file_ids).toMatchObject([{ manufacturer: 'development' }]);
});

test('a time that FIT cannot say is refused', () => {
  expect(() => encodeFit(madeUpRecording({ start: '1980-01-01T00:00:00Z' }))).toThrow('startedAt is a time that FIT');
});
