import { amount, duration } from './words.js';

const valueOf = (figure, per = 1) => (figure == null ? null : figure.value / per);

/** The same workout from two sources counts once. */
const minutesOf = (activities) =>
  activities === null
    ? null
    : activities
        .filter(({ duplicateOf }) => duplicateOf === null)
        .reduce((sum, { durationSeconds }) => sum + durationSeconds / 60, 0);

/** What a chart can show: the category that opens it, the unit of its axis (a count has none), and how a single value is said. */
export const figures = [
  {
    category: 'SLEEP',
    name: 'Sleep',
    unit: 'hours',
    of: (day) => valueOf(day.sleepSeconds, 3600),
    inWords: (hours) => duration(hours * 3600),
  },
  {
    category: 'WORKOUT',
    name: 'Workouts',
    unit: 'minutes',
    of: (day) => minutesOf(day.activities),
    inWords: (minutes) => duration(minutes * 60),
  },
  {
    category: 'STEPS',
    name: 'Steps',
    of: (day) => valueOf(day.steps),
    inWords: (steps) => amount(Math.round(steps), 'steps'),
  },
  {
    category: 'WEIGHT',
    name: 'Weight',
    unit: 'kilograms',
    isLine: true,
    of: (day) => valueOf(day.weightKilograms),
    inWords: (kilograms) => amount(kilograms, 'kg'),
  },
  {
    category: 'HEART_RATE',
    name: 'Resting heart rate',
    unit: 'beats per minute',
    isLine: true,
    of: (day) => valueOf(day.restingHeartRate),
    inWords: (beats) => amount(Math.round(beats), 'bpm'),
  },
  {
    category: 'MEAL',
    name: 'Energy eaten',
    unit: 'kilocalories',
    of: (day) => valueOf(day.energyKilocalories),
    inWords: (kilocalories) => amount(Math.round(kilocalories), 'kcal'),
  },
  {
    category: 'WATER',
    name: 'Water',
    unit: 'litres',
    of: (day) => valueOf(day.waterMilliliters, 1000),
    inWords: (litres) => amount(litres, 'l'),
  },
];
