import { beforeAll, describe, expect, test } from 'vitest';
import { madeUpWorkout } from '../../../test/dialects/made-up-workout.ts';
import { base, sportTracks, type Refused, type Workout, type WorkoutList } from '../../../test/dialects/sporttracks.ts';
import { clientOf, person } from '../../../test/gateway/people.ts';
import { write } from '../../../test/gateway/records.ts';
import { useGateway } from '../../../test/gateway/test-gateway.ts';
import { newestSources } from '../../activities/numbered-activities.read.ts';
import { parseTypeId } from '../../platform/ids.ts';
import { DataAccess } from '../../sharing/access.ts';
import { keptUnder } from './kept-workout.ts';
import { itemFields } from './list.mapping.ts';

const gateway = useGateway({ REQUESTS_PER_MINUTE: '100000' });
const api = sportTracks(gateway);

const namesOf = ({ items }: WorkoutList) => items.map(({ name }) => name);
const at = (day: number, time = '07:00:00+01:00') => `2026-01-${String(day).padStart(2, '0')}T${time}`;

describe('an item', () => {
  test('has text where recorded ones have text, and no more than they have', async () => {
    const { partner } = await api.connected();
    const id = await api.adds(partner, madeUpWorkout);
    expect(await api.lists(partner)).toEqual({
      size: '1',
      items: [
        {
          start_time: madeUpWorkout.start_time,
          type: 'Cycling: Road',
          name: 'To work',
          total_distance: '9985.88',
          duration: '1828.00',
          user_id: String(partner.number),
          uri: `${gateway.url}${base}/fitnessActivities/${id}`,
        },
      ],
    });
  });

  test('has figures, as numbers, with data=summary: those that there are', async () => {
    const { partner } = await api.connected();
    await api.adds(partner, madeUpWorkout);
    await api.adds(partner, { start_time: at(16), calories: 0, avg_power: 12.5 });
    const { items } = await api.lists(partner, '?data=summary');
    const [full, bare] = items as [Workout, Workout];
    expect(full).toMatchObject({
      clock_duration: 1928.5,
      elevation_gain: 8.4,
      elevation_loss: 1.6,
      calories: 1242,
      avg_speed: 5.463,
      max_speed: 34.805,
      avg_heartrate: 133,
      max_heartrate: 168,
      avg_cadence: 67,
      max_cadence: 101,
      avg_power: 187.5,
    });
    expect(Object.keys(full)).toHaveLength(7 + 11);
    const { start_time: _start, user_id: _user, uri: _uri, ...rest } = bare;
    expect(rest).toEqual({
      type: 'Other',
      name: '',
      total_distance: '0',
      duration: '0.00',
      calories: 0,
      avg_power: 12.5,
    });
  });

  test('is made of what is stored when the person wrote it, or another client', async () => {
    const { ann, partner } = await api.connected();
    await api.adds(partner, { ...madeUpWorkout, type: 'CYCLING: road', name: '' });
    const run = { sport: 'running', title: 'Mine', startedAt: at(16), durationSeconds: 90.4, energyKilocalories: 100 };
    await write(ann, 'createActivity', run, '__typename');
    const { items } = await api.lists(await clientOf(gateway, ann), '?data=summary');
    expect(items).toMatchObject([
      { type: 'Cycling: Road', name: 'CYCLING: road', calories: 1242 },
      { type: 'Running', name: 'Mine', duration: '90.40', total_distance: '0', calories: 418.4, clock_duration: 90.4 },
    ]);
  });

  test('tells what was changed since', async () => {
    const { ann, partner } = await api.connected();
    const id = await api.adds(partner, madeUpWorkout);
    const change = { title: 'Home', distanceMeters: 5, durationSeconds: 61.25, energyKilocalories: 10 };
    await write(ann, 'updateActivity', { id, ...change }, '__typename');
    const { items } = await api.lists(partner, '?data=summary');
    expect(items).toMatchObject([
      {
        name: 'Home',
        total_distance: '5',
        duration: '61.25',
        calories: 41.84,
        avg_speed: 5.463,
        type: 'Cycling: Road',
      },
    ]);
  });
});

describe('thirty workouts', () => {
  let partner: Awaited<ReturnType<typeof api.connected>>['partner'];
  const newestFirst = Array.from({ length: 30 }, (_, index) => `w${30 - index}`);

  beforeAll(async () => {
    ({ partner } = await api.connected());
    // In no order.
    for (let index = 0; index < 30; index += 1) {
      const day = ((index * 7) % 30) + 1;
      await api.adds(partner, { start_time: at(day), name: `w${day}` });
    }
  });

  test('are 25 on the first page, newest first, and five on the second', async () => {
    const first = await api.lists(partner);
    expect([first.size, namesOf(first), 'previous' in first]).toEqual(['30', newestFirst.slice(0, 25), false]);
    expect(first.next).toBe(`${gateway.url}${base}/fitnessActivities?page=1`);
    const second = await api.lists(partner, '?page=1');
    expect([second.size, namesOf(second), 'next' in second]).toEqual(['30', newestFirst.slice(25), false]);
    expect(second.previous).toBe(`${gateway.url}${base}/fitnessActivities?page=0`);
  });

  test.each([
    ['?pageSize=30', 30, false, false],
    ['?pageSize=29', 29, false, true],
    ['?pageSize=10&page=1', 10, true, true],
    ['?pageSize=10&page=2', 10, true, false],
    ['?pageSize=10&page=3', 0, true, false],
    ['?pageSize=1000000', 30, false, false],
    ['?page=0', 25, false, true],
    ['?page=1000000', 0, true, false],
    ['?data=summary&pageSize=3', 3, false, true],
    ['?data=something', 25, false, true],
    ['?unknown=1', 25, false, true],
    ['?noEarlierThan=&noLaterThan=', 25, false, true],
  ])('%s has %i, a page before: %s, a page after: %s', async (query, count, hasPrevious, hasNext) => {
    const page = await api.lists(partner, query);
    expect([page.items.length, 'previous' in page, 'next' in page]).toEqual([count, hasPrevious, hasNext]);
    expect(page.size).toBe('30');
  });

  test('are found once each by the addresses of next, and of previous back again, with every parameter kept', async () => {
    const query = `?x=a%26b&pageSize=7&data=summary&noEarlierThan=${encodeURIComponent(at(3))}&noLaterThan=2026-01-28`;
    for (const path of ['/fitnessActivities', '/fitnessActivities.json']) {
      const names: unknown[] = [];
      let page = (await api.get<WorkoutList>(partner, path + query)).body;
      for (;;) {
        names.push(...namesOf(page));
        if (page.next === undefined) break;
        const next = new URL(page.next);
        expect(next.pathname).toBe(base + path);
        expect(Object.fromEntries(next.searchParams)).toEqual({
          x: 'a&b',
          pageSize: '7',
          data: 'summary',
          noEarlierThan: at(3),
          noLaterThan: '2026-01-28',
          page: expect.any(String),
        });
        page = (await api.get<WorkoutList>(partner, next.href.slice(gateway.url.length + base.length))).body;
        expect(page.items[0]).toHaveProperty('name');
      }
      expect(names).toEqual(newestFirst.slice(2, 28));
      const back: unknown[] = [];
      while (page.previous !== undefined) {
        page = (await api.get<WorkoutList>(partner, page.previous.slice(gateway.url.length + base.length))).body;
        back.unshift(...namesOf(page));
      }
      expect(back).toEqual(newestFirst.slice(2, 23));
    }
  });

  test.each([
    ['noEarlierThan=2026-01-28', ['w30', 'w29', 'w28']],
    ['noLaterThan=2026-01-02', ['w2', 'w1']],
    ['noEarlierThan=2026-01-05&noLaterThan=2026-01-05', ['w5']],
    ['noEarlierThan=2026-01-30T07:00:00%2B01:00', ['w30']],
    ['noEarlierThan=2026-01-30T07:00:00+01:00', ['w30']],
    ['noEarlierThan=2026-01-30T06:00:00Z', ['w30']],
    ['noEarlierThan=2026-01-30T06:00:00.001Z', []],
    ['noEarlierThan=2026-01-30T07:00:00', ['w30']],
    ['noLaterThan=2026-01-01T07:00:00%2B01:00', ['w1']],
    ['noLaterThan=2026-01-01T05:59:59Z', []],
    ['noEarlierThan=2027-01-01', []],
    ['noEarlierThan=2026-01-20&noLaterThan=2026-01-10', []],
  ])('are narrowed, bounds included: %s', async (query, names) => {
    const page = await api.lists(partner, `?${query}`);
    expect([page.size, namesOf(page)]).toEqual([String(names.length), names]);
  });

  test.each([
    ['pageSize=0', 'pageSize'],
    ['pageSize=-1', 'pageSize'],
    ['pageSize=1.5', 'pageSize'],
    ['pageSize=abc', 'pageSize'],
    ['pageSize=', 'pageSize'],
    ['pageSize=1&pageSize=2', 'pageSize'],
    ['page=-1', 'page'],
    ['page=NaN', 'page'],
    ['page=1e300', 'page'],
    ['page=Infinity', 'page'],
    ['page=1&page=2', 'page'],
    ['noEarlierThan=yesterday', 'noEarlierThan'],
    ['noEarlierThan=2026-02-30', 'noEarlierThan'],
    ['noEarlierThan=0001-01-01', 'noEarlierThan'],
    ['noLaterThan=2026-02-30T07:00:00Z', 'noLaterThan'],
    ['noLaterThan=9999-01-01T00:00:00Z', 'noLaterThan'],
    ['noLaterThan=%00', 'noLaterThan'],
    ['noLaterThan=2026-01-01&noLaterThan=2026-01-02', 'noLaterThan'],
  ])('%s is refused by its name', async (query, field) => {
    const { status, body } = await api.get<Refused>(partner, `/fitnessActivities?${query}`);
    expect([status, body.error.code, body.error.message.split(' ')[0]]).toEqual([400, 'BAD_USER_INPUT', field]);
  });
});

test('workouts of one moment are on one page each', async () => {
  const { partner } = await api.connected();
  const ids = new Set<string>();
  for (let index = 0; index < 5; index += 1) ids.add(await api.adds(partner, { start_time: at(16) }));
  const pages = await Promise.all([0, 1, 2].map((page) => api.lists(partner, `?pageSize=2&page=${page}`)));
  const uris = pages.flatMap(({ items }) => items.map(({ uri }) => String(uri)));
  expect(uris.map((uri) => uri.split('/').at(-1))).toEqual([...ids].sort().toReversed());
});

test('someone else has other workouts', async () => {
  const [{ partner }, stranger] = [await api.connected(), await clientOf(gateway, await person(gateway))];
  await api.adds(partner, madeUpWorkout);
  expect(await api.lists(stranger)).toEqual({ size: '0', items: [] });
});

describe('what a page takes of the database', () => {
  test('is three statements, however many and large its workouts are, and none of them reads laps or streams', async () => {
    const { partner } = await api.connected();
    const unknown = { speed: Array.from({ length: 20_000 }, (_, index) => index) };
    for (let day = 1; day <= 12; day += 1)
      await api.adds(partner, { ...madeUpWorkout, ...unknown, start_time: at(day) });
    for (const query of ['', '?pageSize=1', '?pageSize=12', '?page=7', '?data=summary&noEarlierThan=2026-01-02']) {
      gateway.statements();
      await api.lists(partner, query);
      const statements = gateway.statements();
      expect(statements).toHaveLength(3);
      expect(statements.join()).not.toMatch(/activity_(streams|laps|pauses)/);
    }
  });

  test('is of what a client sent along only what an item is made of', async () => {
    const { partner } = await api.connected();
    const id = await api.adds(partner, { ...madeUpWorkout, speed: ['x'.repeat(900_000)] });
    const ctx = await gateway.signedIn(partner.token);
    const only = { under: keptUnder, names: itemFields };
    const [source] = (await newestSources(ctx, DataAccess.own(ctx), [parseTypeId(id)?.id ?? ''], only)).values();
    const shown = Object.entries(madeUpWorkout).filter(([name]) => itemFields.includes(name));
    expect(source?.payload).toEqual({ [keptUnder]: Object.fromEntries(shown), streamSeconds: 1800 });
  });
});
