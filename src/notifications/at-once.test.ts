import { expect, test } from 'vitest';
import { inShort, logOf, numbersOf, upTo } from '../../test/gateway/notifications.ts';
import { person, type TestPerson } from '../../test/gateway/people.ts';
import { write } from '../../test/gateway/records.ts';
import { personId, revoke, share } from '../../test/gateway/sharing.ts';
import { useGateway } from '../../test/gateway/test-gateway.ts';
import { encodeFit } from '../files/fit/encode.ts';
import { madeUpRecording, madeUpSession } from '../files/testing/made-up-recording.ts';
import { notifiableCategories } from '../sharing/categories.ts';

const gateway = useGateway({ REQUESTS_PER_MINUTE: '1000000' });

const people = (count: number, name: string) =>
  Promise.all(Array.from({ length: count }, () => person(gateway, { name })));
const all = <Item>(items: readonly Item[], act: (item: Item, index: number) => Promise<unknown>) =>
  Promise.all(items.map(act));
const times = (count: number) => Array.from({ length: count }, (_, index) => index);

/** Every kind of write, in its own words: what tells of one category, of two, and of a file of two sessions. */
const writes: ((who: TestPerson, number: number) => Promise<unknown>)[] = [
  (who, number) =>
    write(
      who,
      'logMeal',
      { occurredAt: `2026-01-16T07:00:${String(number % 60).padStart(2, '0')}Z`, name: 'Rice' },
      'created',
    ),
  (who, number) =>
    write(
      who,
      'recordSleepDay',
      { day: dayOf(number), sleepSeconds: 60, endedAt: `${dayOf(number)}T07:00:00Z` },
      'created',
    ),
  (who, number) =>
    write(who, 'recordNutritionDay', { day: dayOf(number), fatGrams: 1, waterMilliliters: 2 }, 'created'),
  (who, number) =>
    write(who, 'logWater', { occurredAt: '2026-01-16T07:00:00Z', volumeMilliliters: number + 1 }, 'created'),
  async (who, number) => {
    const starts = ['07', '09'].map((hour) => `2026-01-16T${hour}:${String(number % 60).padStart(2, '0')}:00Z`);
    const sessions = starts.map((start) => madeUpSession({ start, seconds: 20 }));
    const { errors } = await who.uploads(encodeFit({ ...madeUpRecording(), sessions }), `${who.number}-${number}.fit`);
    if (errors) throw new Error(JSON.stringify(errors));
  },
];
const dayOf = (number: number) => `2026-02-${String(1 + (number % 28)).padStart(2, '0')}`;
const perRound = ['MEAL 1', 'SLEEP 1', 'WAKEUP 1', 'MEAL 1', 'WATER 1', 'WATER 1', 'WORKOUT 2'];

test('many owners write at once to viewers whom they share: nothing fails, and every log has its numbers without a gap', async () => {
  const [owners, viewers] = [await people(6, 'Ann'), await people(5, 'Bob')];
  // Each owner shares with most of the viewers, each in another order.
  await all(owners, (owner, index) =>
    all([...viewers.slice(index % 5), ...viewers.slice(0, index % 5)].slice(0, 4), (viewer) =>
      share(owner, viewer, { notify: notifiableCategories }),
    ),
  );
  const rounds = 3;
  await all(owners, (owner, own) =>
    all(times(rounds * writes.length), (index) => {
      const [round, kind] = [Math.floor(index / writes.length), (index + own) % writes.length];
      return writes[kind]?.(owner, own * 5 + round) as Promise<unknown>;
    }),
  );
  for (const viewer of viewers) {
    const { last, numbers } = await numbersOf(gateway, viewer);
    expect(numbers).toEqual(upTo(last));
    const log = await logOf(gateway, viewer);
    for (const owner of owners) {
      const told = inShort(log.filter(({ ownerId, kind }) => ownerId === owner.id && kind === 'LOGGED'));
      const shares = log.filter(({ ownerId, kind }) => ownerId === owner.id && kind === 'SHARE_CREATED').length;
      const expected = shares === 0 ? [] : times(rounds).flatMap(() => perRound);
      expect(told.sort()).toEqual(expected.sort());
    }
  }
}, 60_000);

test('people who share with each other, write and end shares at once do not wait for one another for ever', async () => {
  const everyone = await people(5, 'Ann');
  const others = (who: TestPerson) => everyone.filter((other) => other !== who);
  for (const _round of times(2)) {
    const made = await all(everyone, (who) =>
      all(others(who), async (other) => [
        await share(who, other, { notify: notifiableCategories }),
        await writes[0]?.(who, 1),
      ]),
    );
    expect(made).toHaveLength(5);
    await all(everyone, (who) =>
      all(times(4), async (number) => {
        await writes[2]?.(who, number);
        await write(who, 'blockPerson', { personId: personId(everyone[number] as TestPerson) }, '__typename').catch(
          (error: Error) => {
            if (!error.message.includes('must not be yourself')) throw error;
          },
        );
        await write(who, 'unblockPerson', { personId: personId(everyone[number] as TestPerson) }, '__typename').catch(
          (error: Error) => {
            if (!error.message.includes('must not be yourself')) throw error;
          },
        );
      }),
    );
  }
  for (const who of everyone) {
    const { last, numbers } = await numbersOf(gateway, who);
    expect(numbers).toEqual(upTo(last));
  }
}, 60_000);

test('a share that ends while its owner writes tells of nothing after its end that its viewer could see', async () => {
  const [ann, bob] = [await person(gateway), await person(gateway, { name: 'Bob' })];
  for (const number of times(5)) {
    const made = await share(ann, bob, { notify: notifiableCategories });
    await Promise.all([revoke(ann, made), ...times(4).map((own) => writes[3]?.(ann, number * 4 + own))]);
    const { viewer } = await bob.gets<{ viewer: { notifications: { edges: { node: { kind: string } }[] } } }>(
      '{ viewer { notifications(first: 200) { edges { node { kind } } } } }',
    );
    expect(viewer.notifications.edges.map(({ node }) => node.kind)).not.toContain('LOGGED');
  }
  const { last, numbers } = await numbersOf(gateway, bob);
  expect(numbers).toEqual(upTo(last));
});

test('one who shares with more viewers than one doorbell names tells them all', async () => {
  const ann = await person(gateway);
  const viewers = await people(155, 'Bob');
  await all(viewers, (viewer) => share(ann, viewer, { notify: ['WATER'] }));
  await writes[3]?.(ann, 1);
  const told = await gateway.orm.em
    .fork()
    .execute<{ count: number }[]>(
      `select count(*)::int as count from notifications where owner_id = ? and kind = 'LOGGED'`,
      [ann.id],
    );
  expect(told).toEqual([{ count: 155 }]);
}, 60_000);
