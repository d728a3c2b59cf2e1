import { beforeAll, expect, test } from 'vitest';
import { typeId } from '../../src/platform/ids.ts';
import { metricNames } from '../../src/samples/metrics.ts';
import type { Category } from '../../src/sharing/categories.ts';
import { person, requests, type TestPerson } from '../gateway/people.ts';
import { write } from '../gateway/records.ts';
import { useGateway } from '../gateway/test-gateway.ts';
import { doorsOf } from './doors.ts';
import { categoriesShown, opens, type Known } from './model.ts';
import { everythingOf, lists } from './record-kinds.ts';
import { categoryOf, localDateOf, samplesSeen } from './samples.ts';
import { listNames } from './told.ts';
import { makeReader, roles, type Reader } from './viewers.ts';
import { dayAfter, dayBefore, makeWorld, type World } from './world.ts';

const gateway = useGateway({ REQUESTS_PER_MINUTE: '999999' });
let world: World;

beforeAll(async () => {
  world = await makeWorld(gateway);
});

interface Entry {
  viewer: { id: string };
  category: Category;
  hour: string;
  firstDate: string;
  lastDate: string;
  doors: string[];
}

/** Who read what of someone, as their own log tells. */
async function logOf(owner: TestPerson): Promise<Entry[]> {
  const { viewer } = await owner.gets<{ viewer: { accessLog: { edges: { node: Entry }[]; totalCount: number } } }>(
    `{ viewer { accessLog(first: 200) { edges { node {
      viewer { id } category hour firstDate lastDate doors lastReadAt
    } } totalCount } } }`,
  );
  const entries = viewer.accessLog.edges.map(({ node }) => node);
  expect(viewer.accessLog.totalCount).toBe(entries.length);
  const keys = entries.map((entry) => [entry.viewer.id, entry.category, entry.hour].join(' '));
  expect(new Set(keys).size).toBe(entries.length);
  return entries;
}

/** By category: from which date to which, by which doors; the hours added up, since the clock may go on meanwhile. */
function summary(entries: readonly Entry[], viewer: TestPerson | null): Record<string, string> {
  const own = entries.filter((entry) => viewer && entry.viewer.id === typeId('Person', viewer.id));
  const byCategory = [...Map.groupBy(own, ({ category }) => category)].map(([category, hours]) => {
    const first = hours.map(({ firstDate }) => firstDate).sort()[0];
    const last = hours
      .map(({ lastDate }) => lastDate)
      .sort()
      .at(-1);
    const doors = [...new Set(hours.flatMap((hour) => hour.doors))].sort();
    return [category, [first, last, ...doors].join(' ')];
  });
  return Object.fromEntries(byCategory);
}

/** What a reader is shown by the rules: of each category the dates, and the doors. */
function shownTo({ sight }: Reader): Record<string, string> {
  const dates = new Map<Category, Set<string>>();
  const note = (category: Category, date: string) => dates.set(category, (dates.get(category) ?? new Set()).add(date));
  const hasPlaces = ({ node }: Known) =>
    (node.streams as { kind: string }[] | undefined)?.some(({ kind }) => kind === 'LATITUDE');
  for (const record of world.records) {
    const shown = categoriesShown(sight, record);
    for (const category of shown) note(category, record.date);
    if (shown.length > 0 && hasPlaces(record) && opens(sight, 'LOCATION', record.date)) note('LOCATION', record.date);
  }
  for (const metric of metricNames)
    for (const sample of samplesSeen(sight, world.samples, metric)) note(categoryOf(metric), localDateOf(sample));
  // A workout comes as a file, too, and with it what else is shown of it.
  const inFiles: readonly Category[] = dates.has('WORKOUT') ? ['WORKOUT', 'LOCATION', 'NOTES'] : [];
  return Object.fromEntries(
    [...dates].map(([category, on]) => {
      const sorted = [...on].sort();
      const doors = inFiles.includes(category) ? ['FILE', 'GRAPHQL'] : ['GRAPHQL'];
      return [category, [sorted[0], sorted.at(-1), ...doors].join(' ')];
    }),
  );
}

async function readAll(reader: Reader): Promise<void> {
  const doors = doorsOf(gateway, reader);
  for (const list of listNames)
    await doors.health(
      `${list}(first: 60) { edges { node { ${everythingOf(lists.get(list)?.name ?? '')} } } totalCount }`,
    );
  for (const metric of metricNames) await doors.health(`samples(metric: ${metric}, first: 200) { samples { value } }`);
  await doors.health(`days(from: "${dayBefore}", to: "${dayAfter}") { ${everythingOf('DaySummary')} }`);
  for (const { id } of world.records.filter(({ type }) => type === 'Activity'))
    await doors.get(`/activities/${id}/fit`);
}

test('the owner finds who was shown what, and nothing of what was hidden or of what they read themself', async () => {
  const readers: Reader[] = [];
  for (const role of roles) readers.push(await makeReader(gateway, world.owner, role));
  for (const reader of readers) await readAll(reader);
  const entries = await logOf(world.owner);
  for (const reader of readers) {
    const expected = reader.sight.isOwner ? {} : shownTo(reader);
    expect([reader.role, summary(entries, reader.who)]).toEqual([reader.role, expected]);
  }
  // Their own logs are empty: nobody reads the owner's.
  const others = readers.flatMap(({ who, sight }) => (who && !sight.isOwner ? [who] : []));
  for (const who of others) expect(await logOf(who)).toEqual([]);
});

const sharing = async (owner: TestPerson, terms: object): Promise<TestPerson> => {
  const viewer = await person(gateway, { name: 'Vera' });
  await write(owner, 'createShare', { viewerId: typeId('User', viewer.id), ...terms }, 'share { id }');
  return viewer;
};

const reads = (who: TestPerson, selection: string, url = gateway.url) =>
  doorsOf(gateway, { who, sight: { isOwner: false, shares: [] } }, url).health(selection);

const weigh = (owner: TestPerson, day: string, more: object) =>
  write(owner, 'recordBodyMetric', { measuredAt: `${day}T07:00:00+01:00`, ...more }, 'created');

test('a count tells of each category only where it is shared, and of records that have something of it', async () => {
  const owner = await person(gateway);
  await weigh(owner, '2026-02-01', { weightKilograms: 70, sleepHours: 7 });
  await weigh(owner, '2026-02-02', { weightKilograms: 71 });
  await weigh(owner, '2026-02-03', { weightKilograms: 72, sleepHours: 8 });
  const viewer = await sharing(owner, { include: ['WEIGHT', 'HEART_RATE'], endDate: '2026-02-02' });
  await write(
    owner,
    'createShare',
    { viewerId: typeId('User', viewer.id), include: ['SLEEP'], startDate: '2026-02-02' },
    'share { id }',
  );
  await reads(viewer, 'bodyMetrics { totalCount }');
  // The page that comes with the count shows the same.
  expect(summary(await logOf(owner), viewer)).toEqual({
    WEIGHT: '2026-02-01 2026-02-02 GRAPHQL',
    SLEEP: '2026-02-03 2026-02-03 GRAPHQL',
  });
});

test.each(['MINUTE', 'HOUR', 'DAY', 'WEEK', 'MONTH'])(
  'a series in buckets of a %s tells of the dates of the samples, not of the bucket',
  async (bucket) => {
    const owner = await person(gateway, { timezone: 'Pacific/Kiritimati' });
    const samples = ['2026-02-11', '2026-02-12', '2026-02-19', '2026-02-20'].map((day) => ({
      startedAt: `${day}T12:00:00+01:00`,
      value: 10,
    }));
    await write(owner, 'addSamples', { metric: 'STEPS', device: 'Watch', samples }, 'accepted');
    const viewer = await sharing(owner, { include: ['STEPS'], startDate: '2026-02-12', endDate: '2026-02-19' });
    const day = (date: string) => `${date}T00:00:00+01:00`;
    for (const [from, to] of [
      ['2026-02-10', '2026-02-16'],
      ['2026-02-16', '2026-02-22'],
    ] as const)
      await reads(viewer, `series(metric: STEPS, bucket: ${bucket}, from: "${day(from)}", to: "${day(to)}") { sum }`);
    expect(summary(await logOf(owner), viewer)).toEqual({ STEPS: '2026-02-12 2026-02-19 GRAPHQL' });
  },
);

test('what two processes are asked at once is one entry for each category', async () => {
  const owner = await person(gateway);
  await weigh(owner, '2026-02-01', { weightKilograms: 70 });
  await weigh(owner, '2026-02-02', { restingHeartRate: 60 });
  const viewer = await sharing(owner, { include: ['WEIGHT', 'HEART_RATE'] });
  const urls = [gateway.url, await gateway.another()];
  const selection = 'bodyMetrics { edges { node { weightKilograms restingHeartRate } } }';
  await Promise.all(Array.from({ length: 60 }, (_, index) => reads(viewer, selection, urls[index % 2])));
  const expected = { WEIGHT: '2026-02-01 2026-02-01 GRAPHQL', HEART_RATE: '2026-02-02 2026-02-02 GRAPHQL' };
  await expect.poll(async () => summary(await logOf(owner), viewer), { timeout: 10_000 }).toEqual(expected);
  // Each process writes what it knows within seconds; nothing is added after that.
  await new Promise((resolve) => setTimeout(resolve, 2500));
  expect(summary(await logOf(owner), viewer)).toEqual(expected);
});

test('what shows nothing leaves nothing', async () => {
  const owner = await person(gateway);
  await weigh(owner, '2026-02-01', { weightKilograms: 70 });
  const { bodyMetric } = await write<{ bodyMetric: { id: string } }>(
    owner,
    'recordBodyMetric',
    { measuredAt: '2026-02-02T07:00:00+01:00', restingHeartRate: 60 },
    'bodyMetric { id }',
  );
  const viewer = await sharing(owner, { include: ['WEIGHT', 'STEPS'], startDate: '2026-02-02' });
  await reads(viewer, 'bodyMetrics { edges { node { id } } totalCount } wellnessDays { totalCount }');
  await reads(viewer, 'sleepDays { totalCount } samples(metric: STEPS) { samples { value } }');
  await reads(viewer, 'days(from: "2026-02-01", to: "2026-02-03") { weightKilograms { value } steps { value } }');
  await requests(gateway, viewer.token).ask('query ($id: ID!) { node(id: $id) { id } }', { id: bodyMetric.id });
  expect(await logOf(owner)).toEqual([]);
});
