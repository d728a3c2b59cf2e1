import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { decodeRecording } from '../../src/files/decode.ts';
import { typeId } from '../../src/platform/ids.ts';
import { metricNames } from '../../src/samples/metrics.ts';
import { person, type TestPerson } from '../gateway/people.ts';
import { useGateway } from '../gateway/test-gateway.ts';
import { doorsOf, type Doors } from './doors.ts';
import { Marks } from './markers.ts';
import { figureCategories, opensEver, seen, shows, type Node, type Sight } from './model.ts';
import { happen } from './random-acts.ts';
import { dates, makeOwner, randomActs, randomData, type RandomOwner } from './random-world.ts';
import { everythingOf, lists, recordKinds } from './record-kinds.ts';
import { bucketNames, categoryOf, newestHours, samplesSeen, seriesSeen } from './samples.ts';
import { carriersIn, daySeen, latest, listNames, mayBeTold, seenIn } from './told.ts';
import { writeFull } from './written-records.ts';

/** More by hand: RANDOM_RUNS=500. */
const numRuns = Number(process.env.RANDOM_RUNS ?? 40);
const gateway = useGateway({ REQUESTS_PER_MINUTE: '999999' });

beforeAll(async () => {
  // What bounds the fields have is found out once.
  const someone = await person(gateway);
  const marks = new Marks();
  for (const kind of recordKinds) await writeFull(someone, marks, kind, dates[0]);
});

const wholeDays = [`${dates[0]}T00:00:00Z`, `${dates.at(-1)}T23:59:59Z`] as const;
const instant = fc
  .integer({ min: 0, max: dates.length * 24 * 12 - 1 })
  .map((five) => new Date(Date.parse(wholeDays[0]) + five * 300_000).toISOString());
const span = fc.oneof(
  fc.constant(wholeDays),
  fc
    .tuple(instant, instant)
    .map(([a, b]): readonly [string, string] => (a < b ? [a, b] : [b, `${a.slice(0, -5)}.001Z`])),
);
const day = fc.option(fc.constantFrom(...dates));
const asked = fc.record({
  size: fc.integer({ min: 1, max: 5 }),
  from: day,
  to: day,
  span,
  metric: fc.constantFrom(...metricNames),
  bucket: fc.constantFrom(...bucketNames),
});
type Asked = typeof asked extends fc.Arbitrary<infer Value> ? Value : never;

test(
  'whatever is shared and whatever is there, each sees what the rules say and no more',
  async () => {
    await fc.assert(
      fc.asyncProperty(randomData, randomData, randomActs, asked, async (data, other, acts, wanted) => {
        const marks = new Marks();
        const owners = [await makeOwner(gateway, marks, data), await makeOwner(gateway, marks, other)];
        const viewers = [await person(gateway), await person(gateway)];
        const sightOf = await happen(
          owners.map(({ who }) => who),
          viewers,
          acts,
        );
        for (const [place, viewer] of viewers.entries()) {
          const sights = owners.map((_owner, index) => sightOf(place, index));
          await check(viewer, owners, sights, marks, wanted);
        }
      }),
      { numRuns },
    );
  },
  numRuns * 10_000,
);

async function check(
  viewer: TestPerson,
  owners: readonly RandomOwner[],
  sights: readonly Sight[],
  marks: Marks,
  wanted: Asked,
): Promise<void> {
  const doors = doorsOf(gateway, { who: viewer, sight: { isOwner: false, shares: [] } });
  const pairs = owners.map((owner, index) => ({ owner, sight: sights[index] as Sight }));
  /** Of everyone who shares with the viewer, in one query. */
  const compare = async (selection: string, expected: (owner: RandomOwner, sight: Sight) => Node | Promise<Node>) => {
    const { data } = await doors.graphql<Dashboards>(
      `{ viewer { dashboards(first: 2) { edges { node { owner { id } health { ${selection} } } } } } }`,
    );
    const found = data?.viewer.dashboards.edges.map(({ node }) => [node.owner.id, node.health] as const) ?? [];
    const shared = pairs.filter(({ sight }) => sight.shares.length > 0);
    const rules = await Promise.all(
      shared.map(async ({ owner, sight }) => [typeId('Person', owner.who.id), await expected(owner, sight)] as const),
    );
    expect(Object.fromEntries(found)).toEqual(Object.fromEntries(rules));
  };

  for (const list of listNames) {
    const isOpen = (sight: Sight) => carriersIn(list).some((category) => opensEver(sight, category));
    const every = everythingOf(lists.get(list)?.name ?? '');
    await compare(`${list}(first: 25) { edges { node { ${every} } } totalCount }`, (owner, sight) => {
      const visible = seenIn(owner, sight, list);
      const edges = visible.map((record) => ({ node: seen(sight, record, owner.records) }));
      return { [list]: isOpen(sight) ? { edges, totalCount: visible.length } : null };
    });
    const [from, to] =
      wanted.from && wanted.to && wanted.from > wanted.to ? [wanted.to, wanted.from] : [wanted.from, wanted.to];
    const filter = `filter: { from: ${JSON.stringify(from)}, to: ${JSON.stringify(to)} }`;
    for (const [direction, more] of [
      ['first', 'hasNextPage'],
      ['last', 'hasPreviousPage'],
    ] as const)
      await compare(
        `${list}(${direction}: ${wanted.size}, ${filter}) { edges { node { id } } totalCount pageInfo { ${more} } }`,
        (owner, sight) => {
          const visible = seenIn(owner, sight, list).filter(
            (record) => record.date >= (from ?? '') && record.date <= (to ?? '9'),
          );
          const page = direction === 'first' ? visible.slice(0, wanted.size) : visible.slice(-wanted.size);
          const edges = page.map(({ id }) => ({ node: { id } }));
          const pageInfo = { [more]: visible.length > wanted.size };
          return { [list]: isOpen(sight) ? { edges, totalCount: visible.length, pageInfo } : null };
        },
      );
  }
  const { metric, bucket } = wanted;
  const [start, end] = wanted.span;
  await compare(`samples(metric: ${metric}, first: 50) { samples { value } }`, (owner, sight) => {
    const samples = samplesSeen(sight, owner.samples, metric).map(({ value }) => ({ value }));
    return { samples: opensEver(sight, categoryOf(metric)) ? { samples } : null };
  });
  await compare(
    `series(metric: ${metric}, bucket: ${bucket}, from: "${start}", to: "${end}") { starts counts min max average sum }`,
    (owner, sight) => {
      const series = seriesSeen(samplesSeen(sight, owner.samples, metric), bucket, start, end);
      return { series: opensEver(sight, categoryOf(metric)) ? series : null };
    },
  );
  const days = `days(from: "${dates[0]}", to: "${dates.at(-1)}") { ${everythingOf('DaySummary')} }`;
  await compare(days, async (owner, sight) => {
    const { viewer: own } = await owner.who.gets<{ viewer: { health: { days: Node[] } } }>(
      `{ viewer { health { ${days} } } }`,
    );
    const isOpen = Object.values(figureCategories).some((category) => opensEver(sight, category));
    return { days: isOpen ? own.health.days.map((one) => daySeen(owner, sight, one)) : null };
  });
  await compareLastSync(doors, pairs);
  await compareNodes(doors, pairs);
  await compareFiles(doors, pairs);
  for (const { door, answer } of doors.heard)
    for (const key of marks.in(answer)) {
      const mark = marks.all.get(key);
      const isAllowed =
        mark && pairs.some(({ owner, sight }) => isOf(owner, mark.of, key) && mayBeTold(owner, sight, mark));
      if (!isAllowed) throw new Error(`${key} was told, which is ${JSON.stringify(mark)}, by ${door}`);
    }
}

interface Dashboards {
  viewer: { dashboards: { edges: { node: { owner: { id: string }; health: Node; lastSyncAt: string | null } }[] } };
}

interface Pair {
  owner: RandomOwner;
  sight: Sight;
}

/** Whether a mark stands in a record or a sample of an owner. */
const isOf = ({ records, samples }: RandomOwner, of: string, key: string): boolean =>
  records.some(({ id }) => id === of) || samples.some(({ value }) => String(value) === key);

/** Records came in today, samples are of long ago. */
async function compareLastSync(doors: Doors, pairs: readonly Pair[]): Promise<void> {
  const { data } = await doors.graphql<Dashboards>(
    '{ viewer { dashboards(first: 2) { edges { node { owner { id } lastSyncAt } } } } }',
  );
  const found = data?.viewer.dashboards.edges.map(({ node }) => [node.owner.id, node.lastSyncAt] as const) ?? [];
  const expected = pairs
    .filter(({ sight }) => sight.shares.length > 0)
    .map(({ owner, sight }) => {
      const created = owner.records.filter((record) => shows(sight, record)).map(({ node }) => String(node.createdAt));
      const hours = newestHours(metricNames.flatMap((metric) => samplesSeen(sight, owner.samples, metric)));
      return [typeId('Person', owner.who.id), latest([...created, ...hours])] as const;
    });
  expect(Object.fromEntries(found)).toEqual(Object.fromEntries(expected));
}

async function compareNodes(doors: Doors, pairs: readonly Pair[]): Promise<void> {
  for (const { type } of recordKinds) {
    const own = pairs.flatMap(({ owner, sight }) =>
      owner.records.filter((record) => record.type === type).map((record) => ({ record, owner, sight })),
    );
    if (own.length === 0) continue;
    const { data } = await doors.graphql<{ nodes: (Node | null)[] }>(
      `query ($ids: [ID!]!) { nodes(ids: $ids) { ... on ${type} { ${everythingOf(type)} } } }`,
      { ids: own.map(({ record }) => record.id) },
    );
    const expected = own.map(({ record, owner, sight }) =>
      shows(sight, record) ? seen(sight, record, owner.records) : null,
    );
    expect(data?.nodes).toEqual(expected);
  }
}

async function compareFiles(doors: Doors, pairs: readonly Pair[]): Promise<void> {
  for (const { owner, sight } of pairs)
    for (const record of owner.records.filter(({ type }) => type === 'Activity')) {
      const isShown = shows(sight, record);
      const { status, body } = await doors.get(`/activities/${record.id}/fit`);
      expect(status).toBe(isShown ? 200 : 404);
      const [session] = isShown ? decodeRecording(body as Buffer).sessions : [];
      const streams = isShown ? (seen(sight, record, owner.records).streams as { kind: string }[]) : [];
      const hasPlace = streams.some(({ kind }) => kind === 'LATITUDE');
      expect(session?.streams.LATITUDE !== undefined).toBe(hasPlace);
      expect((await doors.get(`/activities/${record.id}/file`)).status).toBe(404);
    }
}
