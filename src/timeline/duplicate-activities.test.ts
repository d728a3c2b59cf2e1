import { describe, expect, test } from 'vitest';
import { clientOf, person, type TestPerson } from '../../test/gateway/people.ts';
import { days, list, write } from '../../test/gateway/records.ts';
import { useGateway } from '../../test/gateway/test-gateway.ts';

const gateway = useGateway();

const date = '2026-01-16';
const at = (time: string) => `${date}T${time}:00+01:00`;
const prefer = (who: TestPerson, category: string, ...sources: object[]) =>
  write(who, 'setSourcePreference', { category, sources }, 'sourcePreference { category }');

describe('duplicates of a workout', () => {
  const run = (who: TestPerson, wishes: object = {}) =>
    write<{ activity: { id: string } }>(
      who,
      'createActivity',
      {
        sport: 'running',
        title: 'Run',
        startedAt: at('08:00'),
        durationSeconds: 3600,
        energyKilocalories: 600,
        ...wishes,
      },
      'activity { id }',
    ).then(({ activity }) => activity.id);
  const marked = 'activityCount activityEnergyKilocalories { value } activities { id duplicateOf { id } }';

  test('are marked and counted once: the newest counts, or the preferred one', async () => {
    const ann = await person(gateway);
    const tracker = await clientOf(gateway, ann);
    const mine = await run(ann);
    const theirs = await run(tracker, { startedAt: at('08:01'), durationSeconds: 3450, energyKilocalories: 640 });
    expect(await days(ann, marked)).toEqual([
      {
        activityCount: 1,
        activityEnergyKilocalories: { value: 640 },
        activities: [
          { id: mine, duplicateOf: { id: theirs } },
          { id: theirs, duplicateOf: null },
        ],
      },
    ]);
    await prefer(ann, 'WORKOUT', {});
    expect(await days(ann, marked)).toEqual([
      {
        activityCount: 1,
        activityEnergyKilocalories: { value: 600 },
        activities: [
          { id: mine, duplicateOf: null },
          { id: theirs, duplicateOf: { id: mine } },
        ],
      },
    ]);
    expect(await list(ann, 'activities', 'id duplicateOf { id }')).toEqual([
      { id: theirs, duplicateOf: { id: mine } },
      { id: mine, duplicateOf: null },
    ]);
  });

  test.each([
    ['another sport', { sport: 'cycling' }],
    ['61 seconds later', { startedAt: `${date}T08:01:01+01:00` }],
    ['more than 5 % shorter', { durationSeconds: 3419 }],
  ])('%s is another workout', async (_, wishes) => {
    const ann = await person(gateway);
    await run(ann);
    await run(ann, wishes);
    expect(await days(ann, 'activityCount activities { duplicateOf { id } }')).toEqual([
      { activityCount: 2, activities: [{ duplicateOf: null }, { duplicateOf: null }] },
    ]);
  });

  test('are found over midnight', async () => {
    const ann = await person(gateway);
    await run(ann, { startedAt: at('23:59') });
    await run(ann, { startedAt: '2026-01-17T00:00:00+01:00' });
    expect(await days(ann, 'activityCount', date, '2026-01-17')).toEqual([{ activityCount: 0 }, { activityCount: 1 }]);
  });
});
