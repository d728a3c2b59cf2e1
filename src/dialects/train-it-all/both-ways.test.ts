import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { trainItAll, type Item, type Page } from '../../../test/dialects/train-it-all.ts';
import { clientOf, type TestPerson } from '../../../test/gateway/people.ts';
import { list, write } from '../../../test/gateway/records.ts';
import { useGateway } from '../../../test/gateway/test-gateway.ts';

const gateway = useGateway({ REQUESTS_PER_MINUTE: '100000' });
const api = trainItAll(gateway);

const day = '2026-01-16';
const moment = '2026-01-16T07:00:00.000Z';

describe('what a partner writes is in GraphQL at once, with its source:', () => {
  test.each<[string, object, string, string, object]>([
    [
      '/body-metrics',
      { measuredAt: moment, weightKg: 78.2, heightCm: 180, waistCm: 82, restingHr: 48, notes: 'n' },
      'bodyMetrics',
      'measuredAt weightKilograms heightCentimeters waistCentimeters restingHeartRate notes localDate',
      {
        measuredAt: '2026-01-16T07:00:00Z',
        weightKilograms: 78.2,
        heightCentimeters: 180,
        waistCentimeters: 82,
        restingHeartRate: 48,
        notes: 'n',
        localDate: day,
      },
    ],
    [
      '/sleep-days',
      {
        day,
        sleepStartAt: '2026-01-15T22:45:00Z',
        sleepEndAt: '2026-01-16T06:15:00Z',
        deepSeconds: 5400,
        sleepScore: 82,
      },
      'sleepDays',
      'day startedAt endedAt deepSleepSeconds score',
      {
        day,
        startedAt: '2026-01-15T22:45:00Z',
        endedAt: '2026-01-16T06:15:00Z',
        deepSleepSeconds: 5400,
        score: 82,
      },
    ],
    [
      '/nutrition-days',
      { day, energyLunchKcal: 650, carbTotalG: 210.5, steps: 8500, waterMl: 2200 },
      'nutritionDays',
      'day lunchEnergyKilocalories energyKilocalories carbohydrateGrams steps waterMilliliters',
      {
        day,
        lunchEnergyKilocalories: 650,
        energyKilocalories: 650,
        carbohydrateGrams: 210.5,
        steps: 8500,
        waterMilliliters: 2200,
      },
    ],
    [
      '/daily-wellness',
      { day, steps: 8500, waterMl: 2200, activityEnergyKcal: 420 },
      'wellnessDays',
      'day steps waterMilliliters activityEnergyKilocalories',
      { day, steps: 8500, waterMilliliters: 2200, activityEnergyKilocalories: 420 },
    ],
  ])('%s', async (path, sent, name, selection, read) => {
    const { ann, partner } = await api.connected();
    const id = await api.writes(partner, path, { ...sent, externalId: 'mine-1' });
    expect(await list(ann, name, `id ${selection} source { provider clientId }`)).toEqual([
      { id, ...read, source: { provider: 'EXTERNAL', clientId: partner.clientId } },
    ]);
  });

  test('/activities', async () => {
    const { ann, partner } = await api.connected();
    const id = await api.writes(partner, '/activities', {
      title: 'Evening Ride',
      type: 'RIDE',
      startedAt: '2026-01-17T00:20:00+02:00',
      durationMin: 45,
      distanceKm: 19.8,
      calories: -520,
      perceivedExertion: 6,
      timezone: 'Europe/Athens',
      externalId: 'ride-1',
    });
    const selection = `id sport title startedAt localDate timezone durationSeconds distanceMeters energyKilocalories
      perceivedExertion load sources { provider clientId }`;
    expect(await list(ann, 'activities', selection)).toEqual([
      {
        id,
        sport: 'cycling',
        title: 'Evening Ride',
        startedAt: '2026-01-16T22:20:00Z',
        localDate: '2026-01-17',
        timezone: 'Europe/Athens',
        durationSeconds: 2700,
        distanceMeters: 19_800,
        energyKilocalories: 520,
        perceivedExertion: 6,
        load: 54,
        sources: [{ provider: 'EXTERNAL', clientId: partner.clientId }],
      },
    ]);
  });
});

describe('what the person writes in GraphQL is in the lists of partners as MANUAL:', () => {
  test.each<[string, string, object, object]>([
    [
      '/body-metrics',
      'recordBodyMetric',
      { measuredAt: moment, weightKilograms: 78.2 },
      { measuredAt: moment, weightKg: 78.2 },
    ],
    ['/body-metrics', 'recordBodyMetric', { measuredAt: moment, restingHeartRate: 48.5 }, { restingHr: 49 }],
    [
      '/sleep-days',
      'recordSleepDay',
      { day, sleepSeconds: 27_000, score: 80 },
      { day, sleepSeconds: 27_000, sleepScore: 80 },
    ],
    [
      '/nutrition-days',
      'recordNutritionDay',
      { day, dinnerEnergyKilocalories: 800.4 },
      { energyDinnerKcal: 800, energyTotalKcal: 800 },
    ],
    [
      '/daily-wellness',
      'recordWellnessDay',
      { day, steps: 9000, waterMilliliters: 333.5 },
      { steps: 9000, waterMl: 334 },
    ],
    [
      '/activities',
      'createActivity',
      {
        sport: 'running',
        title: 'Run',
        startedAt: moment,
        durationSeconds: 90.4,
        averageHeartRate: 150.6,
        externalId: 'x',
      },
      { type: 'RUN', startedAt: moment, durationSec: 90, avgHr: 151, sources: [], externalId: null },
    ],
  ])('%s', async (path, mutation, input, read) => {
    const { ann, partner } = await api.connected();
    await write(ann, mutation, input, '__typename');
    const [item] = await api.lists(partner, path);
    expect(item).toMatchObject({ ...read, source: 'MANUAL', sourceName: 'MANUAL' });
    expect(item?.['rawPayload'] ?? null).toBeNull();
  });

  test('what the person deletes or changes is gone or changed for partners at once', async () => {
    const { ann, partner } = await api.connected();
    const id = await api.writes(partner, '/activities', {
      title: 'Run',
      type: 'RUN',
      startedAt: moment,
      durationSec: 60,
    });
    await write(ann, 'updateActivity', { id, title: 'My run', durationSeconds: 120 }, 'activity { id }');
    expect(await api.lists(partner, '/activities')).toMatchObject([{ id, title: 'My run', durationSec: 120 }]);
    await write(ann, 'deleteActivity', { id }, '__typename');
    expect(await api.lists(partner, '/activities')).toEqual([]);
    expect((await api.get(partner, `/activities/${id}/fit`)).status).toBe(404);
  });
});

const start = Date.UTC(2025, 0, 1);
const run = (index: number, externalId: string) => ({
  title: `Run ${index}`,
  type: 'RUN',
  // Seven at each moment: ties within pages and between them.
  startedAt: new Date(start + Math.floor(index / 7) * 3_600_000).toISOString(),
  durationSec: 60 + index,
  externalId,
});

/** Goes on writing activities, before, among and after those of the reader, until it is stopped: then it says how many. */
function writer(who: { token: string }): () => Promise<number> {
  const stop = new AbortController();
  const name = randomUUID();
  const writing = (async () => {
    let count = 0;
    for (; !stop.signal.aborted; count += 1)
      await api.writes(who, '/activities', run((count * 37) % 600, `${name}-${count}`));
    return count;
  })();
  return () => {
    stop.abort();
    return writing;
  };
}

/** What a client finds that reads from the first page on as the document tells it to. */
async function readAll(who: { token: string }, perPage: number): Promise<{ items: Item[]; pages: number }> {
  const items: Item[] = [];
  for (let page = 1, pages = 1; ; pages += 1) {
    const { body } = await api.get<Page>(who, `/activities?page=${page}&per_page=${perPage}`);
    items.push(...body.items);
    if (!body.pagination.hasNextPage) return { items, pages };
    page = body.pagination.nextPage as number;
  }
}

const externalIdsOf = (items: readonly Item[]) =>
  items.map(({ externalId }) => externalId).filter((id) => typeof id === 'string' && id.startsWith('mine-'));

describe('five hundred activities, written while two other partners write', () => {
  const mine = Array.from({ length: 500 }, (_, index) => `mine-${index}`);
  const written = async (): Promise<{ ann: TestPerson; partner: { token: string }; others: { token: string }[] }> => {
    const { ann, partner } = await api.connected();
    const others = [await clientOf(gateway, ann), await clientOf(gateway, ann)];
    const elsewhere = await api.connected();
    const stops = [...others, elsewhere.partner].map(writer);
    for (const [index, externalId] of mine.entries()) await api.writes(partner, '/activities', run(index, externalId));
    for (const stop of stops) expect(await stop()).toBeGreaterThan(20);
    return { ann, partner, others };
  };

  test('are read back once each, page by page, while the others go on writing', async () => {
    const { ann, partner, others } = await written();
    const stops = others.map(writer);
    const { items, pages } = await readAll(partner, 30);
    for (const stop of stops) expect(await stop()).toBeGreaterThan(5);
    expect(pages).toBeGreaterThan(500 / 30);
    expect(new Set(items.map(({ id }) => id)).size).toBe(items.length);
    expect(externalIdsOf(items).sort()).toEqual(mine.toSorted());
    const starts = items.map(({ startedAt }) => startedAt as string);
    expect(starts).toEqual(starts.toSorted().toReversed());

    const { viewer } = await ann.gets<{ viewer: { health: { activities: { totalCount: number } } } }>(
      '{ viewer { health { activities { totalCount } } } }',
    );
    expect((await readAll(partner, 200)).items).toHaveLength(viewer.health.activities.totalCount);
  }, 120_000);

  test('are read once each by two readers of the same token with pages of other sizes, one after the other and at once', async () => {
    const { partner, others } = await written();
    const stop = writer(others[0] as { token: string });
    const walks = await Promise.all([readAll(partner, 30), readAll(partner, 29), readAll(partner, 200)]);
    await stop();
    for (const { items } of walks) expect(externalIdsOf(items).sort()).toEqual(mine.toSorted());
  }, 120_000);
});

describe('pages that do not follow one another', () => {
  const pageOf = async (who: { token: string }, page: number) =>
    (await api.get<Page>(who, `/activities?per_page=10&page=${page}`)).body.items;

  test('are those of the list as it is now, also when it was read before and has changed since', async () => {
    const { partner } = await api.connected();
    for (let index = 0; index < 50; index += 1) await api.writes(partner, '/activities', run(index, `mine-${index}`));
    await readAll(partner, 10);
    for (let index = 50; index < 65; index += 1) await api.writes(partner, '/activities', run(index, `mine-${index}`));
    const [third] = [await pageOf(partner, 3)];
    const all = await api.lists(partner, '/activities');
    expect(third).toEqual(all.slice(20, 30));
    const atOnce = await Promise.all([7, 6, 5, 4, 3, 2, 1].map((page) => pageOf(partner, page)));
    expect(atOnce.toReversed().flat()).toEqual(all);
  });

  test('and two walks with one token, one behind the other, each have every record once', async () => {
    const { partner } = await api.connected();
    for (let index = 0; index < 50; index += 1) await api.writes(partner, '/activities', run(index, `mine-${index}`));
    const first: Item[] = [...(await pageOf(partner, 1)), ...(await pageOf(partner, 2))];
    for (let index = 50; index < 60; index += 1) await api.writes(partner, '/activities', run(index, `mine-${index}`));
    const second: Item[] = [...(await pageOf(partner, 1)), ...(await pageOf(partner, 2))];
    for (const page of [3, 4, 5, 6]) {
      second.push(...(await pageOf(partner, page)));
      first.push(...(await pageOf(partner, page)));
    }
    expect(new Set(second.map(({ id }) => id)).size).toBe(60);
    // What the second one reads may be told twice to the first, but nothing may be left out.
    expect(new Set(externalIdsOf(first))).toEqual(new Set(Array.from({ length: 50 }, (_, index) => `mine-${index}`)));
  });
});
