import { describe, expect, test } from 'vitest';
import { madeUpWorkout, streamsOfWorkout } from '../../../test/dialects/made-up-workout.ts';
import { idOf, sportTracks, type Refused, type Workout } from '../../../test/dialects/sporttracks.ts';
import { clientOf, person } from '../../../test/gateway/people.ts';
import { list, write } from '../../../test/gateway/records.ts';
import { useGateway } from '../../../test/gateway/test-gateway.ts';

const gateway = useGateway({ REQUESTS_PER_MINUTE: '100000' });
const api = sportTracks(gateway);

const start = { start_time: '2026-03-01T07:18:01+01:00' };
const notThere = 'act_01h2xcejqtf2nbrexx3vqjhp41';

describe('adding a workout', () => {
  test('gives its absolute address, with .json too, and is in no way idempotent', async () => {
    const { partner } = await api.connected();
    const uris: string[] = [];
    for (const path of ['/fitnessActivities', '/fitnessActivities.json', '/fitnessActivities']) {
      const { status, body } = await api.post<{ uris: string[] }>(partner, path, start);
      expect([status, Object.keys(body), body.uris.length]).toEqual([200, ['uris'], 1]);
      uris.push(...body.uris);
    }
    expect(new Set(uris).size).toBe(3);
    for (const uri of uris) expect(uri).toMatch(new RegExp(`^${gateway.url}/api/v2/fitnessActivities/act_\\w{26}$`));
  });

  test('needs no more than a start', async () => {
    const { partner } = await api.connected();
    expect(await api.readsBack(partner, await api.adds(partner, start))).toEqual(start);
  });
});

describe('replacing a workout', () => {
  test('leaves nothing of it but its address: what is left out is gone, laps and streams too', async () => {
    const { ann, partner } = await api.connected();
    const id = await api.adds(partner, { ...madeUpWorkout, mood: 1 });
    const next = { start_time: '2026-03-02T07:18:01+01:00', heartrate: [0, 100, 1, 101], name: 'Other' };
    for (const path of [`/fitnessActivities/${id}`, `/fitnessActivity/${id}`]) {
      const { status, body } = await api.put<{ uris: string[] }>(partner, path, next);
      expect([status, body]).toEqual([200, { uris: [`${gateway.url}/api/v2/fitnessActivities/${id}`] }]);
      expect(await api.readsBack(partner, id)).toEqual(next);
    }
    const [activity] = await list(
      ann,
      'activities',
      `id title sport notes startedAt localDate durationSeconds energyKilocalories averageHeartRate
      laps { number } pauses { startedAt } streams { kind values }`,
    );
    expect(activity).toEqual({
      id,
      title: 'Other',
      sport: 'generic',
      notes: null,
      startedAt: '2026-03-02T06:18:01Z',
      localDate: '2026-03-02',
      durationSeconds: 1,
      energyKilocalories: null,
      averageHeartRate: null,
      laps: [],
      pauses: [],
      streams: [{ kind: 'HEART_RATE', values: [100, 101] }],
    });
    expect(await api.lists(partner)).toMatchObject({ size: '1' });
  });

  test('many times at once ends with one of them, whole', async () => {
    const { partner } = await api.connected();
    const id = await api.adds(partner, madeUpWorkout);
    const versions = Array.from({ length: 8 }, (_, index) => ({
      ...start,
      name: `v${index}`,
      power: Array.from({ length: 2 * (index + 1) }, () => index),
      laps: Array.from({ length: index }, () => ({ number: index })),
    }));
    const sorted = versions.map(({ power, ...rest }) => ({
      ...rest,
      power: power.map((value, at) => (at % 2 ? value : at)),
    }));
    await Promise.all(sorted.map((version) => api.replaces(partner, id, version)));
    expect(sorted).toContainEqual(await api.readsBack(partner, id));
  });

  test('while it is read gives the old one or the new one, never some of each', async () => {
    const { partner } = await api.connected();
    const version = (value: number) => ({
      ...start,
      name: `v${value}`,
      laps: [{ number: value }],
      power: [0, value],
      location: [0, [value, value]],
    });
    const id = await api.adds(partner, version(0));
    const stop = new AbortController();
    const writing = (async () => {
      for (let value = 1; !stop.signal.aborted; value += 1) await api.replaces(partner, id, version(value % 90));
    })();
    const seen: Workout[] = [];
    while (seen.length < 150) seen.push(await api.readsBack(partner, id));
    stop.abort();
    await writing;
    expect(seen).toEqual(seen.map(({ name }) => version(Number(String(name).slice(1)))));
    expect(new Set(seen.map(({ name }) => name)).size).toBeGreaterThan(10);
  });

  test('can be done by another client, whose version then counts for both; the first gets it as it is stored', async () => {
    const { ann, partner } = await api.connected();
    const other = await clientOf(gateway, ann);
    const id = await api.adds(partner, { ...madeUpWorkout, mine: 1 });
    const next = { ...start, type: 'RUNNING: trail', name: 'Theirs', theirs: 2, calories: 1001 };
    await api.replaces(other, id, next);
    expect(await api.readsBack(other, id)).toEqual(next);
    expect(await api.readsBack(partner, id)).toEqual({
      ...start,
      timezone: 1,
      type: 'Running: Trail',
      name: 'Theirs',
      calories: 1001,
      duration: 0,
      clock_duration: 0,
    });
    await api.replaces(partner, id, { ...start, mine: 3 });
    expect(await api.readsBack(partner, id)).toEqual({ ...start, mine: 3 });
    expect(await api.readsBack(other, id)).not.toHaveProperty('theirs');
  });
});

describe('deleting a workout', () => {
  test.each(['/fitnessActivities', '/fitnessActivity'])('at %s is ok once, and then it is not there', async (path) => {
    const { partner } = await api.connected();
    const id = await api.adds(partner, madeUpWorkout);
    expect(await api.delete(partner, `${path}/${id}`)).toMatchObject({ status: 200, body: { status: 'ok' } });
    expect((await api.delete(partner, `${path}/${id}`)).status).toBe(404);
    expect((await api.get(partner, `${path}/${id}`)).status).toBe(404);
    expect((await api.put(partner, `${path}/${id}`, start)).status).toBe(404);
    expect(await api.lists(partner)).toEqual({ size: '0', items: [] });
  });
});

test('what is not there, or of someone else, is 404 in the same words for every method', async () => {
  const { partner } = await api.connected();
  const stranger = await clientOf(gateway, await person(gateway));
  const theirs = await api.adds(stranger, madeUpWorkout);
  const ids = [
    theirs,
    notThere,
    '5522409',
    'act_',
    'sl_01h2xcejqtf2nbrexx3vqjhp41',
    '%00',
    '..%2f..',
    'x'.repeat(5000),
  ];
  for (const path of ['/fitnessActivities', '/fitnessActivity'])
    for (const id of ids) {
      const answers = [
        await api.get<Refused>(partner, `${path}/${id}`),
        await api.put<Refused>(partner, `${path}/${id}`, start),
        await api.delete<Refused>(partner, `${path}/${id}`),
      ];
      for (const { status, body } of answers)
        expect([status, body]).toEqual([404, { error: { code: 'NOT_FOUND', message: expect.any(String) } }]);
    }
  expect(await api.reads(stranger, theirs)).toMatchObject({ name: 'To work' });
});

describe('another client of the person', () => {
  test('sees what is stored of a workout, and nothing that only its writer knows', async () => {
    const { ann, partner } = await api.connected();
    const sent = { ...madeUpWorkout, type: 'cycling: ROAD', mood: { secret: 'unknown-field' }, name: '' };
    const laps = sent.laps.map((lap) => ({ ...lap, feeling: 'unknown-field' }));
    const id = await api.adds(partner, { ...sent, laps });
    const seen = await api.readsBack(await clientOf(gateway, ann), id);
    const { privacy: _privacy, location_name: _location, mood: _mood, ...known } = sent;
    expect(seen).toEqual({
      ...known,
      type: 'Cycling: Road',
      name: 'cycling: ROAD',
      laps: madeUpWorkout.laps.map((lap) => ({ ...lap, type: 'active' })),
      timer_stops: [
        ['2026-03-01T07:20:00+01:00', '2026-03-01T07:21:00.500+01:00'],
        ['2026-03-01T07:40:00+01:00', '2026-03-01T07:40:40+01:00'],
      ],
    });
    expect(JSON.stringify(seen)).not.toContain('unknown-field');
    expect(await api.readsBack(partner, id)).toEqual({ ...sent, laps });
  });

  test('a token of the person themself is another client, too', async () => {
    const { ann, partner } = await api.connected();
    const mine = await api.adds(ann, { ...start, mood: 'unknown-field' });
    expect(await api.reads(ann, mine)).toMatchObject({ mood: 'unknown-field' });
    expect(await api.reads(partner, mine)).not.toHaveProperty('mood');
    const theirs = await api.adds(partner, { ...start, mood: 'unknown-field' });
    expect(await api.reads(ann, theirs)).not.toHaveProperty('mood');
  });

  test('what another dialect kept of it is no workout', async () => {
    const { partner } = await api.connected();
    const response = await fetch(`${gateway.url}/api/external/v1/activities`, {
      method: 'POST',
      headers: { authorization: `Bearer ${partner.token}`, 'content-type': 'application/json' },
      body: JSON.stringify({
        title: 'Run',
        type: 'RUN',
        startedAt: '2026-01-16T07:00:00Z',
        durationMin: 30,
        rawPayload: { sporttracks: { mood: 1 }, streamSeconds: 'x' },
      }),
    });
    const { id } = (await response.json()) as { id: string };
    const run = { type: 'Running', name: 'Run', duration: 1800, clock_duration: 1800, timezone: 1 };
    expect(await api.readsBack(partner, id)).toEqual({ ...run, start_time: '2026-01-16T08:00:00+01:00' });
    expect(await api.lists(partner)).toMatchObject({ items: [{ name: 'Run' }] });
  });
});

describe('a change through GraphQL', () => {
  const streamless = Object.fromEntries(
    Object.entries(madeUpWorkout).filter(([name]) => !(streamsOfWorkout as readonly string[]).includes(name)),
  ) as unknown as Omit<typeof madeUpWorkout, (typeof streamsOfWorkout)[number]>;

  test.each<[string, object, Workout]>([
    ['the title', { title: 'Home' }, { name: 'Home' }],
    ['the notes', { notes: 'Dry.' }, { notes: 'Dry.' }],
    ['the energy', { energyKilocalories: 250 }, { calories: 1046 }],
    ['the sport', { sport: 'running', subSport: null }, { type: 'Running' }],
    ['the distance', { distanceMeters: 10_000.5 }, { total_distance: 10_000.5 }],
    ['the duration', { durationSeconds: 1800, elapsedSeconds: 1900 }, { duration: 1800, clock_duration: 1900 }],
    ['a peak', { maxHeartRate: 180.5 }, { max_heartrate: 180.5 }],
  ])('of %s is seen, and all else stays exact', async (_, change, told) => {
    const { ann, partner } = await api.connected();
    const id = await api.adds(partner, { ...madeUpWorkout, mood: [1] });
    await write(ann, 'updateActivity', { id, ...change }, '__typename');
    expect(await api.readsBack(partner, id)).toEqual({ ...madeUpWorkout, mood: [1], ...told });
  });

  test('of the start is seen in laps and stops as well', async () => {
    const { ann, partner } = await api.connected();
    const id = await api.adds(partner, streamless);
    await write(ann, 'updateActivity', { id, startedAt: '2026-03-02T09:18:01+02:00' }, '__typename');
    const own = await api.readsBack(partner, id);
    expect(own).toEqual({
      ...streamless,
      start_time: '2026-03-02T09:18:01+02:00',
      timezone: 2,
      laps: streamless.laps.map((lap) => ({
        ...lap,
        start_time: lap.start_time.replace('-01T07', '-02T09').replace('+01', '+02'),
      })),
      timer_stops: [
        ['2026-03-02T09:20:00+02:00', '2026-03-02T09:21:00.500+02:00'],
        ['2026-03-02T09:40:00+02:00', '2026-03-02T09:40:40+02:00'],
      ],
    });
    // What others see is what is stored: that it moved along is no invention.
    expect((await api.reads(await clientOf(gateway, ann), id))['timer_stops']).toEqual(own['timer_stops']);
  });

  test('that is a deletion is one here', async () => {
    const { ann, partner } = await api.connected();
    const id = await api.adds(partner, madeUpWorkout);
    await write(ann, 'deleteActivity', { id }, '__typename');
    expect((await api.get(partner, `/fitnessActivities/${id}`)).status).toBe(404);
  });
});

test('addresses are those under which they are served', async () => {
  const { partner } = await api.connected();
  const id = await api.adds(partner, madeUpWorkout);
  const { uri, activity } = await api.reads(partner, id);
  const headers = { authorization: `Bearer ${partner.token}` };
  const answers = await Promise.all([uri, activity].map((address) => fetch(String(address), { headers })));
  expect(answers.map(({ status }) => status)).toEqual([200, 200]);
  expect(await answers[0]?.json()).toMatchObject({ uri });
  expect(idOf(String(uri))).toBe(id);
});
