import { z } from 'zod';
import { day, instant, timezone, wholeBetween } from '../platform/fields.ts';
import { bodily } from './daily.input.ts';

const seconds = wholeBetween(0, 86_400).nullish();

const fields = {
  startedAt: instant.nullish(),
  endedAt: instant.nullish(),
  timezone: timezone.nullish(),
  sleepSeconds: seconds,
  timeInBedSeconds: seconds,
  deepSleepSeconds: seconds,
  lightSleepSeconds: seconds,
  remSleepSeconds: seconds,
  awakeSeconds: seconds,
  score: wholeBetween(0, 100).nullish(),
};

/** A night, or all sleep of a day, as one source saw it. Instants come out as epoch milliseconds and written offset. */
export const sleepDayDraft = z
  .object({ day: day.nullish(), ...fields, externalId: bodily.externalId })
  .refine((given) => given.day != null || given.endedAt != null, {
    path: ['day'],
    message: 'is required where endedAt is missing',
  });

export const sleepDayChange = z.object(fields);
