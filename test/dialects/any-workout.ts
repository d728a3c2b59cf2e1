import fc from 'fast-check';
import { types } from '../../src/dialects/sporttracks/types.ts';
import { streamsOfWorkout } from './made-up-workout.ts';

/** Text as PostgreSQL can hold it. */
const text = (most: number) =>
  fc.string({ unit: 'grapheme', maxLength: most }).filter((given) => !given.includes('\u0000') && given.isWellFormed());

const number = (min: number, max: number) =>
  fc.oneof(
    fc.integer({ min, max }),
    fc.double({ min, max, noNaN: true }).map((value) => (value === 0 ? 0 : value)),
  );

const offsets = fc.constantFrom('+01:00', '-03:30', '+00:00', '+05:45', '-11:00', '+14:00', 'Z');

/** An instant of this century, with seconds or milliseconds. */
const clock = fc
  .tuple(fc.integer({ min: Date.UTC(2000, 0, 2), max: Date.UTC(2026, 0, 1) }), fc.boolean())
  .map(([ms, isWhole]) => new Date(ms).toISOString().slice(0, isWhole ? 19 : 23));
const instant = fc.tuple(clock, offsets).map(([at, offset]) => at + offset);

/** Fields that the API does not have: nested, null, and with names that objects have. */
const unknown = fc.dictionary(
  fc.oneof(
    fc.string({ minLength: 1, maxLength: 10 }).map((name) => `x_${name}`),
    fc.constantFrom('constructor', 'toString', 'hasOwnProperty', 'speed', 'Laps'),
  ),
  fc.jsonValue({ maxDepth: 3 }).map((value) => JSON.parse(JSON.stringify(value)) as unknown),
  { maxKeys: 3 },
);

const figures = {
  total_distance: number(0, 1_000_000),
  duration: number(0, 86_400),
  clock_duration: number(0, 86_400),
  calories: number(0, 50_000),
  elevation_gain: number(0, 5000),
  elevation_loss: number(0, 5000),
  avg_speed: number(0, 100),
  max_speed: number(0, 100),
  avg_heartrate: fc.oneof(fc.constant(0), number(30, 220)),
  max_heartrate: fc.oneof(fc.constant(0), number(30, 220)),
};

const lapShape = {
  number: fc.nat(2000),
  type: fc.constantFrom('active', 'ACTIVE', 'Active', 'rest', 'REST', 'Rest', 'pause'),
  start_time: instant,
  ...figures,
  distance: figures.total_distance,
};

/** Objects with any of the fields of a shape, and with unknown ones. */
const some = (shape: Record<string, fc.Arbitrary<unknown>>, required: string[] = []) =>
  fc.tuple(unknown, fc.record(shape, { requiredKeys: required })).map(([others, known]) => ({ ...others, ...known }));

const { total_distance: _of, ...lapFields } = { ...lapShape };

/** Offsets that stand still or go on, each with a value. */
const stream = (value: fc.Arbitrary<unknown>) =>
  fc.array(fc.tuple(fc.constantFrom(0, 0, 1, 1, 1, 2, 7, 600), value), { maxLength: 30 }).map((steps) => {
    let at = 0;
    return steps.flatMap(([step, measured]) => [(at += step), measured]);
  });

const place = fc.tuple(number(-90, 90), number(-180, 180));
const streams = Object.fromEntries(
  streamsOfWorkout.map((name) => [name, stream(name === 'location' ? place : number(-500, 100_000))]),
);

const cased = (given: string) => fc.constantFrom(given, given.toLowerCase(), given.toUpperCase());

const type = fc.oneof(
  fc.constantFrom(...types.map((entry) => entry.type)).chain(cased),
  fc.constantFrom('Running: Zombie Chase', 'cycling: Ünbekannt', 'Parkour', 'Parkour: Roofs', 'Gym:', ': x', '  '),
  text(30),
);

const stops = fc.array(
  fc
    .tuple(fc.integer({ min: Date.UTC(2000, 0, 2), max: Date.UTC(2026, 0, 1) }), fc.nat(100_000))
    .map(([from, ms]) => [from, from + ms].map((at) => new Date(at).toISOString().replace('Z', '+00:00'))),
  { maxLength: 4 },
);

/** What a workout may have beside its start. */
const shape = {
  timezone: fc.constantFrom(0, 1, -3.5, 5.75, 12),
  type,
  name: text(100),
  notes: text(300),
  location_name: text(50),
  sharing: fc.constantFrom('public', 'private'),
  privacy: fc.constantFrom('friends', 'everyone'),
  ...figures,
  avg_cadence: number(0, 200),
  max_cadence: number(0, 200),
  avg_power: number(0, 1500),
  max_power: number(0, 1500),
  laps: fc.array(some(lapFields), { maxLength: 4 }),
  timer_stops: stops,
  ...streams,
};

/** Any workout of the API whose start has an offset or `Z`. */
export const anyWorkout = some({ start_time: instant, ...shape }, ['start_time']);

/** An ISO time on the local clock without an offset; in no zone that the tests use does it stand twice. */
export const clockTime = clock;
