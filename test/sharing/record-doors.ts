import { expect, test } from 'vitest';
import { seen, shows, type Known, type Node } from './model.ts';
import { everythingOf, leavesOf, lists, recordKinds } from './record-kinds.ts';
import { answered, isOpen, type Reading } from './reading.ts';
import { carriersIn, listNames, only, seenIn } from './told.ts';
import { eachDay } from './world.ts';

interface Connection {
  edges: { cursor: string; node: Node }[];
  pageInfo: { hasNextPage: boolean; hasPreviousPage: boolean; startCursor: string | null; endCursor: string | null };
  totalCount: number;
}

const idsOf = (connection: Connection | undefined) => connection?.edges.map(({ node }) => node.id);

/** Lists with all that is in them, in pages both ways, filtered and counted. */
export function listTests(reading: () => Reading): void {
  test.each(listNames)('the list %s', async (list) => {
    const { world, reader, doors } = reading();
    const visible = seenIn(world, reader.sight, list);
    const answer = await doors.health(
      `${list}(first: 60) { edges { node { ${everythingOf(lists.get(list)?.name ?? '')} } } totalCount }`,
    );
    const edges = visible.map((record) => ({ node: seen(reader.sight, record, world.records) }));
    const expected = { [list]: { edges, totalCount: visible.length } };
    expect(answer).toEqual(answered(reading(), carriersIn(list), expected));
  });

  test.each(listNames)('pages and filters of %s', async (list) => {
    const { world, reader, doors } = reading();
    if (!isOpen(reading(), carriersIn(list))) return;
    const read = async (args: string) => {
      const page = 'edges { cursor node { id } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor }';
      const { health } = await doors.health<Record<string, Connection>>(`${list}(${args}) { ${page} totalCount }`);
      return health?.[list];
    };
    const visible = seenIn(world, reader.sight, list);
    const all = visible.map(({ id }) => id);
    const [forwards, backwards, counts]: [unknown[], unknown[], unknown[]] = [[], [], []];
    for (let after: string | null = null, more = true; more;) {
      const page: Connection | undefined = await read(`first: 4${after ? `, after: "${after}"` : ''}`);
      counts.push(page?.totalCount);
      forwards.push(...(idsOf(page) ?? []));
      [after, more] = [page?.pageInfo.endCursor ?? null, page?.pageInfo.hasNextPage ?? false];
    }
    for (let before: string | null = null, more = true; more;) {
      const page: Connection | undefined = await read(`last: 5${before ? `, before: "${before}"` : ''}`);
      backwards.unshift(...(idsOf(page) ?? []));
      [before, more] = [page?.pageInfo.startCursor ?? null, page?.pageInfo.hasPreviousPage ?? false];
    }
    expect(forwards).toEqual(all);
    expect(backwards).toEqual(all);
    expect(new Set(counts)).toEqual(new Set([all.length]));

    const ofDay = (date: string) => visible.filter((record) => record.date === date);
    const instants = world.records.map(({ node }) => Date.parse(String(node.updatedAt)));
    const afterAll = new Date(Math.max(...instants) + 1).toISOString();
    const filters: [string, readonly Known[]][] = [
      ['updatedSince: "2026-01-01T00:00:00Z"', visible],
      [`updatedSince: "${afterAll}"`, []],
      ...eachDay.map((date): [string, Known[]] => [`from: "${date}", to: "${date}"`, ofDay(date)]),
    ];
    for (const [filter, left] of filters) {
      const page = await read(`first: 60, filter: { ${filter} }`);
      expect([filter, idsOf(page), page?.totalCount]).toEqual([filter, left.map(({ id }) => id), left.length]);
    }
  });
}

/** Records by their ids, which someone may know from before. */
export function nodeTests(reading: () => Reading): void {
  test.each(recordKinds.map(({ type }) => type))('nodes: %s', async (type) => {
    const { world, reader, doors } = reading();
    const own = world.records.filter((record) => record.type === type);
    const { data, errors } = await doors.graphql<{ nodes: (Node | null)[] }>(
      `query ($ids: [ID!]!) { nodes(ids: $ids) { ... on ${type} { ${everythingOf(type)} } } }`,
      { ids: own.map(({ id }) => id) },
    );
    const nodes = own.map((record) => (shows(reader.sight, record) ? seen(reader.sight, record, world.records) : null));
    expect(data ?? null).toEqual(reader.who ? { nodes } : null);
    expect(errors?.map(({ extensions }) => extensions.code)).toEqual(reader.who ? undefined : ['UNAUTHENTICATED']);
  });

  test('a node by its id', async () => {
    const { world, reader, doors } = reading();
    for (const [, own] of Map.groupBy(world.records, ({ type, date }) => `${type} ${date}`)) {
      const [{ id }, record] = [own[0] as Known, own[0] as Known];
      const { data } = await doors.graphql<{ node: Node | null }>('query ($id: ID!) { node(id: $id) { id } }', { id });
      expect(data?.node ?? null).toEqual(shows(reader.sight, record) ? { id } : null);
    }
  });

  test('activities by their ids', async () => {
    const { world, reader, doors } = reading();
    const activities = world.records.filter(({ type }) => type === 'Activity');
    const leaves = leavesOf('Activity');
    const selection = activities.map(({ id }, index) => `a${index}: activity(id: "${id}") { ${leaves.join(' ')} }`);
    const expected = activities.map((record, index) => [
      `a${index}`,
      shows(reader.sight, record) ? only(seen(reader.sight, record, world.records), leaves) : null,
    ]);
    const answer = await doors.health(selection.join(' '));
    expect(answer).toEqual(answered(reading(), ['WORKOUT'], Object.fromEntries(expected)));
  });
}
