/** What tells workouts apart. */
export interface Workout {
  id: string;
  sport: string;
  startedAt: string;
  durationSeconds: number;
  /** Its place among the person's preferred sources, from 1; `undefined`: not among them. */
  rank: number | undefined;
  createdAt: string;
}

/** How far the starts of the same workout may lie apart. */
export const startToleranceMs = 60_000;
/** How much the durations may differ, of the longer one. */
const durationTolerance = 0.05;

/**
 * Finds the workouts that several sources recorded. Of those that are the same, the preferred one counts, else the newest; the
 * others are duplicates of it.
 * @returns for each duplicate the id of the workout that counts
 */
export function duplicatesIn(workouts: readonly Workout[]): Map<string, string> {
  const best = workouts.toSorted(
    (a, b) =>
      (a.rank ?? Infinity) - (b.rank ?? Infinity) ||
      Date.parse(b.createdAt) - Date.parse(a.createdAt) ||
      (a.id < b.id ? 1 : -1),
  );
  const duplicates = new Map<string, string>();
  const counting = new Map<string, Workout[]>();
  for (const workout of best) {
    const near = nearMinutes(workout).flatMap((minute) => counting.get(`${workout.sport} ${minute}`) ?? []);
    const same = near.find((other) => isSame(workout, other));
    if (same) duplicates.set(workout.id, same.id);
    else {
      const key = `${workout.sport} ${minuteOf(workout)}`;
      counting.set(key, [...(counting.get(key) ?? []), workout]);
    }
  }
  return duplicates;
}

const minuteOf = ({ startedAt }: Workout) => Math.floor(Date.parse(startedAt) / startToleranceMs);

const nearMinutes = (workout: Workout) => [-1, 0, 1].map((step) => minuteOf(workout) + step);

function isSame(a: Workout, b: Workout): boolean {
  const apartMs = Math.abs(Date.parse(a.startedAt) - Date.parse(b.startedAt));
  const longer = Math.max(a.durationSeconds, b.durationSeconds);
  return apartMs <= startToleranceMs && Math.abs(a.durationSeconds - b.durationSeconds) <= durationTolerance * longer;
}
