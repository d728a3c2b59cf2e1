import { DateTime } from 'luxon';
import type { z } from 'zod';
import type { newActivity } from '../../activities/activity.input.ts';
import { randomBetween, type Between } from './random.ts';

export type DemoWorkout = z.input<typeof newActivity>;

/** What a person does on a day of the week: sport, clock hour of the start, minutes, metres a second, watts (0: no power meter). */
interface Habit {
  sport: string;
  subSport?: string;
  title: string;
  hour: number;
  minutes: number;
  speed: number;
  watts: number;
}

const week: Record<number, Habit> = {
  2: { sport: 'running', title: 'Intervals on the track', hour: 18, minutes: 48, speed: 3.3, watts: 0 },
  3: { sport: 'training', subSport: 'strength_training', title: 'Strength', hour: 19, minutes: 50, speed: 0, watts: 0 },
  4: { sport: 'running', title: 'Easy run', hour: 7, minutes: 40, speed: 2.8, watts: 0 },
  6: { sport: 'cycling', subSport: 'road', title: 'Saturday ride', hour: 10, minutes: 130, speed: 7.6, watts: 185 },
  7: { sport: 'running', title: 'Long run', hour: 9, minutes: 85, speed: 2.9, watts: 0 },
};

/** Seconds between two points of a stream. */
const step = 5;

/**
 * The workouts of a person's last days, oldest first and one at a time: a week's rhythm, now and then a day off, fitter as time
 * goes by. The same seed and end give the same workouts.
 */
export function* demoWorkouts(seed: number, timezone: string, until: Date, days: number): Generator<DemoWorkout> {
  const between = randomBetween(seed);
  const today = DateTime.fromJSDate(until, { zone: timezone }).startOf('day');
  for (let age = days; age >= 1; age -= 1) {
    const day = today.minus({ days: age });
    const habit = week[day.weekday];
    if (!habit || between(0, 1) < 0.15) continue;
    const start = day.set({ hour: habit.hour, minute: Math.floor(between(0, 59)) });
    const form = 1 + 0.08 * (1 - age / days);
    const seconds = Math.round(habit.minutes * 60 * between(0.85, 1.15));
    yield workout(habit, start, seconds, habit.speed * form * between(0.96, 1.04), between);
  }
}

function workout(habit: Habit, start: DateTime, seconds: number, speed: number, between: Between): DemoWorkout {
  const startedAt = start.toISO({ suppressMilliseconds: true }) as string;
  const offsetsSeconds = Array.from({ length: Math.floor(seconds / step) + 1 }, (_, index) => index * step);
  const phase = between(0, 6);
  const heartRate = offsetsSeconds.map((at) =>
    Math.round(96 + 52 * (1 - Math.exp(-at / 240)) + 9 * Math.sin(at / 210 + phase) + between(-2, 2)),
  );
  const streams: NonNullable<DemoWorkout['streams']> = [{ kind: 'HEART_RATE', offsetsSeconds, values: heartRate }];
  if (speed > 0) streams.push(...movement(offsetsSeconds, speed, phase, between));
  if (habit.watts > 0) {
    const values = offsetsSeconds.map((at) =>
      Math.round(habit.watts + 35 * Math.sin(at / 170 + phase) + between(-25, 25)),
    );
    streams.push({ kind: 'POWER', offsetsSeconds, values });
  }
  const mean = (values: readonly number[]) => Math.round(values.reduce((sum, value) => sum + value, 0) / values.length);
  const power = streams.find(({ kind }) => kind === 'POWER')?.values;
  const distance = streams.find(({ kind }) => kind === 'DISTANCE')?.values.at(-1);
  return {
    sport: habit.sport,
    subSport: habit.subSport ?? null,
    title: habit.title,
    startedAt,
    timezone: start.zoneName,
    durationSeconds: seconds,
    elapsedSeconds: seconds + Math.round(between(0, 240)),
    ...(distance !== undefined && { distanceMeters: distance, elevationGainMeters: Math.round((distance / 1000) * 6) }),
    averageHeartRate: mean(heartRate),
    maxHeartRate: Math.max(...heartRate),
    ...(power && { averagePower: mean(power), maxPower: Math.max(...power) }),
    energyKilocalories: Math.round((seconds / 60) * (speed > 0 ? 11 : 7)),
    perceivedExertion: Math.round(between(3, 8)),
    streams,
    laps: laps(start, seconds, distance),
  };
}

/** Speed, distance, height, and a loop around a point in the open Atlantic: a place where nobody lives. */
function movement(
  offsetsSeconds: number[],
  speed: number,
  phase: number,
  between: Between,
): NonNullable<DemoWorkout['streams']> {
  const speeds = offsetsSeconds.map(
    (at) => Math.round(100 * (speed + 0.15 * speed * Math.sin(at / 130 + phase) + between(-0.1, 0.1))) / 100,
  );
  let covered = 0;
  const distance = speeds.map((now, index) => (index === 0 ? 0 : Math.round((covered += now * step) * 10) / 10));
  const radiusDegrees = 0.012 * Math.sqrt(speed);
  const angle = (at: number) => (2 * Math.PI * at) / (offsetsSeconds.at(-1) || 1);
  return [
    { kind: 'SPEED', offsetsSeconds, values: speeds },
    { kind: 'DISTANCE', offsetsSeconds, values: distance },
    {
      kind: 'ALTITUDE',
      offsetsSeconds,
      values: offsetsSeconds.map((at) => Math.round(40 + 18 * Math.sin(3 * angle(at) + phase))),
    },
    { kind: 'LATITUDE', offsetsSeconds, values: offsetsSeconds.map((at) => 30 + radiusDegrees * Math.sin(angle(at))) },
    {
      kind: 'LONGITUDE',
      offsetsSeconds,
      values: offsetsSeconds.map((at) => -40 + radiusDegrees * Math.cos(angle(at))),
    },
  ];
}

function laps(start: DateTime, seconds: number, distance: number | undefined): NonNullable<DemoWorkout['laps']> {
  const count = Math.max(1, Math.round(seconds / 900));
  const durationSeconds = seconds / count;
  return Array.from({ length: count }, (_, index) => ({
    startedAt: start
      .plus({ seconds: Math.round(index * durationSeconds) })
      .toISO({ suppressMilliseconds: true }) as string,
    durationSeconds,
    ...(distance !== undefined && { distanceMeters: distance / count }),
  }));
}
