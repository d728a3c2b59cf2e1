import { expect } from 'vitest';
import { encodeFit } from '../../src/files/fit/encode.ts';
import { gpxText } from '../../src/files/testing/gpx-text.ts';
import { madeUpRecording, madeUpSession } from '../../src/files/testing/made-up-recording.ts';
import { sportTracks } from '../dialects/sporttracks.ts';
import { trainItAll } from '../dialects/train-it-all.ts';
import { clientOf, type TestPerson } from '../gateway/people.ts';
import { write } from '../gateway/records.ts';
import type { TestGateway } from '../gateway/test-gateway.ts';

export const day = '2026-01-16';
export const at = `${day}T07:00:00+01:00`;
export const fit = (...starts: string[]) =>
  encodeFit({
    ...madeUpRecording({ seconds: 60 }),
    sessions: starts.map((start) => madeUpSession({ start, seconds: 60 })),
  });

const ids: Record<string, string> = {
  createActivity: 'activity',
  recordSleepDay: 'sleepDay',
  recordWellnessDay: 'wellnessDay',
  recordNutritionDay: 'nutritionDay',
  recordBodyMetric: 'bodyMetric',
  logMeal: 'meal',
  logWakeup: 'wakeup',
};

/** Writes through GraphQL, and returns the id of the record. */
export async function writes(who: TestPerson, mutation: string, input: object): Promise<string> {
  const record = ids[mutation] as string;
  return (await write<Record<string, { id: string }>>(who, mutation, input, `${record} { id }`))[record]?.id ?? '';
}

export type Act = (ann: TestPerson, gateway: TestGateway) => Promise<unknown>;
const record =
  (mutation: string, input: object): Act =>
  (ann) =>
    write(ann, mutation, input, '__typename');
/** Writes a record and then changes it. */
const changed =
  (mutation: string, input: object, update: string, change: object): Act =>
  async (ann) =>
    write(ann, update, { id: await writes(ann, mutation, input), ...change }, '__typename');
const twice =
  (mutation: string, input: object, again: object = {}): Act =>
  async (ann) => {
    await write(ann, mutation, input, '__typename');
    await write(ann, mutation, { ...input, ...again }, '__typename');
  };
const partners =
  (path: string, ...bodies: object[]): Act =>
  async (ann, gateway) => {
    const partner = await clientOf(gateway, ann);
    for (const body of bodies) await trainItAll(gateway).writes(partner, path, body);
  };
const uploads =
  (bytes: Uint8Array, name = 'run.fit'): Act =>
  async (ann: TestPerson) => {
    const { errors } = await ann.uploads(bytes, name);
    expect(errors).toBeUndefined();
  };

export const run = { sport: 'running', title: 'Run', startedAt: at, durationSeconds: 60 };
export const night = { day, sleepSeconds: 25_200 };
const workout = { start_time: at, type: 'Running', name: 'Run', duration: 60 };

/** What is written, and what a viewer who is told of everything is told of it, at most once for each category and write. */
export const acts: readonly [what: string, act: Act, told: string[]][] = [
  ['createActivity', record('createActivity', run), ['WORKOUT 1']],
  ['createActivity, sent again', twice('createActivity', { ...run, externalId: 'r1' }), ['WORKOUT 1']],
  [
    'createActivity, changed',
    changed('createActivity', run, 'updateActivity', { notes: 'Cold', energyKilocalories: 80 }),
    ['WORKOUT 1'],
  ],
  [
    'createActivity with position and heart rate',
    record('createActivity', { ...run, averageHeartRate: 140, notes: 'Cold' }),
    ['WORKOUT 1'],
  ],
  ['a night', record('recordSleepDay', night), ['SLEEP 1']],
  ['a night with its end', record('recordSleepDay', { ...night, endedAt: at }), ['SLEEP 1', 'WAKEUP 1']],
  ['a night, then its end', twice('recordSleepDay', night, { endedAt: at }), ['SLEEP 1', 'WAKEUP 1']],
  [
    'a night, changed to have an end',
    changed('recordSleepDay', night, 'updateSleepDay', { endedAt: at }),
    ['SLEEP 1', 'WAKEUP 1'],
  ],
  [
    'a night, changed',
    changed('recordSleepDay', { ...night, endedAt: at }, 'updateSleepDay', { score: 80 }),
    ['SLEEP 1', 'WAKEUP 1'],
  ],
  ['a night, twice', twice('recordSleepDay', night, { score: 80 }), ['SLEEP 1']],
  ['steps of a day', record('recordWellnessDay', { day, steps: 9000 }), []],
  [
    'steps, water and energy of a day',
    record('recordWellnessDay', { day, steps: 9000, waterMilliliters: 1, activityEnergyKilocalories: 5 }),
    ['WATER 1', 'WORKOUT 1'],
  ],
  [
    'steps of a day, then water',
    changed('recordWellnessDay', { day, steps: 9000 }, 'updateWellnessDay', { waterMilliliters: 500 }),
    ['WATER 1'],
  ],
  [
    'water of a day, then more',
    twice('recordWellnessDay', { day, waterMilliliters: 500 }, { waterMilliliters: 900 }),
    ['WATER 1'],
  ],
  ['water of a day of nothing', record('recordWellnessDay', { day, waterMilliliters: 0 }), ['WATER 1']],
  ['what one ate', record('recordNutritionDay', { day, proteinGrams: 90 }), ['MEAL 1']],
  [
    'what one ate and drank, with steps',
    record('recordNutritionDay', {
      day,
      proteinGrams: 90,
      waterMilliliters: 1500,
      steps: 12,
      activityEnergyKilocalories: 300,
    }),
    ['MEAL 1', 'WATER 1', 'WORKOUT 1'],
  ],
  ['only steps with what one ate', record('recordNutritionDay', { day, steps: 12 }), []],
  [
    'what one drank, then ate, then both',
    async (ann) => {
      const id = await writes(ann, 'recordNutritionDay', { day, waterMilliliters: 1500 });
      await write(ann, 'recordNutritionDay', { day, fatGrams: 20 }, 'created');
      await write(ann, 'updateNutritionDay', { id, fatGrams: 30, waterMilliliters: 1600 }, '__typename');
    },
    ['WATER 1', 'MEAL 1'],
  ],
  [
    'a weight',
    record('recordBodyMetric', { measuredAt: at, weightKilograms: 70, restingHeartRate: 50, notes: 'Fine' }),
    ['WEIGHT 1'],
  ],
  ['a resting heart rate', record('recordBodyMetric', { measuredAt: at, restingHeartRate: 50 }), []],
  [
    'hours of sleep, then a waist',
    twice('recordBodyMetric', { measuredAt: at, sleepHours: 7 }, { waistCentimeters: 80 }),
    ['SLEEP 1', 'WEIGHT 1'],
  ],
  [
    'a resting heart rate, changed to have a height',
    changed('recordBodyMetric', { measuredAt: at, restingHeartRate: 50 }, 'updateBodyMetric', {
      heightCentimeters: 180,
    }),
    ['WEIGHT 1'],
  ],
  ['a meal', record('logMeal', { occurredAt: at, name: 'Porridge', notes: 'Hot' }), ['MEAL 1']],
  [
    'a meal, sent again',
    twice('logMeal', { occurredAt: at, name: 'Porridge', externalId: 'm1' }, { name: 'Rice' }),
    ['MEAL 1'],
  ],
  [
    'a meal, changed',
    changed('logMeal', { occurredAt: at, name: 'Porridge' }, 'updateMeal', { proteinGrams: 8 }),
    ['MEAL 1'],
  ],
  ['a supplement', record('logSupplement', { occurredAt: at, name: 'Iron' }), ['SUPPLEMENT 1']],
  ['a glass of water', record('logWater', { occurredAt: at, volumeMilliliters: 300 }), ['WATER 1']],
  ['a wakeup', record('logWakeup', { occurredAt: at }), ['WAKEUP 1']],
  ['a wakeup, changed', changed('logWakeup', { occurredAt: at }, 'updateWakeup', { notes: 'Early' }), ['WAKEUP 1']],
  ['samples', record('addSamples', { metric: 'WEIGHT', device: 'Scale', samples: [{ startedAt: at, value: 70 }] }), []],
  ['a FIT file', uploads(fit(at)), ['WORKOUT 1']],
  ['a FIT file with three sessions', uploads(fit(at, `${day}T09:00:00+01:00`, `${day}T11:00:00+01:00`)), ['WORKOUT 3']],
  [
    'a FIT file, twice',
    async (ann, gateway) => {
      await uploads(fit(at))(ann, gateway);
      await uploads(fit(at))(ann, gateway);
    },
    ['WORKOUT 1'],
  ],
  ['a GPX file', uploads(Buffer.from(gpxText(madeUpRecording({ start: at, seconds: 60 }))), 'run.gpx'), ['WORKOUT 1']],
  [
    'a record that is deleted',
    async (ann) =>
      write(ann, 'deleteMeal', { id: await writes(ann, 'logMeal', { occurredAt: at, name: 'Porridge' }) }, 'deletedId'),
    ['MEAL 1'],
  ],

  [
    'Train it All: an activity',
    partners('/activities', { title: 'Run', type: 'RUN', startedAt: at, durationMin: 30 }),
    ['WORKOUT 1'],
  ],
  [
    'Train it All: an activity, sent again',
    partners(
      '/activities',
      { title: 'Run', type: 'RUN', startedAt: at, durationMin: 30, externalId: 'a' },
      { title: 'Run', type: 'RUN', startedAt: at, durationMin: 30, externalId: 'a' },
    ),
    ['WORKOUT 1'],
  ],
  [
    'Train it All: a night, then its end',
    partners('/sleep-days', { day, sleepSeconds: 25_200 }, { day, sleepEndAt: at }),
    ['SLEEP 1', 'WAKEUP 1'],
  ],
  [
    'Train it All: a body metric',
    partners('/body-metrics', { measuredAt: at, weightKg: 70, restingHr: 50 }),
    ['WEIGHT 1'],
  ],
  [
    'Train it All: a nutrition day',
    partners('/nutrition-days', { day, waterMl: 2000, steps: 4 }, { day, waterMl: 2100 }),
    ['WATER 1'],
  ],
  ['Train it All: a wellness day', partners('/daily-wellness', { day, steps: 8500 }), []],
  [
    'Train it All: a FIT file',
    async (ann, gateway) => {
      const form = new FormData();
      form.append('file', new Blob([Buffer.from(fit(at, `${day}T09:00:00+01:00`))]), 'run.fit');
      const { status } = await trainItAll(gateway).post(await clientOf(gateway, ann), '/fit-files', form);
      expect(status).toBe(201);
    },
    ['WORKOUT 2'],
  ],
  [
    'SportTracks: a workout, changed',
    async (ann, gateway) => {
      const [partner, tracks] = [await clientOf(gateway, ann), sportTracks(gateway)];
      await tracks.replaces(partner, await tracks.adds(partner, workout), {
        ...workout,
        name: 'Long run',
        notes: 'Cold',
      });
    },
    ['WORKOUT 1'],
  ],
  [
    'SportTracks: a file',
    async (ann, gateway) => {
      await sportTracks(gateway).uploads(await clientOf(gateway, ann), {
        format: 'FIT',
        data: Buffer.from(fit(at)).toString('base64'),
      });
    },
    ['WORKOUT 1'],
  ],
];
