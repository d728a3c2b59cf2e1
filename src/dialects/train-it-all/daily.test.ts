import { describe, expect, test } from 'vitest';
import { documentedResources } from '../../../test/dialects/documented.ts';
import { trainItAll, type Item } from '../../../test/dialects/train-it-all.ts';
import { clientOf, person } from '../../../test/gateway/people.ts';
import { list } from '../../../test/gateway/records.ts';
import { useGateway } from '../../../test/gateway/test-gateway.ts';

const gateway = useGateway();
const api = trainItAll(gateway);
const upserted = documentedResources.filter(({ path }) => path !== '/activities');
const cases = upserted.map((resource) => [resource.path, resource] as const);

const keyOf = ({ day, measuredAt }: Item): object => (day === undefined ? { measuredAt } : { day });

describe.each(cases)('%s', (path, { full }) => {
  test('what a second write leaves out stays, and what it says changes', async () => {
    const { partner } = await api.connected();
    const id = await api.writes(partner, path, { ...full, externalId: 'mine' });
    const [before] = await api.lists(partner, path);
    expect(await api.post(partner, path, keyOf(full))).toMatchObject({ status: 200, body: { id } });
    expect(await api.lists(partner, path)).toEqual([{ ...before, updatedAt: expect.any(String) }]);
  });

  test('null clears each field by itself, and nothing else', async () => {
    const { partner } = await api.connected();
    await api.writes(partner, path, full);
    const left: Record<string, unknown> = { ...full };
    for (const name of Object.keys(full).filter((name) => !(name in keyOf(full)))) {
      await api.writes(partner, path, { ...keyOf(full), [name]: null });
      left[name] = null;
      const [item = {}] = await api.lists(partner, path);
      const { circumferences, ...given } = item;
      expect({ waistCm: null, ...given, ...(circumferences as object) }).toMatchObject(left);
    }
  });

  test('unknown keys are ignored', async () => {
    const { partner } = await api.connected();
    await api.writes(partner, path, { ...full, id: 'x', source: 'GARMIN', sourceName: 'x', any: { thing: [] } });
    expect(await api.lists(partner, path)).toMatchObject([{ source: 'EXTERNAL', sourceName: partner.clientId }]);
  });

  test('its key must be there', async () => {
    const { partner } = await api.connected();
    const [key] = Object.keys(keyOf(full)) as [string];
    for (const value of [undefined, null, '', 5.5e300, 'yesterday', [], {}, true])
      expect(await api.refusedFields(partner, path, { ...full, [key]: value })).toEqual([key]);
    expect(await api.lists(partner, path)).toEqual([]);
  });

  test('written many times at once it is one record', async () => {
    const { partner } = await api.connected();
    const answers = await Promise.all(Array.from({ length: 8 }, () => api.post<{ id: string }>(partner, path, full)));
    expect(answers.map(({ status }) => status).sort()).toEqual([...Array<number>(7).fill(200), 201]);
    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
  });

  test('two days may have one external id', async () => {
    const { partner } = await api.connected();
    const keys =
      path === '/body-metrics' ? ['2026-01-16T00:00:00Z', '2026-01-17T00:00:00Z'] : ['2026-01-16', '2026-01-17'];
    const [key] = Object.keys(keyOf(full)) as [string];
    for (const value of keys)
      expect((await api.post(partner, path, { [key]: value, externalId: 'mine' })).status).toBe(201);
    expect(await api.lists(partner, path)).toHaveLength(2);
  });

  test('a payload of just 64 KiB is kept, and one of more refused', async () => {
    const { partner } = await api.connected();
    const payload = (length: number) => ({ ...keyOf(full), rawPayload: { x: 'é'.repeat(length / 2 - 4) } });
    expect((await api.post(partner, path, payload(65_536))).status).toBe(201);
    expect(await api.refusedFields(partner, path, payload(65_538))).toEqual(['rawPayload']);
  });

  test('what a client sent along is not shown to another', async () => {
    const { ann, partner } = await api.connected();
    const other = await clientOf(gateway, ann);
    await api.writes(partner, path, { ...full, externalId: 'secret-1', rawPayload: { secret: 2 } });
    const seen = await api.lists(other, path);
    expect(seen).toHaveLength(1);
    expect(JSON.stringify(seen)).not.toContain('secret');
    expect(seen).toMatchObject([{ source: 'EXTERNAL', sourceName: partner.clientId }]);
  });
});

describe('whose record it is:', () => {
  test('a nutrition day is one of the person, whoever writes it', async () => {
    const { ann, partner } = await api.connected();
    const other = await clientOf(gateway, ann);
    const day = '2026-01-16';
    const id = await api.writes(partner, '/nutrition-days', { day, steps: 5, rawPayload: { a: 1 } });
    expect(await api.writes(other, '/nutrition-days', { day, waterMl: 7 })).toBe(id);
    const read = { id, steps: 5, waterMl: 7, source: 'EXTERNAL', sourceName: other.clientId };
    for (const who of [partner, other])
      expect(await api.lists(who, '/nutrition-days')).toMatchObject([{ ...read, rawPayload: null }]);
    await ann.gets(
      `mutation { recordNutritionDay(input: { day: "${day}", proteinGrams: 90 }) { nutritionDay { id } } }`,
    );
    expect(await api.lists(partner, '/nutrition-days')).toMatchObject([
      { id, steps: 5, waterMl: 7, proteinTotalG: 90, source: 'MANUAL', sourceName: 'MANUAL' },
    ]);
  });

  test.each(['/sleep-days', '/daily-wellness', '/body-metrics'])('%s are one of each client', async (path) => {
    const { ann, partner } = await api.connected();
    const other = await clientOf(gateway, ann);
    const key = { day: '2026-01-16', measuredAt: '2026-01-16T07:00:00Z' };
    const ids = [await api.writes(partner, path, key), await api.writes(other, path, key)];
    expect(await api.writes(partner, path, key)).toBe(ids[0]);
    for (const who of [partner, other])
      expect(await api.lists(who, path)).toEqual(
        ids.toReversed().map((id) => expect.objectContaining({ id, source: 'EXTERNAL' })),
      );
  });

  test.each(cases)(
    '%s that a person writes with a token of their own are one too, and theirs',
    async (path, { full }) => {
      const ann = await person(gateway);
      const id = await api.writes(ann, path, { ...full, externalId: 'mine' });
      expect(await api.post(ann, path, full)).toMatchObject({ status: 200, body: { id } });
      const own = { id, source: 'MANUAL', sourceName: 'MANUAL' };
      expect(await api.lists(ann, path)).toMatchObject([own]);
      expect(await api.lists(await clientOf(gateway, ann), path)).toMatchObject([own]);
    },
  );

  test.each(upserted.map(({ path }) => path))('%s of two people are two', async (path) => {
    const [one, two] = [await api.connected(), await api.connected()];
    const key = { day: '2026-01-16', measuredAt: '2026-01-16T07:00:00Z' };
    expect(await api.writes(one.partner, path, key)).not.toBe(await api.writes(two.partner, path, key));
    expect(await api.lists(one.partner, path)).toHaveLength(1);
  });
});

describe('body metrics', () => {
  test('two spellings of one instant are one record', async () => {
    const { partner } = await api.connected();
    const spellings = ['2026-01-17T06:30:00.000Z', '2026-01-17T07:30:00+01:00', '2026-01-17T06:30Z', 1_768_631_400];
    const ids = new Set<string>();
    for (const [index, measuredAt] of spellings.entries())
      ids.add(await api.writes(partner, '/body-metrics', { measuredAt, neckCm: 40 + index }));
    expect(ids.size).toBe(1);
    expect(await api.lists(partner, '/body-metrics')).toMatchObject([
      { measuredAt: '2026-01-17T06:30:00.000Z', circumferences: { neckCm: 43 } },
    ]);
  });

  test('weight and sleep in two calls at one midnight are one record, of that day wherever the person is', async () => {
    const ann = await person(gateway, { timezone: 'America/Los_Angeles' });
    const partner = await clientOf(gateway, ann);
    await api.writes(partner, '/body-metrics', { measuredAt: '2026-01-17T00:00:00Z', weightKg: 78.2 });
    await api.writes(partner, '/body-metrics', { measuredAt: '2026-01-17T00:00:00.000Z', sleepHours: 7.5 });
    expect(await api.lists(partner, '/body-metrics')).toMatchObject([{ weightKg: 78.2, sleepHours: 7.5 }]);
    expect(await list(ann, 'bodyMetrics', 'localDate')).toEqual([{ localDate: '2026-01-17' }]);
  });

  test('circumferences are those that there are, and null when there is none', async () => {
    const { partner } = await api.connected();
    const all = { neckCm: 38, chestCm: 100.5, waistCm: 82, hipCm: 95, thighCm: 55, armCm: 33 };
    const measuredAt = '2026-01-17T06:30:00Z';
    const read = async () => (await api.lists(partner, '/body-metrics'))[0]?.['circumferences'];
    await api.writes(partner, '/body-metrics', { measuredAt, ...all });
    expect(await read()).toEqual(all);
    await api.writes(partner, '/body-metrics', { measuredAt, neckCm: null, chestCm: null, waistCm: null });
    expect(await read()).toEqual({ hipCm: 95, thighCm: 55, armCm: 33 });
    await api.writes(partner, '/body-metrics', { measuredAt, hipCm: null, thighCm: null, armCm: null });
    expect(await read()).toBeNull();
  });
});

describe('the energy of a day', () => {
  test.each<[string, object, number | null]>([
    ['nothing', {}, null],
    ['one meal', { energyLunchKcal: 650 }, 650],
    ['four meals', { energyBreakfastKcal: 1, energyLunchKcal: 2, energyDinnerKcal: 3, energySnackKcal: 4 }, 10],
    ['a total of its own', { energyBreakfastKcal: 450, energyTotalKcal: 2000 }, 2000],
    ['a total of nothing', { energyBreakfastKcal: 450, energyTotalKcal: 0 }, 0],
    ['a total that is null', { energyBreakfastKcal: 450, energyTotalKcal: null }, 450],
  ])('of %s', async (_, sent, energyTotalKcal) => {
    const { partner } = await api.connected();
    await api.writes(partner, '/nutrition-days', { day: '2026-01-16', ...sent });
    expect(await api.lists(partner, '/nutrition-days')).toMatchObject([{ energyTotalKcal }]);
  });

  test('that was cleared is added up again', async () => {
    const { partner } = await api.connected();
    const day = '2026-01-16';
    await api.writes(partner, '/nutrition-days', { day, energyLunchKcal: 650, energyTotalKcal: 2000 });
    await api.writes(partner, '/nutrition-days', { day, energyTotalKcal: null, energySnackKcal: 50 });
    expect(await api.lists(partner, '/nutrition-days')).toMatchObject([{ energyTotalKcal: 700 }]);
  });
});

describe('what cannot be is refused under the name that the API has for it:', () => {
  test.each<[string, object, string]>([
    ['/sleep-days', { sleepStartAt: '2026-01-16T08:00:00Z', sleepEndAt: '2026-01-16T07:00:00Z' }, 'sleepEndAt'],
    ['/sleep-days', { sleepStartAt: 'bedtime' }, 'sleepStartAt'],
    ['/sleep-days', { sleepSeconds: 30_000, timeInBedSeconds: 20_000 }, 'sleepSeconds'],
    ['/sleep-days', { timeInBedSeconds: 10, deepSeconds: 20 }, 'timeInBedSeconds'],
    ['/sleep-days', { remSeconds: 90_000 }, 'remSeconds'],
    ['/sleep-days', { sleepScore: 101 }, 'sleepScore'],
    ['/sleep-days', { sleepScore: 80.5 }, 'sleepScore'],
    ['/sleep-days', { day: '2126-01-01' }, 'day'],
    ['/nutrition-days', { energyLunchKcal: -1 }, 'energyLunchKcal'],
    ['/nutrition-days', { energyLunchKcal: 1.5 }, 'energyLunchKcal'],
    ['/nutrition-days', { carbTotalG: 3001 }, 'carbTotalG'],
    ['/nutrition-days', { loggedAt: 'noon' }, 'loggedAt'],
    ['/nutrition-days', { waterMl: 30_001 }, 'waterMl'],
    ['/daily-wellness', { steps: 250_001 }, 'steps'],
    ['/daily-wellness', { steps: '8500' }, 'steps'],
    ['/daily-wellness', { activityEnergyKcal: -420 }, 'activityEnergyKcal'],
    ['/body-metrics', { weightKg: 0 }, 'weightKg'],
    ['/body-metrics', { weightKg: 70, muscleMassKg: 71 }, 'muscleMassKg'],
    ['/body-metrics', { heightCm: 180.5 }, 'heightCm'],
    ['/body-metrics', { armCm: 2 }, 'armCm'],
    ['/body-metrics', { notes: 'x'.repeat(20_001) }, 'notes'],
    ['/body-metrics', { externalId: '' }, 'externalId'],
  ])('%s %o', async (path, wrong, field) => {
    const { partner } = await api.connected();
    const key = { day: '2026-01-16', measuredAt: '2026-01-16T07:00:00Z' };
    expect(await api.refusedFields(partner, path, { ...key, ...wrong })).toEqual([field]);
    expect(await api.lists(partner, path)).toEqual([]);
  });

  test('a change that contradicts what is stored changes nothing', async () => {
    const { partner } = await api.connected();
    await api.writes(partner, '/sleep-days', { day: '2026-01-16', timeInBedSeconds: 20_000 });
    const change = { day: '2026-01-16', sleepSeconds: 30_000, sleepScore: 50 };
    expect(await api.refusedFields(partner, '/sleep-days', change)).toEqual(['sleepSeconds']);
    expect(await api.lists(partner, '/sleep-days')).toMatchObject([{ sleepSeconds: null, sleepScore: null }]);
  });
});
