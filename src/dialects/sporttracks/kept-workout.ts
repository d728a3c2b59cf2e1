import { z } from 'zod';
import { streamSeconds } from './streams.ts';
import { withoutStreams, type Workout } from './workout.schema.ts';

/** What a client sent, as it is kept to give it back. */
export interface KeptWorkout {
  /** Without its streams. */
  workout: Workout;
  /** How long those were: so long is a workout that does not say it. */
  streamSeconds: number;
}

/** It is told from what other dialects keep by its first key. It was checked when it came. */
const kept = z.object({
  sporttracks: z.looseObject({ start_time: z.string() }),
  streamSeconds: z.number(),
});

/** The key of the workout itself. */
export const keptUnder = 'sporttracks';

export const toKept = (workout: Workout): z.input<typeof kept> => ({
  sporttracks: withoutStreams(workout) as z.input<typeof kept>['sporttracks'],
  streamSeconds: streamSeconds(workout),
});

/** @returns `undefined` when something else was sent */
export function fromKept(payload: unknown): KeptWorkout | undefined {
  const { data } = kept.safeParse(payload);
  return data && { workout: data.sporttracks as Workout, streamSeconds: data.streamSeconds };
}
