import { z } from 'zod';
import { localDate, text } from '../../platform/fields.ts';
import type { NotifiableCategory } from '../../sharing/categories.ts';

/** What can be shared under the vendor's names; a category that is not here cannot be said in this API. */
export const trackers = {
  wakeup: 'WAKEUP',
  weight: 'WEIGHT',
  water: 'WATER',
  sleep: 'SLEEP',
  supplement: 'SUPPLEMENT',
  meal: 'MEAL',
  workout: 'WORKOUT',
} as const satisfies Record<string, NotifiableCategory>;

export type Tracker = keyof typeof trackers;

type Flags<Prefix extends string, Value> = Record<`${Prefix}_${Tracker}`, Value>;

/** One field for each tracker, e.g. `include_sleep`. */
export const flagsOf = <Prefix extends string, Value>(
  prefix: Prefix,
  valueOf: (tracker: Tracker) => Value,
): Flags<Prefix, Value> =>
  Object.fromEntries(
    (Object.keys(trackers) as Tracker[]).map((tracker) => [`${prefix}_${tracker}`, valueOf(tracker)]),
  ) as Flags<Prefix, Value>;

/** Numbers of people and shares are PostgreSQL's `integer`. */
export const mostNumber = 2_147_483_647;

const userNumber = z
  .int('must be a whole number')
  .min(1, 'must be at least 1')
  .max(mostNumber, `must be at most ${mostNumber}`)
  .meta({ description: 'The number of the person to share with.' });

const flag = z.boolean('must be true or false');
const dates = { start_date: localDate.nullish(), end_date: localDate.nullish() };
const description = text(2000).nullish();
const anObject = 'must be a JSON object';

/** What a client sends to share. Unknown keys are ignored. */
export const newTracker = z.object(
  {
    viewer_user_id: userNumber,
    ...dates,
    ...flagsOf('include', () => flag.default(true)),
    ...flagsOf('notify', () => flag.default(false)),
    description,
  },
  anObject,
);

/** What a client sends to change a share: what is absent stays. */
export const trackerChange = z.object(
  {
    viewer_user_id: userNumber.optional().meta({ description: 'Cannot be changed; the same again is fine.' }),
    ...dates,
    ...flagsOf('include', () => flag.optional()),
    ...flagsOf('notify', () => flag.optional()),
    description,
  },
  anObject,
);

const user = z.object({ id: z.int(), name: z.string().meta({ description: 'Empty where the person has none.' }) });
const instant = z.iso.datetime({ precision: 6 });

/** The vendor's shared tracker resource. */
export const sharedTracker = z.object({
  id: z.int(),
  user_id: z.int(),
  user,
  viewer_user_id: z.int(),
  viewer_user: user,
  start_date: z.iso.date().nullable(),
  end_date: z.iso.date().nullable(),
  ...flagsOf('include', () => z.boolean()),
  ...flagsOf('notify', () => z.boolean()),
  description: z.string().nullable(),
  created_at: instant,
  updated_at: instant,
});

export type SharedTracker = z.output<typeof sharedTracker>;

export const defaultPerPage = 100;
const positive = z.coerce.number('must be a number').int('must be a whole number').min(1, 'must be at least 1');

export const pageQuery = z.object({
  page: positive.max(1_000_000, 'must be at most 1000000').default(1).meta({ description: 'From 1.' }),
  per_page: positive
    .transform((given) => Math.min(given, defaultPerPage))
    .default(defaultPerPage)
    .meta({ description: `At most ${defaultPerPage}; more is as good as that.` }),
});

export const trackerPage = z
  .object({ data: z.array(sharedTracker), current_page: z.int(), per_page: z.int(), total: z.int() })
  .meta({ description: 'A page, newest first.' });
