import fc from 'fast-check';
import { existsSync, readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { anyWorkout, clockTime } from '../../../test/dialects/any-workout.ts';
import { madeUpWorkout, streamsOfWorkout } from '../../../test/dialects/made-up-workout.ts';
import { sportTracks, type Workout } from '../../../test/dialects/sporttracks.ts';
import { clientOf } from '../../../test/gateway/people.ts';
import { useGateway } from '../../../test/gateway/test-gateway.ts';

const gateway = useGateway({ REQUESTS_PER_MINUTE: '100000' });
const api = sportTracks(gateway);

const asJson = <T>(given: T): T => JSON.parse(JSON.stringify(given)) as T;
/** JSON as text with its members in order: numbers that are equal as doubles are equal in it, and 1 is not "1". */
const canonical = (given: unknown): string =>
  JSON.stringify(given, (_, value: unknown) =>
    value !== null && typeof value === 'object' && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  );

// What the vendor's API answered once. It is not ours to commit: only those who have it beside the repository run it.
const recordings = '../shared/reference/sporttracks-recordings';
const recorded = `${recordings}/track_5522409.json`;

describe('a workout that the vendor recorded', () => {
  test.skipIf(!existsSync(recorded))(
    `is read back as it was sent (skipped where ${recorded} is not there)`,
    async () => {
      const { partner } = await api.connected();
      const workout = JSON.parse(readFileSync(recorded, 'utf8')) as Record<string, unknown>;
      const id = await api.adds(partner, workout);
      const { user_id, uri, activity, ...rest } = workout;
      expect([user_id, uri, activity].every(Boolean)).toBe(true);
      expect(canonical(await api.readsBack(partner, id))).toBe(canonical(rest));
      const { uri: ownUri, activity: ownActivity, user_id: ownUser } = await api.reads(partner, id);
      expect([ownUri, ownUser]).toEqual([`${gateway.url}/api/v2/fitnessActivities/${id}`, partner.number]);
      expect(ownActivity).toEqual(expect.stringContaining(`${gateway.url}/`));
    },
  );

  const list = `${recordings}/list_0.json`;
  test.skipIf(!existsSync(list))(
    `stands in lists as it was recorded there (skipped where ${list} is not there)`,
    async () => {
      const { partner } = await api.connected();
      const { items } = JSON.parse(readFileSync(list, 'utf8')) as { items: Record<string, unknown>[] };
      for (const { uri: _uri, user_id: _user, ...item } of items)
        await api.adds(partner, {
          ...item,
          total_distance: Number(item['total_distance']),
          duration: Number(item['duration']),
        });
      const plain = ({ uri: _uri, user_id: _user, ...item }: Workout) => item;
      const own = await api.lists(partner, '?data=summary&pageSize=200');
      expect(own.items.map(plain)).toEqual(items.map(plain));
      expect(own.items.map((item) => Object.keys(item).sort())).toEqual(items.map((item) => Object.keys(item).sort()));
    },
  );
});

test('a made-up workout with all that there is comes back as it was sent, and what it was read as does too', async () => {
  const { partner } = await api.connected();
  const id = await api.adds(partner, {
    ...madeUpWorkout,
    mood: { level: 3, why: [null, 'sun'] },
    uri: 'x',
    user_id: 1,
  });
  const read = await api.reads(partner, id);
  expect(canonical(read)).toBe(
    canonical({
      ...madeUpWorkout,
      mood: { level: 3, why: [null, 'sun'] },
      uri: `${gateway.url}/api/v2/fitnessActivities/${id}`,
      activity: `${gateway.url}/activities/${id}/fit`,
      user_id: partner.number,
    }),
  );
  expect((await api.get(partner, `/fitnessActivity/${id}`)).body).toEqual(read);
  await api.replaces(partner, id, read);
  expect(await api.reads(partner, id)).toEqual(read);
});

describe('on a server', () => {
  let partner: Awaited<ReturnType<typeof api.connected>>['partner'];
  let other: Awaited<ReturnType<typeof clientOf>>;
  beforeAll(async () => {
    ({ partner } = await api.connected('America/St_Johns'));
    other = await clientOf(gateway, partner);
  });

  test('any workout is read back as it was sent, put in place of another too, and has its streams for everyone', async () => {
    const replaced = await api.adds(partner, madeUpWorkout);
    await fc.assert(
      fc.asyncProperty(anyWorkout, async (workout) => {
        const sent = canonical(asJson(workout));
        const id = await api.adds(partner, workout);
        expect(canonical(await api.readsBack(partner, id))).toBe(sent);
        await api.replaces(partner, replaced, workout);
        expect(canonical(await api.readsBack(partner, replaced))).toBe(sent);

        const seen = await api.reads(other, id);
        const given = asJson(workout) as Workout;
        expect(streamsOfWorkout.map((name) => seen[name])).toEqual(streamsOfWorkout.map((name) => given[name]));
      }),
      { numRuns: 60 },
    );
  }, 120_000);

  test('a start without an offset, or with a broken one, comes back with one, at the same moment', async () => {
    await fc.assert(
      fc.asyncProperty(clockTime, fc.constantFrom('', '-2:-30', '-3:-0', '+5:45'), async (at, offset) => {
        const id = await api.adds(partner, { start_time: at + offset, notes: 'n' });
        const { start_time, ...rest } = await api.readsBack(partner, id);
        const [, clock, sign, hours, minutes] = /^(.*)([+-])(\d\d):(\d\d)$/.exec(String(start_time)) ?? [];
        expect([rest, clock?.replace(/\.\d+$/, '')]).toEqual([{ notes: 'n' }, at.replace(/\.\d+$/, '')]);
        const written: Record<string, string[]> = { '-2:-30': ['-02:30'], '-3:-0': ['-03:00'], '+5:45': ['+05:45'] };
        // Newfoundland, in winter and in summer.
        expect(written[offset] ?? ['-03:30', '-02:30']).toContain(`${sign}${hours}:${minutes}`);
      }),
      { numRuns: 30 },
    );
  });
});
