import { DateTime } from 'luxon';
import { expect, test } from 'vitest';
import { drawDay, entriesOf, nutritionOf, sleepOf, wellnessOf } from './days.ts';
import { randomBetween } from './random.ts';
import { samplesOf } from './series.ts';
import { demoWorkouts } from './workouts.ts';

const physique = { weightKilograms: 66, heightCentimeters: 171, restingHeartRate: 54 };

function tenDays(seed: number) {
  const between = randomBetween(seed);
  return Array.from({ length: 10 }, (_, age) => {
    const date = DateTime.fromISO('2026-03-25', { zone: 'Europe/Berlin' }).plus({ days: age });
    const day = drawDay(date, 10 - age, 10, physique, [], between);
    return [
      sleepOf(day, between),
      wellnessOf(day, between),
      nutritionOf(day, between),
      entriesOf(day, between),
      samplesOf(day, between),
    ];
  });
}

const workouts = (seed: number) => [...demoWorkouts(seed, 'Europe/Berlin', new Date('2026-03-25T12:00:00Z'), 20)];

test('the same seed and end make the same past, another seed another', () => {
  expect(tenDays(1)).toEqual(tenDays(1));
  expect(tenDays(1)).not.toEqual(tenDays(2));
  expect(workouts(1)).toEqual(workouts(1));
  expect(workouts(1)).not.toEqual(workouts(2));
});
