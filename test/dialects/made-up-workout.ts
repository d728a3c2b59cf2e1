/** A stream as the API has it, of every so many seconds. */
const stream = (every: number, from: number, valueAt: (second: number) => unknown): unknown[] =>
  Array.from({ length: Math.floor((1800 - from) / every) + 1 }, (_, index) => from + index * every).flatMap(
    (second) => [second, valueAt(second)],
  );

const wave = (second: number, middle: number, swing: number, length: number, digits = 0) =>
  // JSON has no way back to -0.
  Number((middle + swing * Math.sin(second / length)).toFixed(digits)) + 0;

const lap = (number: number, type: string, from: string, seconds: number) => ({
  number,
  type,
  start_time: `2026-03-01T${from}+01:00`,
  distance: 3000,
  duration: seconds + 0.75,
  clock_duration: seconds,
  calories: 305,
  elevation_gain: 0,
  elevation_loss: 1.6,
  avg_speed: 5.053,
  max_speed: 8.438,
  avg_heartrate: 118,
  max_heartrate: 143,
});

/** A workout with all that the vendor's recordings have and the rest of the fields: made up, of no one's body and no real place. */
export const madeUpWorkout = {
  start_time: '2026-03-01T07:18:01+01:00',
  timezone: 1,
  privacy: 'friends',
  total_distance: 9985.88,
  duration: 1828,
  clock_duration: 1928.5,
  type: 'Cycling: Road',
  name: 'To work',
  notes: 'Wind from the front.\nRain later.',
  location_name: 'Nowhere',
  calories: 1242,
  elevation_gain: 8.4,
  elevation_loss: 1.6,
  avg_speed: 5.463,
  max_speed: 34.805,
  avg_heartrate: 133,
  max_heartrate: 168,
  avg_cadence: 67,
  max_cadence: 101,
  avg_power: 187.5,
  max_power: 611,
  laps: [lap(1, 'active', '07:18:01', 593), lap(2, 'ACTIVE', '07:27:56', 456), lap(3, 'Rest', '07:35:33', 483)],
  timer_stops: [
    ['2026-03-01T07:20:00+01:00', '2026-03-01T07:21:00.5+01:00'],
    ['2026-03-01T07:40:00+01:00', '2026-03-01T07:40:40+01:00'],
  ],
  location: stream(3, 0, (second) => [wave(second, 0.01, 0.005, 300, 8), wave(second, -30, 0.01, 290, 8)]),
  elevation: stream(3, 0, (second) => wave(second, 10, 20, 400, 1)),
  distance: stream(3, 4, (second) => Number((second * 5.463).toFixed(1))),
  heartrate: stream(1, 0, (second) => wave(second, 133, 30, 97)),
  cadence: stream(2, 10, (second) => wave(second, 67, 30, 41)),
  power: stream(1, 0, (second) => wave(second, 187, 90, 23)),
  temperature: stream(600, 0, (second) => wave(second, 18, 2, 900, 1)),
  vertical_oscillation: stream(5, 0, (second) => wave(second, 90, 10, 31, 1)),
  ground_contact_time: stream(5, 0, (second) => wave(second, 245, 15, 37, 1)),
  left_power_percent: stream(5, 1, (second) => wave(second, 50, 3, 53, 1)),
  total_hemoglobin_conc: stream(10, 0, (second) => wave(second, 12.4, 0.3, 211, 2)),
  saturated_hemoglobin_percent: stream(10, 0, (second) => wave(second, 62, 11, 173, 1)),
};

export const streamsOfWorkout = [
  'location',
  'elevation',
  'distance',
  'heartrate',
  'cadence',
  'power',
  'temperature',
  'vertical_oscillation',
  'ground_contact_time',
  'left_power_percent',
  'total_hemoglobin_conc',
  'saturated_hemoglobin_percent',
] as const;
