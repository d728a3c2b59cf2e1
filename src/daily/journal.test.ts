import { describe, expect, test } from 'vitest';
import { person } from '../../test/gateway/people.ts';
import { list, refused, write } from '../../test/gateway/records.ts';
import { useGateway } from '../../test/gateway/test-gateway.ts';

const gateway = useGateway();

describe('the journal', () => {
  const selection = `kind localDate notes
    ... on Meal { name energyKilocalories fatGrams } ... on Supplement { name dose } ... on Water { volumeMilliliters }`;

  test('has entries of all kinds, newest first, and can be asked for some', async () => {
    const ann = await person(gateway);
    const on = (hour: string) => `2026-01-16T${hour}:00:00+01:00`;
    await write(ann, 'logWakeup', { occurredAt: on('07'), notes: 'rested' }, 'wakeup { id }');
    await write(
      ann,
      'logMeal',
      { occurredAt: on('08'), name: 'Porridge', energyKilocalories: 380, fatGrams: 7 },
      'meal { id }',
    );
    await write(
      ann,
      'logSupplement',
      { occurredAt: on('09'), name: 'Vitamin D', dose: '2000 IU' },
      'supplement { id }',
    );
    await write(ann, 'logWater', { occurredAt: on('10'), volumeMilliliters: 300 }, 'water { id }');
    const told = { localDate: '2026-01-16', notes: null };
    const water = { ...told, kind: 'WATER', volumeMilliliters: 300 };
    const meal = { ...told, kind: 'MEAL', name: 'Porridge', energyKilocalories: 380, fatGrams: 7 };
    expect(await list(ann, 'journal', selection)).toEqual([
      water,
      { ...told, kind: 'SUPPLEMENT', name: 'Vitamin D', dose: '2000 IU' },
      meal,
      { ...told, kind: 'WAKEUP', notes: 'rested' },
    ]);
    expect(await list(ann, 'journal', selection, '(kinds: [MEAL, WATER])')).toEqual([water, meal]);
    expect(await list(ann, 'journal', selection, '(filter: { from: "2026-01-17" })')).toEqual([]);
  });

  test('an external id sent again is the same entry, unchanged, until it is deleted', async () => {
    const ann = await person(gateway);
    const input = { occurredAt: '2026-01-16T08:00:00Z', volumeMilliliters: 300, externalId: 'glass-1' };
    type Logged = { created: boolean; water: { id: string; volumeMilliliters: number } };
    const log = (wishes = {}) =>
      write<Logged>(ann, 'logWater', { ...input, ...wishes }, 'created water { id volumeMilliliters }');
    const first = await log();
    expect(await log({ volumeMilliliters: 500 })).toEqual({ ...first, created: false });
    const meal = { occurredAt: input.occurredAt, name: 'Soup', externalId: 'glass-1' };
    expect(await write(ann, 'logMeal', meal, 'created')).toEqual({ created: true });
    await write(ann, 'deleteWater', { id: first.water.id }, 'deletedId');
    const third = await log();
    expect(third.created).toBe(true);
    expect(third.water.id).not.toBe(first.water.id);
  });

  test('twenty of the same at once are one', async () => {
    const ann = await person(gateway);
    const input = { occurredAt: '2026-01-16T08:00:00Z', volumeMilliliters: 300, externalId: 'one glass' };
    const logged = await Promise.all(
      Array.from({ length: 20 }, () => write<{ created: boolean }>(ann, 'logWater', input, 'created')),
    );
    expect(logged.filter(({ created }) => created)).toHaveLength(1);
    expect(await list(ann, 'journal', 'id')).toHaveLength(1);
  });

  test('an entry that gets another zone stays on its day', async () => {
    const ann = await person(gateway);
    const input = { occurredAt: '2024-07-01T23:30:00-10:00', name: 'Soup' };
    const { meal } = await write<{ meal: { id: string } }>(ann, 'logMeal', input, 'meal { id }');
    const change = { id: meal.id, timezone: 'Europe/Berlin' };
    expect(await write(ann, 'updateMeal', change, 'meal { localDate timezone utcOffsetMinutes }')).toEqual({
      meal: { localDate: '2024-07-01', timezone: 'Europe/Berlin', utcOffsetMinutes: -600 },
    });
  });

  test('an entry that gets another moment moves to its day; a field that must be there cannot be cleared', async () => {
    const ann = await person(gateway);
    const input = { occurredAt: '2026-01-16T23:30:00+01:00', name: 'Soup' };
    const { meal } = await write<{ meal: { id: string } }>(ann, 'logMeal', input, 'meal { id }');
    expect(
      await write(ann, 'updateMeal', { id: meal.id, occurredAt: '2026-01-16T23:30:00Z' }, 'meal { localDate }'),
    ).toEqual({ meal: { localDate: '2026-01-17' } });
    expect(await refused(ann, 'updateMeal', { id: meal.id, name: null })).toEqual({
      code: 'BAD_USER_INPUT',
      fields: ['name'],
    });
  });
});
