import fc from 'fast-check';
import { expect, test } from 'vitest';
import { newActivity } from '../../activities/activity.input.ts';
import type { Activity } from '../../activities/activity.ts';
import type { NewestSource } from '../../activities/numbered-activities.read.ts';
import { loadOf } from '../../activities/load.ts';
import { newId } from '../../platform/ids.ts';
import {
  activityName,
  activityRequest,
  activityResponse,
  activityTypes,
  fromActivity,
  toActivityDraft,
  type ActivityRequest,
} from './activity.mapping.ts';

const nullable = <Value>(arbitrary: fc.Arbitrary<Value>) => fc.option(arbitrary, { nil: null });
const maybe = <Value>(arbitrary: fc.Arbitrary<Value>) => fc.option(nullable(arbitrary), { nil: undefined });
const whole = (min: number, max: number) => maybe(fc.integer({ min, max }));
const quantity = (max: number) => maybe(fc.double({ min: 0, max, noNaN: true, noDefaultInfinity: true }));

const started = fc.oneof(
  fc.date({ min: new Date(0), max: new Date('2026-01-01'), noInvalidDate: true }).map((date) => date.toISOString()),
  fc.integer({ min: 0, max: 1_767_225_600 }),
  fc.integer({ min: 100_000_000_000, max: 1_767_225_600_000 }),
);

/** Requests that the domain takes too. */
const sensible = fc.record({
  title: fc.string({ minLength: 1 }).filter((text) => text.trim() !== ''),
  type: fc.constantFrom(...activityTypes),
  startedAt: started,
  durationMin: whole(0, 1440),
  durationSec: fc.integer({ min: 0, max: 86_400 }),
  distanceKm: quantity(50_000),
  distanceM: quantity(50_000_000),
  elevationGainM: quantity(100_000),
  avgHr: whole(20, 150),
  maxHr: whole(150, 300),
  avgPower: whole(0, 4000),
  calories: whole(-100_000, 100_000),
  perceivedExertion: whole(1, 10),
  notes: maybe(fc.string()),
  timezone: maybe(fc.constantFrom('Europe/Berlin', 'Asia/Kathmandu')),
  externalId: maybe(fc.string({ minLength: 1, maxLength: 200 })),
});

/** Whatever a route's schema lets through. */
const anything = fc.record(
  {
    title: fc.string({ unit: 'binary' }),
    type: fc.constantFrom(...activityTypes),
    startedAt: fc.oneof(fc.string(), fc.double({ min: -8.64e15, max: 8.64e15, noNaN: true })),
    durationMin: maybe(fc.maxSafeInteger()),
    durationSec: maybe(fc.maxSafeInteger()),
    distanceKm: maybe(fc.double({ noNaN: true, noDefaultInfinity: true })),
    distanceM: maybe(fc.double({ noNaN: true, noDefaultInfinity: true })),
    calories: maybe(fc.maxSafeInteger()),
    perceivedExertion: maybe(fc.maxSafeInteger()),
    rawPayload: fc.jsonValue(),
  },
  { requiredKeys: ['title', 'type', 'startedAt'] },
);

const checked = (given: object): ActivityRequest => activityRequest.parse(given);
const reader = { clientId: 'vg_cl_test', organisationId: newId() };

/** A checked draft as it would be stored. */
function stored(draft: ReturnType<typeof toActivityDraft>): Activity {
  const { startedAt, ...given } = newActivity.parse(draft);
  const effort = {
    perceivedExertion: given.perceivedExertion ?? null,
    energyKilocalories: given.energyKilocalories ?? null,
    durationSeconds: given.durationSeconds,
    isFromFile: false,
  };
  return {
    id: newId(),
    ownerId: newId(),
    sport: given.sport,
    subSport: given.subSport ?? null,
    title: given.title,
    notes: given.notes ?? null,
    startedAt: new Date(startedAt.epochMs).toISOString(),
    utcOffsetMinutes: 0,
    timezone: given.timezone ?? null,
    localDate: '2026-01-16',
    durationSeconds: given.durationSeconds,
    elapsedSeconds: given.durationSeconds,
    distanceMeters: given.distanceMeters ?? null,
    elevationGainMeters: given.elevationGainMeters ?? null,
    elevationLossMeters: null,
    averageHeartRate: given.averageHeartRate ?? null,
    maxHeartRate: given.maxHeartRate ?? null,
    averagePower: given.averagePower ?? null,
    maxPower: null,
    averageCadence: null,
    maxCadence: null,
    averageSpeedMetersPerSecond: null,
    maxSpeedMetersPerSecond: null,
    energyKilocalories: effort.energyKilocalories,
    perceivedExertion: effort.perceivedExertion,
    load: loadOf(effort),
    fileSha256: null,
    isEdited: false,
    createdAt: '2026-01-16T08:00:00.000Z',
    updatedAt: '2026-01-16T08:00:00.000Z',
  };
}

const sourceOf = (externalId: string | null | undefined): NewestSource => ({
  provider: 'EXTERNAL',
  clientId: reader.clientId,
  externalId: externalId ?? null,
  checksum: null,
  payload: null,
  createdAt: '2026-01-16T08:00:00.000Z',
});

const givenFields = (draft: object) =>
  Object.fromEntries(Object.entries(draft).map(([name, value]) => [name, (value as unknown) ?? null]));

test('what a client writes, reads back and writes again is the same draft in every field that is carried', () => {
  fc.assert(
    fc.property(sensible, (given) => {
      const draft = toActivityDraft(checked(given));
      const read = fromActivity(stored(draft), sourceOf(draft.externalId), reader);
      // Load points are not the exertion that they came of, minutes are whole only on their way in, and the domain trims titles.
      const { durationMin: _, ...sentBack } = { ...read, perceivedExertion: given.perceivedExertion };
      const again = toActivityDraft(checked(sentBack));
      expect(givenFields(again)).toEqual(
        givenFields({ ...draft, title: draft.title.trim(), startedAt: read.startedAt }),
      );
      expect(Date.parse(again.startedAt as string)).toBe(Date.parse(draft.startedAt as string));
    }),
  );
});

test('what is read of any activity fits its schema, and is the same each time', () => {
  fc.assert(
    fc.property(sensible, fc.jsonValue(), (given, payload) => {
      const activity = stored(toActivityDraft(checked(given)));
      const source = { ...sourceOf(given.externalId), payload };
      const read = fromActivity(activity, source, reader);
      expect(activityResponse.parse(JSON.parse(JSON.stringify(read)))).toEqual(JSON.parse(JSON.stringify(read)));
      expect(fromActivity(activity, source, reader)).toEqual(read);
    }),
  );
});

test('distances in kilometres come out as they came in', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 50_000_000 }), (meters) => {
      const given = { title: 'x', type: 'RUN', startedAt: 0, durationSec: 1, distanceKm: meters / 1000 };
      const draft = toActivityDraft(checked(given));
      expect(draft.distanceMeters).toBe(meters);
      expect(fromActivity(stored(draft), undefined, reader).distanceKm).toBe(meters / 1000);
    }),
  );
});

test('no request that the route lets through makes the mapping throw, and it changes none', () => {
  fc.assert(
    fc.property(anything, (given) => {
      const result = activityRequest.safeParse(given);
      fc.pre(result.success);
      const body = result.data as ActivityRequest;
      const before = structuredClone(body);
      const draft = toActivityDraft(body);
      expect(toActivityDraft(body)).toEqual(draft);
      expect(body).toEqual(before);
      // The domain says of each what is wrong, under names that the API has too.
      const refused = newActivity.safeParse(draft).error?.issues.map(({ path }) => String(path[0])) ?? [];
      const names = refused.map((field) => activityName(field, Object.keys(body)));
      expect(names.filter((name) => !Object.hasOwn(activityRequest.shape, name))).toEqual([]);
    }),
    { numRuns: 500 },
  );
});
