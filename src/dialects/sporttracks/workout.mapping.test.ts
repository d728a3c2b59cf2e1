import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { anyWorkout } from '../../../test/dialects/any-workout.ts';
import { madeUpWorkout } from '../../../test/dialects/made-up-workout.ts';
import { partsOfDraft, rowOfDraft, type ActivityDraft } from '../../activities/activity.draft.ts';
import { newActivity } from '../../activities/activity.input.ts';
import { toActivity, type Activity } from '../../activities/activity.ts';
import type { StreamKind } from '../../files/recording.ts';
import { validate } from '../../platform/validate.ts';
import { zoneNamed } from './instants.ts';
import { fromKept, toKept, type KeptWorkout } from './kept-workout.ts';
import { fromStreams } from './streams.ts';
import { toDraft } from './workout.draft.ts';
import { fromStored } from './workout.mapping.ts';
import { workoutBody, type Workout } from './workout.schema.ts';

const viewer = {
  userId: '01890a5d-ac96-774b-bcce-b302099a8057',
  tokenId: '',
  clientId: 'tracker',
  scopes: new Set<string>(),
  timezone: 'Europe/Berlin',
  organisationId: '',
  number: 1,
  isAdmin: false,
  expiresAtMs: Infinity,
};

const asJson = <T>(given: T): T => JSON.parse(JSON.stringify(given)) as T;

interface Stored {
  activity: Activity;
  draft: ActivityDraft;
  sent: KeptWorkout | undefined;
}

/** What a workout becomes, by all that happens to it before and after the database. */
function store(given: object, timezone = viewer.timezone): Stored {
  const workout = workoutBody.parse(asJson(given)) as Workout;
  const draft = validate(newActivity, toDraft(workout, zoneNamed(timezone)));
  const activity = toActivity(rowOfDraft({ ...viewer, timezone }, draft, new Date()));
  return { activity, draft, sent: fromKept(asJson(toKept(workout))) };
}

const read = ({ activity, sent }: Stored, change: Partial<Activity> = {}) =>
  fromStored({ activity: { ...activity, ...change }, laps: [], pauses: [], sent });

const readStreams = ({ draft }: Stored) =>
  fromStreams(
    Object.entries(partsOfDraft(draft).streams).map(([kind, stream]) => ({ kind: kind as StreamKind, ...stream })),
  );

test('whatever was sent is read back as it was sent', () => {
  fc.assert(
    fc.property(anyWorkout, (workout) => {
      const stored = store(workout);
      expect(asJson({ ...read(stored), ...readStreams(stored) })).toEqual(asJson(workout));
    }),
    { numRuns: 4000 },
  );
});

test('whatever was sent is understood the same when what was kept of it is sent again', () => {
  fc.assert(
    fc.property(anyWorkout, (workout) => {
      const once = store(workout);
      const again = store({ ...read(once), ...readStreams(once) });
      expect({ ...again.activity, id: '', createdAt: '', updatedAt: '' }).toEqual({
        ...once.activity,
        id: '',
        createdAt: '',
        updatedAt: '',
      });
    }),
    { numRuns: 500 },
  );
});

describe('the start', () => {
  const startOf = (start_time: string, timezone?: string) => {
    const stored = store({ start_time, timer_stops: [[start_time, start_time]] }, timezone);
    const { startedAt, utcOffsetMinutes, localDate } = stored.activity;
    return [startedAt, utcOffsetMinutes, localDate, read(stored)['start_time']];
  };

  test.each([
    ['2026-03-01T00:30:00+05:45', '2026-02-28T18:45:00.000Z', 345, '2026-03-01', '2026-03-01T00:30:00+05:45'],
    ['2026-02-28T23:30:00Z', '2026-02-28T23:30:00.000Z', 60, '2026-03-01', '2026-02-28T23:30:00Z'],
    ['2026-02-28T23:30:00+00:00', '2026-02-28T23:30:00.000Z', 0, '2026-02-28', '2026-02-28T23:30:00+00:00'],
    ['2026-03-01T00:30:00', '2026-02-28T23:30:00.000Z', 60, '2026-03-01', '2026-03-01T00:30:00+01:00'],
    ['2025-07-01T00:30:00.25', '2025-06-30T22:30:00.250Z', 120, '2025-07-01', '2025-07-01T00:30:00.250+02:00'],
    ['2026-02-28T21:30:00-2:-30', '2026-03-01T00:00:00.000Z', -150, '2026-02-28', '2026-02-28T21:30:00-02:30'],
    ['2026-02-28T21:30:00-2:30', '2026-03-01T00:00:00.000Z', -150, '2026-02-28', '2026-02-28T21:30:00-02:30'],
    ['2026-02-28T21:30:00-11:-30', '2026-03-01T09:00:00.000Z', -690, '2026-02-28', '2026-02-28T21:30:00-11:30'],
    ['2026-03-01T05:30:00+5:30', '2026-03-01T00:00:00.000Z', 330, '2026-03-01', '2026-03-01T05:30:00+05:30'],
    ['2026-03-01 07:30:00+0100', '2026-03-01T06:30:00.000Z', 60, '2026-03-01', '2026-03-01 07:30:00+0100'],
    ['2026-03-01T07:30+01', '2026-03-01T06:30:00.000Z', 60, '2026-03-01', '2026-03-01T07:30+01'],
    ['2026-03-01T07:30:00,1239+01:00', '2026-03-01T06:30:00.124Z', 60, '2026-03-01', '2026-03-01T07:30:00,1239+01:00'],
    ['2026-03-01T24:00:00+01:00', '2026-03-01T23:00:00.000Z', 60, '2026-03-02', '2026-03-01T24:00:00+01:00'],
  ])('%s is %s', (written, instant, offset, date, back) => {
    expect(startOf(written)).toEqual([instant, offset, date, back]);
  });

  test('without an offset is on the clock of the person, wherever that is', () => {
    expect(startOf('2026-01-16T07:00:00', 'America/St_Johns')).toEqual([
      '2026-01-16T10:30:00.000Z',
      -210,
      '2026-01-16',
      '2026-01-16T07:00:00-03:30',
    ]);
    expect(startOf('2026-01-16T07:00:00', 'Europe/London')[3]).toBe('2026-01-16T07:00:00+00:00');
  });
});

describe('what is stored means something to others:', () => {
  test('energy, names, and a figure of each kind', () => {
    const { activity } = store(madeUpWorkout);
    expect(activity).toMatchObject({
      sport: 'cycling',
      subSport: 'road',
      title: 'To work',
      startedAt: '2026-03-01T06:18:01.000Z',
      utcOffsetMinutes: 60,
      localDate: '2026-03-01',
      durationSeconds: 1828,
      elapsedSeconds: 1928.5,
      distanceMeters: 9985.88,
      energyKilocalories: 1242 / 4.184,
      averageHeartRate: 133,
      maxPower: 611,
    });
  });

  test.each([
    ['a peak below its average is none', { avg_power: 200, max_power: 100 }, { averagePower: 200, maxPower: null }],
    [
      'a heart rate of 0 is none',
      { avg_heartrate: 0, max_heartrate: 0 },
      { averageHeartRate: null, maxHeartRate: null },
    ],
    ['a blank name is none', { name: '  ', type: 'Running' }, { title: 'Running' }],
    ['without name and type it is a workout', {}, { title: 'Workout', sport: 'generic' }],
    [
      'without durations it is as long as its streams',
      { power: [0, 1, 90, 2], heartrate: [] },
      { durationSeconds: 90 },
    ],
    ['a time on the clock alone is both', { clock_duration: 90 }, { durationSeconds: 90, elapsedSeconds: 90 }],
    ['null is as absent', { name: null, laps: null, power: null, calories: null }, { energyKilocalories: null }],
  ])('%s', (_, given, stored) => {
    expect(store({ start_time: '2026-03-01T07:18:01+01:00', ...given }).activity).toMatchObject(stored);
  });

  test('null comes back as absent where the field is known, and as null where it is not', () => {
    const given = { start_time: '2026-03-01T07:18:01Z', name: null, mood: null, laps: [{ avg_speed: null, x: null }] };
    expect(read(store(given))).toEqual({ start_time: given.start_time, mood: null, laps: [{ x: null }] });
  });
});

describe('what was changed since is told, and the rest stays as it was sent:', () => {
  const { location: _location, ...rest } = madeUpWorkout;
  const sent = Object.fromEntries(
    Object.entries(rest).filter(([, value]) => typeof (value as unknown[])[0] !== 'number'),
  );

  test.each<[string, Partial<Activity>, object]>([
    ['title', { title: 'Home' }, { name: 'Home' }],
    ['notes', { notes: null }, { notes: undefined }],
    ['energy', { energyKilocalories: 100 }, { calories: 418.4 }],
    ['duration', { durationSeconds: 60.5 }, { duration: 60.5 }],
    ['sport', { sport: 'running', subSport: 'trail' }, { type: 'Running: Trail' }],
    ['a figure that is cleared', { maxPower: null }, { max_power: undefined }],
    ['time zone', { utcOffsetMinutes: 120 }, { timezone: 2, start_time: '2026-03-01T08:18:01+02:00' }],
  ])('%s', (_, change, told) => {
    const { laps: _laps, timer_stops: _stops, ...expected } = { ...sent, ...told };
    expect(asJson(read(store(madeUpWorkout), change))).toMatchObject(asJson(expected));
    expect(Object.keys(asJson(read(store(madeUpWorkout), change))).sort()).toEqual(
      Object.keys(asJson({ ...sent, ...told })).sort(),
    );
  });

  test('a sub-sport that no type stands for, in place of another', () => {
    const stored = store({ start_time: '2026-03-01T07:18:01+01:00', type: 'Running: Zombie Chase' });
    expect(read(stored)['type']).toBe('Running: Zombie Chase');
    expect(read(stored, { subSport: 'virtual_activity' })['type']).toBe('Running');
  });

  test('a duration that the client did not send', () => {
    const stored = store({ start_time: '2026-03-01T07:18:01+01:00', power: [0, 1, 90, 2] });
    expect(read(stored)).toEqual({ start_time: '2026-03-01T07:18:01+01:00' });
    expect(read(stored, { durationSeconds: 80 })).toMatchObject({ duration: 80 });
  });

  test('a new start takes laps and stops along, which keep all else', () => {
    const stored = store({ ...madeUpWorkout, laps: [...madeUpWorkout.laps, { type: 'rest', mood: [1] }] });
    const moved = read(stored, { startedAt: '2026-03-02T06:18:01.000Z', utcOffsetMinutes: -60 });
    expect(moved).toMatchObject({ start_time: '2026-03-02T05:18:01-01:00', timezone: -1, calories: 1242 });
    expect(moved['laps']).toEqual([
      { ...madeUpWorkout.laps[0], start_time: '2026-03-02T05:18:01-01:00' },
      { ...madeUpWorkout.laps[1], start_time: '2026-03-02T05:27:56-01:00' },
      { ...madeUpWorkout.laps[2], start_time: '2026-03-02T05:35:33-01:00' },
      { type: 'rest', mood: [1] },
    ]);
    expect(moved['timer_stops']).toEqual([
      ['2026-03-02T05:20:00-01:00', '2026-03-02T05:21:00.500-01:00'],
      ['2026-03-02T05:40:00-01:00', '2026-03-02T05:40:40-01:00'],
    ]);
  });
});
