import { z } from 'zod';
import { payload } from '../../platform/fields.ts';
import { checkStreams, streamNames } from './streams.ts';

const number = z.number('must be a number').nullish();
const text = z.string('must be text').nullish();
const upTo = (most: number) =>
  z.number('must be a number').min(0, 'must be at least 0').max(most, `must be at most ${most}`).nullish();
/** The domain has bounds as well, but counts kilocalories, and fills in what is left out: a refusal tells of what was sent. */
const energy = upTo(418_400);
const seconds = upTo(60 * 86_400);

/** The fields of a lap. */
export const lapFields = {
  number,
  type: text,
  start_time: text,
  distance: number,
  duration: seconds,
  clock_duration: seconds,
  calories: energy,
  elevation_gain: number,
  elevation_loss: number,
  avg_speed: number,
  max_speed: number,
  avg_heartrate: number,
  max_heartrate: number,
};

const lap = z.looseObject(lapFields);

const streams = Object.fromEntries(
  streamNames.map((name) => [
    name,
    z
      .unknown()
      .optional()
      .meta({
        type: ['array', 'null'],
        description:
          name === 'location'
            ? '[offset, [latitude, longitude], …], offsets in whole seconds'
            : '[offset, value, …], offsets in whole seconds',
      }),
  ]),
);

const fields = {
  start_time: z
    .string('must be text')
    .meta({ description: 'ISO 8601 with an offset; without one it is in the zone of the person' }),
  timezone: number,
  type: z
    .string('must be text')
    .max(300, 'must have at most 300 characters')
    .nullish()
    .meta({ description: '`Main` or `Main: Sub`' }),
  name: text,
  notes: text,
  location_name: text,
  sharing: text,
  privacy: text,
  total_distance: number.meta({ description: 'm' }),
  duration: seconds.meta({ description: 's, without pauses' }),
  clock_duration: seconds.meta({ description: 's, with pauses' }),
  calories: energy.meta({ description: 'kJ' }),
  elevation_gain: number.meta({ description: 'm' }),
  elevation_loss: number.meta({ description: 'm' }),
  avg_speed: number.meta({ description: 'm/s' }),
  max_speed: number.meta({ description: 'm/s' }),
  avg_heartrate: number.meta({ description: 'bpm' }),
  max_heartrate: number.meta({ description: 'bpm' }),
  avg_cadence: number.meta({ description: 'rpm' }),
  max_cadence: number.meta({ description: 'rpm' }),
  avg_power: number.meta({ description: 'W' }),
  max_power: number.meta({ description: 'W' }),
  laps: z.array(lap, 'must be an array').max(2000, 'must be at most 2000').nullish(),
  timer_stops: z
    .array(z.tuple([z.string(), z.string()], 'must be [start, stop] as instants'), 'must be an array')
    .max(2000, 'must be at most 2000')
    .nullish(),
};

/** What a workout may have beside its streams, in bytes of JSON: laps by the thousand, and what we do not know of. */
export const mostRestBytes = 1024 * 1024;
const rest = payload(mostRestBytes);

/** Names what cannot be kept beside the streams, if it has a name that can be told. */
function checkRest(given: Readonly<Record<string, unknown>>, check: z.RefinementCtx): void {
  if (rest.safeParse(given).success) return;
  for (const [name, value] of Object.entries({ ...given, 'what a workout has beside its streams': given })) {
    const message = rest.safeParse({ [name]: value }).error?.issues[0]?.message;
    if (message === undefined) continue;
    const path = /^[\w .-]{1,50}$/.test(name) ? [name] : ['an unknown field'];
    return check.addIssue({ code: 'custom', path, message });
  }
}

/** A workout as a client sends it. What is not here is kept as it is. */
export const workoutBody = z.looseObject({ ...fields, ...streams }).superRefine((workout, check) => {
  checkStreams(workout, check);
  checkRest(withoutStreams(workout), check);
});

export type Workout = z.output<typeof workoutBody>;

/** Of what we add, and what it was written in, nothing is kept; and `null` is as absent. */
const ours = new Set(['uri', 'activity', 'user_id']);

/** An object without the fields that are known and `null`. */
const withoutNulls = (given: Readonly<Record<string, unknown>>, known: object): Record<string, unknown> =>
  Object.fromEntries(Object.entries(given).filter(([name, value]) => !(value === null && Object.hasOwn(known, name))));

/** A workout without its streams, as it is kept to give back. */
export function withoutStreams(workout: Workout): Record<string, unknown> {
  const rest = Object.entries(workout).filter(([name]) => !ours.has(name) && !streamNames.includes(name));
  const { laps, ...others } = withoutNulls(Object.fromEntries(rest), fields);
  return { ...others, ...(laps !== undefined && { laps: workout.laps?.map((one) => withoutNulls(one, lapFields)) }) };
}

/** A workout as it is given back. */
export const workoutResponse = z
  .looseObject({
    ...fields,
    ...streams,
    user_id: z.int(),
    uri: z.string(),
    activity: z.string(),
  })
  .meta({ description: 'What is absent is left out.' });
