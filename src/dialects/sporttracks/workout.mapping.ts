import type { Activity, Lap } from '../../activities/activity.ts';
import type { Pause } from '../../activities/activity-parts.read.ts';
import { readInstant } from '../../platform/instant.ts';
import { figures, kilojoulesOf, lapFigures, type Figures } from './figures.ts';
import { hasOffset, localText, writtenOffset, zonedInstant, zoneOfOffset } from './instants.ts';
import type { KeptWorkout } from './kept-workout.ts';
import { typeOf } from './types.ts';
import { toDraft } from './workout.draft.ts';

/** What is stored of a workout beside its streams. */
export interface StoredWorkout {
  activity: Activity;
  laps: readonly Lap[];
  pauses: readonly Pause[];
  /** What the client of the reader sent; `undefined`: it sent none. */
  sent: KeptWorkout | undefined;
}

/**
 * A stored workout as the API gives it, without streams. What the client sent comes back as it was sent for as long as what it became
 * is unchanged; what was changed since, and what others wrote, is made of what is stored.
 */
export function fromStored({ activity, laps, pauses, sent }: StoredWorkout): Record<string, unknown> {
  const made = madeOf(activity);
  if (sent) return merged(sent, activity, made);
  return present({
    ...made,
    laps: laps.length > 0 ? laps.map((lap) => lapOf(lap, activity.utcOffsetMinutes)) : undefined,
    timer_stops: pauses.length > 0 ? pauses.map((pause) => stopOf(pause, activity.utcOffsetMinutes)) : undefined,
  });
}

type Fields = Record<string, unknown>;

/** What was sent, but for what was changed since. Laps and stops cannot be changed elsewhere, but for moving along with a new start. */
function merged(sent: KeptWorkout, activity: Activity, made: Fields): Fields {
  const became = activityOf(sent, activity);
  const before = madeOf(became);
  const fields: Fields = { ...sent.workout };
  for (const name of Object.keys(made)) {
    if (before[name] === made[name]) continue;
    if (made[name] === undefined) delete fields[name];
    else fields[name] = made[name];
  }
  // Two sub-sports that no type stands for have the same type.
  if (became.sport !== activity.sport || became.subSport !== activity.subSport) fields['type'] = made['type'];
  if (before['start_time'] !== made['start_time']) return { ...fields, ...moved(sent, became, activity) };
  // On its way out an instant has an offset, however it came.
  if (!hasOffset(sent.workout.start_time)) fields['start_time'] = made['start_time'];
  return fields;
}

/** The laps and stops of a workout that starts at another time than the one that was sent. */
function moved({ workout }: KeptWorkout, from: Activity, to: Activity): Fields {
  const byMs = Date.parse(to.startedAt) - Date.parse(from.startedAt);
  const move = (text: string) => {
    const instant = Date.parse(zonedInstant(text, zoneOfOffset(from.utcOffsetMinutes)) ?? '');
    return localText(new Date(instant + byMs).toISOString(), to.utcOffsetMinutes);
  };
  return {
    ...(workout.laps && {
      laps: workout.laps.map((lap) => (lap.start_time == null ? lap : { ...lap, start_time: move(lap.start_time) })),
    }),
    ...(workout.timer_stops && { timer_stops: workout.timer_stops.map((stop) => stop.map(move)) }),
  };
}

/** The fields that are made of an activity; `undefined`: there is nothing to say. */
function madeOf(activity: Activity): Fields {
  return {
    start_time: localText(activity.startedAt, activity.utcOffsetMinutes),
    timezone: activity.utcOffsetMinutes / 60,
    type: typeOf(activity.sport, activity.subSport),
    name: activity.title,
    notes: activity.notes ?? undefined,
    duration: activity.durationSeconds,
    clock_duration: activity.elapsedSeconds,
    calories: kilojoulesOf(activity.energyKilocalories),
    ...renamed(figures, activity),
  };
}

/** What the sent workout became when it was stored, by the same mapping that made it. */
function activityOf({ workout, streamSeconds }: KeptWorkout, activity: Activity): Activity {
  // Without an offset of its own it got that of the zone where the person was then.
  const utcOffsetMinutes = writtenOffset(workout.start_time) ?? activity.utcOffsetMinutes;
  const draft = toDraft(workout, zoneOfOffset(utcOffsetMinutes), streamSeconds);
  return {
    ...activity,
    sport: draft.sport,
    subSport: draft.subSport ?? null,
    title: draft.title,
    notes: draft.notes ?? null,
    startedAt: new Date(readInstant(draft.startedAt)?.epochMs ?? NaN).toISOString(),
    utcOffsetMinutes,
    durationSeconds: draft.durationSeconds,
    elapsedSeconds: draft.elapsedSeconds ?? draft.durationSeconds,
    ...(Object.fromEntries(Object.values(figures).map((figure) => [figure, draft[figure] ?? null])) as Figures),
    energyKilocalories: draft.energyKilocalories ?? null,
  };
}

const lapOf = (lap: Lap, utcOffsetMinutes: number): Fields =>
  present({
    number: lap.number,
    type: 'active',
    start_time: localText(lap.startedAt, utcOffsetMinutes),
    duration: lap.durationSeconds,
    clock_duration: lap.elapsedSeconds,
    calories: kilojoulesOf(lap.energyKilocalories),
    ...renamed(lapFigures, lap),
  });

function stopOf({ startedAt, durationSeconds }: Pause, utcOffsetMinutes: number): [string, string] {
  const end = new Date(Date.parse(startedAt) + Math.round(durationSeconds * 1000)).toISOString();
  return [localText(startedAt, utcOffsetMinutes), localText(end, utcOffsetMinutes)];
}

/** Figures under the names of the API; `undefined`: there is none. */
const renamed = <Figure extends string>(
  names: Readonly<Record<string, Figure>>,
  given: Readonly<Record<Figure, number | null>>,
): Fields => Object.fromEntries(Object.entries(names).map(([name, figure]) => [name, given[figure] ?? undefined]));

const present = (fields: Fields): Fields =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
