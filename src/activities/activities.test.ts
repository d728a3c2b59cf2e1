import { describe, expect, test } from 'vitest';
import { person, type TestPerson } from '../../test/gateway/people.ts';
import { useGateway } from '../../test/gateway/test-gateway.ts';
import {
  CountActivitiesDocument,
  CreateActivityDocument,
  DeleteActivityDocument,
  OneActivityDocument,
  UpdateActivityDocument,
  type CreateActivityInput,
} from '../../test/generated/operations.ts';
import { streamKinds } from '../files/recording.ts';

const gateway = useGateway();

const run = {
  sport: 'running',
  title: 'Evening run',
  startedAt: '2026-01-17T23:20:00+01:00',
  durationSeconds: 2700,
  perceivedExertion: 6,
};

async function creates(who: TestPerson, input: CreateActivityInput) {
  const { activity, created } = (await who.gets(CreateActivityDocument, { input })).createActivity;
  if (!activity) throw new Error('the activity was not given back');
  return { activity, created };
}

/** The fields that a refusal names. */
async function refusedFields(who: TestPerson, input: CreateActivityInput): Promise<string[]> {
  const { errors } = await who.ask(CreateActivityDocument, { input });
  expect(errors?.[0]?.extensions.code).toBe('BAD_USER_INPUT');
  return Object.keys(errors?.[0]?.extensions.fields ?? {});
}

async function countOf(who: TestPerson): Promise<number | undefined> {
  const { viewer } = await who.gets(CountActivitiesDocument, {});
  return viewer.health.activities?.totalCount;
}

describe('creating an activity', () => {
  test('keeps the local date of the written offset and derives the load of the exertion', async () => {
    const ann = await person(gateway, { timezone: 'Asia/Tokyo' });
    expect(await creates(ann, run)).toMatchObject({
      created: true,
      activity: { startedAt: '2026-01-17T22:20:00Z', localDate: '2026-01-17', utcOffsetMinutes: 60, load: 54 },
    });
  });

  test("takes the person's own clock for a start that is written in UTC", async () => {
    const ann = await person(gateway, { timezone: 'Asia/Tokyo' });
    const { activity } = await creates(ann, { ...run, startedAt: '2026-01-17T22:20:00Z' });
    expect(activity).toMatchObject({ localDate: '2026-01-18', timezone: 'Asia/Tokyo', utcOffsetMinutes: 540 });
  });

  test("takes the activity's own zone before the person's, with the offset that it has that day", async () => {
    const ann = await person(gateway);
    const input = { ...run, startedAt: '2026-07-01T06:30:00Z', timezone: 'America/New_York' };
    expect((await creates(ann, input)).activity).toMatchObject({ localDate: '2026-07-01', utcOffsetMinutes: -240 });
  });

  test('keeps laps, pauses and streams as they were sent', async () => {
    const ann = await person(gateway);
    const parts = {
      laps: [{ startedAt: run.startedAt, durationSeconds: 1200, distanceMeters: 4000.5 }],
      pauses: [{ startedAt: '2026-01-17T22:30:00Z', durationSeconds: 12.5 }],
      streams: [{ kind: 'HEART_RATE' as const, offsetsSeconds: [0, 1.5, 3], values: [120, 121.25, 119] }],
    };
    const { activity } = await creates(ann, { ...run, ...parts });
    expect(activity).toMatchObject({
      laps: [{ number: 1, startedAt: '2026-01-17T22:20:00Z', distanceMeters: 4000.5 }],
      pauses: [{ durationSeconds: 12.5 }],
      streams: parts.streams,
      sources: [{ provider: 'MANUAL', clientId: null, externalId: null }],
    });
  });

  test('keeps streams of every kind, in the order of the kinds', async () => {
    const ann = await person(gateway);
    const streams = streamKinds.map((kind, index) => ({ kind, offsetsSeconds: [0, 1], values: [index, index + 0.5] }));
    const { activity } = await creates(ann, { ...run, streams: streams.toReversed() });
    expect(activity).toMatchObject({ streams });
  });

  test('with the same external id gives the same activity, also when all come at once', async () => {
    const ann = await person(gateway);
    const input = { ...run, externalId: 'mine-1' };
    const answers = await Promise.all(Array.from({ length: 8 }, () => creates(ann, input)));
    expect(new Set(answers.map(({ activity }) => activity.id)).size).toBe(1);
    expect(answers.filter(({ created }) => created)).toHaveLength(1);
    expect(await countOf(ann)).toBe(1);
  });

  test("leaves an external id free for other people's activities", async () => {
    const [ann, bob] = [await person(gateway), await person(gateway)];
    const input = { ...run, externalId: 'the-same' };
    await creates(ann, input);
    expect((await creates(bob, input)).created).toBe(true);
  });

  test.each<[string, Partial<CreateActivityInput>]>([
    ['title', { title: ' ' }],
    ['sport', { sport: 'Trail Running' }],
    ['durationSeconds', { durationSeconds: -1 }],
    ['averageHeartRate', { averageHeartRate: 900 }],
    ['maxHeartRate', { averageHeartRate: 150, maxHeartRate: 140 }],
    ['perceivedExertion', { perceivedExertion: 11 }],
    ['timezone', { timezone: 'Mars/Olympus' }],
    ['startedAt', { startedAt: '2999-01-01T00:00:00Z' }],
    ['notes', { notes: 'a\u0000b' }],
    ['laps.0.durationSeconds', { laps: [{ startedAt: run.startedAt, durationSeconds: 1e12 }] }],
    ['streams.0.values', { streams: [{ kind: 'POWER', offsetsSeconds: [0, 1], values: [1] }] }],
    ['streams.0.offsetsSeconds', { streams: [{ kind: 'POWER', offsetsSeconds: [2, 1], values: [1, 2] }] }],
  ])('names %s when it is wrong, and stores nothing', async (field, wrong) => {
    const ann = await person(gateway);
    expect(await refusedFields(ann, { ...run, ...wrong })).toEqual([field]);
    expect(await countOf(ann)).toBe(0);
  });

  test('needs the scope activities:write, and reading needs activities:read', async () => {
    const reader = await person(gateway, { scopes: ['activities:read'] });
    expect((await reader.ask(CreateActivityDocument, { input: run })).errors?.[0]?.extensions.code).toBe('FORBIDDEN');
    const writer = await person(gateway, { scopes: ['activities:write'] });
    const { data, errors } = await writer.ask('{ viewer { id health { activities { edges { node { id } } } } } }');
    expect(errors?.[0]?.extensions.code).toBe('FORBIDDEN');
    expect(data).toEqual({ viewer: { id: expect.stringMatching(/^usr_/), health: { activities: null } } });
  });
});

describe('changing an activity', () => {
  test('keeps what is absent, clears what is null, and derives the load anew', async () => {
    const ann = await person(gateway);
    const { activity } = await creates(ann, { ...run, notes: 'windy' });
    const change = { id: activity.id, title: 'Night run', notes: null, perceivedExertion: 8 };
    expect(await ann.gets(UpdateActivityDocument, { input: change })).toMatchObject({
      updateActivity: { activity: { title: 'Night run', notes: null, load: 72, durationSeconds: 2700 } },
    });
  });

  test('moves the elapsed time with a corrected duration, and refuses a peak below the stored average', async () => {
    const ann = await person(gateway);
    const { activity } = await creates(ann, { ...run, elapsedSeconds: 2760, averageHeartRate: 150 });
    expect(await ann.gets(UpdateActivityDocument, { input: { id: activity.id, durationSeconds: 3600 } })).toMatchObject(
      {
        updateActivity: { activity: { elapsedSeconds: 3660 } },
      },
    );
    const { errors } = await ann.ask(UpdateActivityDocument, { input: { id: activity.id, maxHeartRate: 140 } });
    expect(errors?.[0]?.extensions.fields).toEqual({
      maxHeartRate: ['must not be below averageHeartRate, which is 150'],
    });
  });

  test('moves laps along with the start', async () => {
    const ann = await person(gateway);
    const laps = [{ startedAt: '2026-01-17T23:30:00+01:00', durationSeconds: 60 }];
    const { activity } = await creates(ann, { ...run, laps });
    const input = { id: activity.id, startedAt: '2026-01-18T23:20:00+01:00' };
    expect(await ann.gets(UpdateActivityDocument, { input })).toMatchObject({
      updateActivity: { activity: { localDate: '2026-01-18', laps: [{ startedAt: '2026-01-18T22:30:00Z' }] } },
    });
  });

  test("is refused for someone else's activity as for one that does not exist", async () => {
    const [ann, bob] = [await person(gateway), await person(gateway)];
    const { activity } = await creates(ann, run);
    for (const id of [activity.id, 'act_01h2xcejqtf2nbrexx3vqjhp41', 'usr_01h2xcejqtf2nbrexx3vqjhp41', 'nonsense']) {
      const answers = [
        await bob.ask(UpdateActivityDocument, { input: { id, title: 'mine' } }),
        await bob.ask(DeleteActivityDocument, { id }),
      ];
      expect(answers.map(({ errors }) => errors?.[0]?.extensions.code)).toEqual(['NOT_FOUND', 'NOT_FOUND']);
    }
    expect(await ann.gets(OneActivityDocument, { id: activity.id })).toMatchObject({
      viewer: { health: { activity: { title: run.title } } },
    });
  });
});

describe('deleting an activity', () => {
  test('removes it everywhere and frees its external id', async () => {
    const ann = await person(gateway);
    const { activity } = await creates(ann, { ...run, externalId: 'again' });
    await ann.gets(DeleteActivityDocument, { id: activity.id });
    expect(await ann.gets(OneActivityDocument, { id: activity.id })).toEqual({
      viewer: { health: { activity: null } },
      node: null,
    });
    expect((await creates(ann, { ...run, externalId: 'again' })).created).toBe(true);
  });
});

test('a person sees no activity of anyone else, by list, by id or as a node', async () => {
  const [ann, bob] = [await person(gateway), await person(gateway)];
  const { activity } = await creates(ann, run);
  expect(await countOf(bob)).toBe(0);
  expect(await bob.gets(OneActivityDocument, { id: activity.id })).toEqual({
    viewer: { health: { activity: null } },
    node: null,
  });
});
