import fc from 'fast-check';
import FitParser from 'fit-file-parser';
import { describe, expect, test } from 'vitest';
import { anyWorkout } from '../../../test/dialects/any-workout.ts';
import { madeUpWorkout } from '../../../test/dialects/made-up-workout.ts';
import { sportTracks } from '../../../test/dialects/sporttracks.ts';
import { list } from '../../../test/gateway/records.ts';
import { useGateway } from '../../../test/gateway/test-gateway.ts';
import { decodeFit } from '../../files/fit/decode.ts';

const gateway = useGateway({ REQUESTS_PER_MINUTE: '100000' });
const api = sportTracks(gateway);

interface Stream {
  kind: string;
  offsetsSeconds: number[];
  values: number[];
}

/** Offsets and values of a stream of the API. */
const apart = <Value = number>(flat: readonly unknown[]) => ({
  offsetsSeconds: flat.filter((_, at) => at % 2 === 0) as number[],
  values: flat.filter((_, at) => at % 2 === 1) as Value[],
});

describe('a workout is an activity in GraphQL', () => {
  test('with its figures in our units, its place on the calendar, laps, pauses, and who wrote it', async () => {
    const { ann, partner } = await api.connected('Asia/Tokyo');
    const id = await api.adds(partner, { ...madeUpWorkout, start_time: '2026-03-01T00:18:01-08:00' });
    const [activity] = await list(
      ann,
      'activities',
      `id sport subSport title notes startedAt utcOffsetMinutes timezone localDate durationSeconds elapsedSeconds distanceMeters
      elevationGainMeters elevationLossMeters averageSpeedMetersPerSecond maxSpeedMetersPerSecond averageHeartRate maxHeartRate
      averageCadence maxCadence averagePower maxPower energyKilocalories load
      laps { number startedAt durationSeconds elapsedSeconds distanceMeters energyKilocalories maxHeartRate }
      pauses { startedAt durationSeconds } sources { provider clientId }`,
    );
    const lap = (number: number, startedAt: string, elapsedSeconds: number) => ({
      number,
      startedAt,
      durationSeconds: elapsedSeconds + 0.75,
      elapsedSeconds,
      distanceMeters: 3000,
      energyKilocalories: 305 / 4.184,
      maxHeartRate: 143,
    });
    expect(activity).toEqual({
      id,
      sport: 'cycling',
      subSport: 'road',
      title: 'To work',
      notes: madeUpWorkout.notes,
      startedAt: '2026-03-01T08:18:01Z',
      utcOffsetMinutes: -480,
      timezone: null,
      localDate: '2026-03-01',
      durationSeconds: 1828,
      elapsedSeconds: 1928.5,
      distanceMeters: 9985.88,
      elevationGainMeters: 8.4,
      elevationLossMeters: 1.6,
      averageSpeedMetersPerSecond: 5.463,
      maxSpeedMetersPerSecond: 34.805,
      averageHeartRate: 133,
      maxHeartRate: 168,
      averageCadence: 67,
      maxCadence: 101,
      averagePower: 187.5,
      maxPower: 611,
      energyKilocalories: 1242 / 4.184,
      load: 30,
      laps: [
        lap(1, '2026-03-01T06:18:01Z', 593),
        lap(2, '2026-03-01T06:27:56Z', 456),
        lap(3, '2026-03-01T06:35:33Z', 483),
      ],
      pauses: [
        { startedAt: '2026-03-01T06:20:00Z', durationSeconds: 60.5 },
        { startedAt: '2026-03-01T06:40:00Z', durationSeconds: 40 },
      ],
      sources: [{ provider: 'EXTERNAL', clientId: partner.clientId }],
    });
  });

  test('with every stream, value by value', async () => {
    const { ann, partner } = await api.connected();
    await api.adds(partner, madeUpWorkout);
    const selection = 'streams(maxPoints: 2000) { kind offsetsSeconds values }';
    const [activity] = await list<{ streams: Stream[] }>(ann, 'activities', selection, '(first: 1)');
    const streams = Object.fromEntries((activity?.streams ?? []).map(({ kind, ...stream }) => [kind, stream]));
    const { offsetsSeconds, values } = apart<[number, number]>(madeUpWorkout.location);
    expect(streams).toEqual({
      ALTITUDE: apart(madeUpWorkout.elevation),
      DISTANCE: apart(madeUpWorkout.distance),
      HEART_RATE: apart(madeUpWorkout.heartrate),
      CADENCE: apart(madeUpWorkout.cadence),
      POWER: apart(madeUpWorkout.power),
      TEMPERATURE: apart(madeUpWorkout.temperature),
      VERTICAL_OSCILLATION: apart(madeUpWorkout.vertical_oscillation),
      GROUND_CONTACT_TIME: apart(madeUpWorkout.ground_contact_time),
      LEFT_POWER_BALANCE: apart(madeUpWorkout.left_power_percent),
      TOTAL_HEMOGLOBIN: apart(madeUpWorkout.total_hemoglobin_conc),
      SATURATED_HEMOGLOBIN: apart(madeUpWorkout.saturated_hemoglobin_percent),
      LATITUDE: { offsetsSeconds, values: values.map(([latitude]) => latitude) },
      LONGITUDE: { offsetsSeconds, values: values.map(([, longitude]) => longitude) },
    });
  });

  test('on the day of its own clock', async () => {
    const { ann, partner } = await api.connected('Asia/Tokyo');
    await api.adds(partner, { start_time: '2026-01-16T23:30:00-08:00', duration: 60 });
    await api.adds(partner, { start_time: '2026-01-16T20:30:00Z', duration: 60 });
    const read = await list<{ localDate: string; timezone: string | null }>(ann, 'activities', 'localDate timezone');
    expect(read).toEqual([
      { localDate: '2026-01-17', timezone: 'Asia/Tokyo' },
      { localDate: '2026-01-16', timezone: null },
    ]);
  });
});

describe('a workout as a FIT file', () => {
  test('opens in another reader, with the same laps and records', async () => {
    const { partner } = await api.connected();
    const id = await api.adds(partner, madeUpWorkout);
    const response = await fetch(`${gateway.url}/api/external/v1/activities/${id}/fit`, {
      headers: { authorization: `Bearer ${partner.token}` },
    });
    expect(response.status).toBe(200);
    const parsed = await new FitParser({ mode: 'list' }).parseAsync(Buffer.from(await response.arrayBuffer()));
    expect(parsed.sessions).toMatchObject([
      {
        sport: 'cycling',
        sub_sport: 'road',
        start_time: new Date('2026-03-01T06:18:01Z'),
        total_timer_time: 1828,
        total_elapsed_time: 1928.5,
        total_distance: 9985.88,
        avg_heart_rate: 133,
        max_heart_rate: 168,
        avg_cadence: 67,
        max_power: 611,
      },
    ]);
    expect(parsed.laps?.map((lap) => [lap.start_time, lap.total_elapsed_time, lap.total_timer_time])).toEqual(
      madeUpWorkout.laps.map((lap) => [new Date(lap.start_time), lap.clock_duration, lap.duration]),
    );
    expect(parsed.laps).toMatchObject(
      madeUpWorkout.laps.map((lap) => ({
        total_distance: lap.distance,
        avg_heart_rate: lap.avg_heartrate,
        max_heart_rate: lap.max_heartrate,
      })),
    );

    const startMs = Date.parse(madeUpWorkout.start_time);
    const records = (parsed.records ?? []) as unknown as (Record<string, number> & { timestamp: Date })[];
    const recordsOf = (field: string) =>
      records.flatMap(({ timestamp, [field]: value }) =>
        value === undefined ? [] : [(timestamp.getTime() - startMs) / 1000, value],
      );
    expect(recordsOf('heart_rate')).toEqual(madeUpWorkout.heartrate);
    expect(recordsOf('power')).toEqual(madeUpWorkout.power);
    expect(recordsOf('cadence')).toEqual(madeUpWorkout.cadence);
    const { offsetsSeconds, values } = apart<[number, number]>(madeUpWorkout.location);
    const latitudes = apart(recordsOf('position_lat'));
    expect(latitudes.offsetsSeconds).toEqual(offsetsSeconds);
    // FIT has 2^31 semicircles.
    expect(latitudes.values.every((value, at) => Math.abs(value - (values[at]?.[0] ?? NaN)) < 1e-7)).toBe(true);
  });

  test('is there whatever the workout is, and can be read', async () => {
    const { partner } = await api.connected();
    const headers = { authorization: `Bearer ${partner.token}` };
    await fc.assert(
      fc.asyncProperty(anyWorkout, async (workout) => {
        const id = await api.adds(partner, workout);
        const response = await fetch(`${gateway.url}/api/external/v1/activities/${id}/fit`, { headers });
        expect(response.status).toBe(200);
        expect(decodeFit(new Uint8Array(await response.arrayBuffer())).sessions).toHaveLength(1);
      }),
      { numRuns: 60 },
    );
  }, 60_000);
});
