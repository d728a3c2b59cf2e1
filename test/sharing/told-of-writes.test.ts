import { describe, expect, test } from 'vitest';
import { inShort, logOf } from '../gateway/notifications.ts';
import { person } from '../gateway/people.ts';
import { refused } from '../gateway/records.ts';
import { share } from '../gateway/sharing.ts';
import { useGateway } from '../gateway/test-gateway.ts';
import { acts, at, day, fit, night, run, writes } from './acts.ts';
import { categories, notifiableCategories } from '../../src/sharing/categories.ts';

const gateway = useGateway();

const everything = { include: categories, notify: notifiableCategories };

describe('a viewer is told, once for each category and write, of', () => {
  test.each(acts)('%s', async (_what, act, told) => {
    const [ann, bob] = [await person(gateway), await person(gateway, { name: 'Bob' })];
    await share(ann, bob, everything);
    await act(ann, gateway);
    const [created, ...logged] = await logOf(gateway, bob);
    expect(created).toMatchObject({ number: 1, kind: 'SHARE_CREATED' });
    expect(inShort(logged)).toEqual(told);
    expect(logged.map(({ localDate }) => localDate)).toEqual(logged.map(() => day));
    expect(await logOf(gateway, ann)).toEqual([]);
  });
});

describe('of what is refused nothing is stored, neither a record nor a notification:', () => {
  const wrong: [string, string, object][] = [
    ['a night of nobody', 'recordSleepDay', { day, sleepSeconds: -1 }],
    // What contradicts itself is found only when it is stored already.
    [
      'a night whose parts contradict its whole',
      'recordSleepDay',
      { day, startedAt: at, endedAt: `${day}T05:00:00+01:00` },
    ],
    ['a workout before its start', 'createActivity', { ...run, durationSeconds: -5 }],
    ['a meal without a name', 'logMeal', { occurredAt: at, name: '' }],
  ];
  test.each(wrong)('%s', async (_what, mutation, input) => {
    const [ann, bob] = [await person(gateway), await person(gateway, { name: 'Bob' })];
    await share(ann, bob, everything);
    expect((await refused(ann, mutation, input)).code).toBe('BAD_USER_INPUT');
    expect(inShort(await logOf(gateway, bob))).toEqual(['SHARE_CREATED']);
  });

  test('a change that contradicts what is stored', async () => {
    const [ann, bob] = [await person(gateway), await person(gateway, { name: 'Bob' })];
    await share(ann, bob, everything);
    const id = await writes(ann, 'recordSleepDay', { ...night, startedAt: at });
    expect(await refused(ann, 'updateSleepDay', { id, endedAt: `${day}T05:00:00+01:00` })).toMatchObject({
      code: 'BAD_USER_INPUT',
    });
    expect(inShort(await logOf(gateway, bob))).toEqual(['SHARE_CREATED', 'SLEEP 1']);
  });

  test('a file with an impossible session', async () => {
    const [ann, bob] = [await person(gateway), await person(gateway, { name: 'Bob' })];
    await share(ann, bob, everything);
    const { errors } = await ann.uploads(fit(at, '2099-01-01T00:00:00Z'));
    expect(errors?.[0]?.extensions.code).toBe('BAD_USER_INPUT');
    expect(inShort(await logOf(gateway, bob))).toEqual(['SHARE_CREATED']);
  });
});
