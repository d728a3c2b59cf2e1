import type { Activity } from '../../activities/activity.ts';
import type { KeptWorkout } from './kept-workout.ts';
import { fromStored } from './workout.mapping.ts';

/** The figures that `data=summary` adds. */
const summary = [
  'clock_duration',
  'elevation_gain',
  'elevation_loss',
  'calories',
  'avg_speed',
  'max_speed',
  'avg_heartrate',
  'max_heartrate',
  'avg_cadence',
  'max_cadence',
  'avg_power',
] as const;

/** The fields that an item is made of. */
export const itemFields: readonly string[] = ['start_time', 'type', 'name', 'total_distance', 'duration', ...summary];

export interface ItemFacts {
  userId: number;
  uri: string;
  withSummary: boolean;
}

/** A workout as an item of the list, where some numbers are text: clients of the vendor read them so. */
export function toListItem(
  activity: Activity,
  sent: KeptWorkout | undefined,
  { userId, uri, withSummary }: ItemFacts,
): Record<string, unknown> {
  const workout = fromStored({ activity, laps: [], pauses: [], sent });
  return {
    start_time: workout['start_time'],
    type: workout['type'] || 'Other',
    name: workout['name'] ?? '',
    total_distance: String(workout['total_distance'] ?? 0),
    duration: activity.durationSeconds.toFixed(2),
    user_id: String(userId),
    uri,
    ...(withSummary &&
      Object.fromEntries(summary.filter((name) => name in workout).map((name) => [name, workout[name]]))),
  };
}
