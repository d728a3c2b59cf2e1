import { z } from 'zod';
import { streamKinds } from '../files/recording.ts';
import { between, instant, text, timezone, wholeBetween } from '../platform/fields.ts';
import { dateFilterFields, fromAfterTo, fromNotAfterTo } from '../sharing/health-list.ts';

const dayInSeconds = 86_400;
const profileName = z
  .string()
  .regex(/^[a-z][a-z0-9_]{0,49}$/, 'must be a FIT profile name in snake_case, e.g. running or lap_swimming');

const summary = {
  durationSeconds: between(0, 60 * dayInSeconds),
  elapsedSeconds: between(0, 60 * dayInSeconds).optional(),
  distanceMeters: between(0, 50_000_000).nullish(),
  elevationGainMeters: between(0, 100_000).nullish(),
  elevationLossMeters: between(0, 100_000).nullish(),
  averageHeartRate: between(20, 300).nullish(),
  maxHeartRate: between(20, 300).nullish(),
  averagePower: between(0, 4000).nullish(),
  maxPower: between(0, 10_000).nullish(),
  averageCadence: between(0, 500).nullish(),
  maxCadence: between(0, 500).nullish(),
  averageSpeedMetersPerSecond: between(0, 400).nullish(),
  maxSpeedMetersPerSecond: between(0, 400).nullish(),
  energyKilocalories: between(0, 100_000).nullish(),
};

const lap = z.object({ startedAt: instant, ...summary });

const pause = z.object({ startedAt: instant, durationSeconds: between(0, 60 * dayInSeconds) });

/** Numbers by the hundred thousand: checked in one pass, since zod would keep a record of each wrong one. */
const series = (low: number, high: number) =>
  z.custom<number[]>(
    (given) => Array.isArray(given) && given.every((item) => typeof item === 'number' && item >= low && item <= high),
    // Later checks expect a list.
    { message: `must be numbers between ${low} and ${high}`, abort: true },
  );

const offsets = series(0, 60 * dayInSeconds).refine(
  (list) => list.every((offset, index) => index === 0 || offset >= (list[index - 1] as number)),
  'must never go back',
);

const stream = z
  .object({ kind: z.enum(streamKinds), offsetsSeconds: offsets, values: series(-1e9, 1e9) })
  .refine((given) => given.offsetsSeconds.length === given.values.length, {
    path: ['values'],
    message: 'must be as many as offsetsSeconds',
  });

const described = {
  sport: profileName,
  subSport: profileName.nullish(),
  title: text(300).trim().min(1, 'must not be empty'),
  notes: text(20_000).nullish(),
  startedAt: instant,
  timezone: timezone.nullish(),
  ...summary,
  perceivedExertion: wholeBetween(1, 10).nullish(),
};

const aboutParts = {
  laps: z.array(lap).max(2000, 'must be at most 2000').optional(),
  pauses: z.array(pause).max(2000, 'must be at most 2000').optional(),
  streams: z
    .array(stream)
    .max(streamKinds.length)
    .refine((list) => new Set(list.map(({ kind }) => kind)).size === list.length, 'must have each kind at most once')
    .optional(),
};

/** Each average, and the peak that it cannot be above. */
export const peakOf = [
  ['averageHeartRate', 'maxHeartRate'],
  ['averagePower', 'maxPower'],
  ['averageCadence', 'maxCadence'],
  ['averageSpeedMetersPerSecond', 'maxSpeedMetersPerSecond'],
] as const;

const peakNotBelowAverage = (
  given: Partial<Record<keyof typeof summary, number | null | undefined>>,
  check: z.RefinementCtx,
) => {
  for (const [average, peak] of peakOf) {
    const [low, high] = [given[average], given[peak]];
    if (low != null && high != null && high < low) {
      check.addIssue({ code: 'custom', path: [peak], message: `must not be below ${average}` });
    }
  }
};

/** An activity that someone writes by hand or a partner sends. `startedAt` comes out as epoch milliseconds and written offset. */
export const newActivity = z
  .object({
    ...described,
    ...aboutParts,
    externalId: text(200).min(1, 'must not be empty').nullish(),
  })
  .superRefine(peakNotBelowAverage);

/** An absent field stays as it is; an explicit `null` clears one that may be empty. */
export const activityChange = z.object(described).partial().superRefine(peakNotBelowAverage);

export const activityFilter = z
  .object({ sports: z.array(profileName).max(50, 'must be at most 50').nullish(), ...dateFilterFields })
  .refine(fromNotAfterTo, fromAfterTo);

export type ActivityFilter = z.output<typeof activityFilter>;
