import type { Zone } from 'luxon';
import type { z } from 'zod';
import type { newActivity } from '../../activities/activity.input.ts';
import { badInput } from '../../platform/errors.ts';
import { energyOf, figures, lapFigures, type Figures } from './figures.ts';
import { zonedInstant } from './instants.ts';
import { streamSeconds, toStreams } from './streams.ts';
import { sportOf } from './types.ts';
import type { Workout } from './workout.schema.ts';

type Draft = z.input<typeof newActivity>;

type Given = Readonly<Record<string, unknown>>;

/**
 * A checked workout as the domain takes it.
 * @param zone in which instants without an offset are read
 * @param seconds how long its streams are
 * @throws DomainError BAD_USER_INPUT naming an instant that is none
 */
export function toDraft(workout: Workout, zone: Zone, seconds: number = streamSeconds(workout)): Draft {
  const durations = durationsOf(workout, seconds);
  const startedAt = instantIn(workout.start_time, zone, 'start_time');
  return {
    ...described(workout),
    startedAt,
    ...durations,
    ...figuresOf(workout, figures),
    energyKilocalories: energyOf(workout.calories),
    laps: (workout.laps ?? []).map((lap, index) => ({
      startedAt: lap.start_time == null ? startedAt : instantIn(lap.start_time, zone, `laps.${index}.start_time`),
      ...durationsOf(lap, 0),
      ...figuresOf(lap, lapFigures),
      energyKilocalories: energyOf(lap.calories),
    })),
    pauses: (workout.timer_stops ?? []).map(([from, to], index) => {
      const [start, end] = [from, to].map((text) => instantIn(text, zone, `timer_stops.${index}`)) as [string, string];
      const durationSeconds = (Date.parse(end) - Date.parse(start)) / 1000;
      if (durationSeconds < 0) throw badInput(`timer_stops.${index}`, 'must not stop before it starts');
      return { startedAt: start, durationSeconds };
    }),
    streams: toStreams(workout),
  };
}

function instantIn(text: string, zone: Zone, field: string): string {
  const instant = zonedInstant(text, zone);
  if (instant === undefined) throw badInput(field, 'must be an ISO 8601 instant, e.g. 2026-03-01T07:30:00+01:00');
  return instant;
}

/** What a workout says of itself in words. */
const described = ({ type, name, notes }: Pick<Workout, 'type' | 'name' | 'notes'>) => ({
  subSport: null,
  ...sportOf(type ?? undefined),
  title: name?.trim() || type?.trim() || 'Workout',
  notes: notes || null,
});

/** Without a duration it is as long as its streams; without a time on the clock nobody paused. */
function durationsOf(
  given: { duration?: number | null | undefined; clock_duration?: number | null | undefined },
  atLeast: number,
) {
  const durationSeconds = given.duration ?? given.clock_duration ?? atLeast;
  return { durationSeconds, elapsedSeconds: given.clock_duration ?? durationSeconds };
}

/** A peak below its average, and a rate of 0, are no measurements: they are given back, and not understood. */
function figuresOf(given: Given, names: Readonly<Record<string, string>>): Figures {
  const known = Object.fromEntries(
    Object.entries(names).map(([name, figure]) => [figure, meant(name, given[name] as number | null | undefined)]),
  );
  for (const [average, peak] of peaks)
    if (known[average] != null && known[peak] != null && known[peak] < known[average]) known[peak] = null;
  return known as Figures;
}

const meant = (name: string, value: number | null | undefined): number | null =>
  value == null || (value === 0 && name.endsWith('_heartrate')) ? null : value;

const peaks = [
  ['averageHeartRate', 'maxHeartRate'],
  ['averagePower', 'maxPower'],
  ['averageCadence', 'maxCadence'],
  ['averageSpeedMetersPerSecond', 'maxSpeedMetersPerSecond'],
] as const;
