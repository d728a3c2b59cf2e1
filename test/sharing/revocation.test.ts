import { beforeAll, describe, expect, test } from 'vitest';
import { typeId } from '../../src/platform/ids.ts';
import { metricNames } from '../../src/samples/metrics.ts';
import { categories } from '../../src/sharing/categories.ts';
import { person, type TestPerson } from '../gateway/people.ts';
import { write } from '../gateway/records.ts';
import { useGateway } from '../gateway/test-gateway.ts';
import { doorsOf, type Doors } from './doors.ts';
import type { Node } from './model.ts';
import { everythingOf, lists, recordKinds } from './record-kinds.ts';
import { listNames } from './told.ts';
import { dashboardOf } from './viewers.ts';
import { dayAfter, dayBefore, makeWorld, type World } from './world.ts';

const gateway = useGateway({ REQUESTS_PER_MINUTE: '999999' });
let world: World;
let elsewhere: string;

beforeAll(async () => {
  world = await makeWorld(gateway);
  elsewhere = await gateway.another();
});

interface Shared {
  viewer: TestPerson;
  shareId: string;
  dashboardId: string;
}

async function share(terms: object = { include: categories }): Promise<Shared> {
  const viewer = await person(gateway, { name: 'Vera' });
  const shareId = await shareWith(viewer, terms);
  return { viewer, shareId, dashboardId: await dashboardOf(viewer) };
}

async function shareWith(viewer: TestPerson, terms: object): Promise<string> {
  const { share: made } = await write<{ share: { id: string } }>(
    world.owner,
    'createShare',
    { viewerId: typeId('User', viewer.id), ...terms },
    'share { id }',
  );
  return made.id;
}

/** Every way to end all that one person shares with another. */
const ends: Record<string, (shared: Shared) => Promise<unknown>> = {
  revokeShare: ({ shareId }) => write(world.owner, 'revokeShare', { id: shareId }, 'share { endedBy }'),
  leaveDashboard: ({ viewer, dashboardId }) => write(viewer, 'leaveDashboard', { dashboardId }, 'deletedId'),
  blockPerson: ({ viewer }) => write(viewer, 'blockPerson', { personId: typeId('Person', world.owner.id) }, 'personId'),
  'an update that includes nothing': ({ shareId }) =>
    write(world.owner, 'updateShare', { id: shareId, include: [] }, 'share { id }'),
  'an update to other dates': ({ shareId }) =>
    write(world.owner, 'updateShare', { id: shareId, endDate: '2020-01-01' }, 'share { id }'),
};

const doorsFor = (viewer: TestPerson, url: string) =>
  doorsOf(gateway, { who: viewer, sight: { isOwner: false, shares: [] } }, url);

/** Cursors that a viewer may have kept from when they still saw everything, by list and by metric. */
interface Kept {
  lists: Record<string, string>;
  metrics: Record<string, string>;
}

async function remember(doors: Doors): Promise<Kept> {
  const endOf = async (name: string, args: string): Promise<string> => {
    const { health } = await doors.health<Record<string, { pageInfo: { endCursor: string } }>>(
      `${name}(${args}first: 1) { pageInfo { endCursor } }`,
    );
    return health?.[name]?.pageInfo.endCursor ?? '';
  };
  const kept: Kept = { lists: {}, metrics: {} };
  for (const list of listNames) kept.lists[list] = await endOf(list, '');
  for (const metric of metricNames) kept.metrics[metric] = await endOf('samples', `metric: ${metric}, `);
  return kept;
}

/** Reads whatever there is, also by way of what is remembered. */
async function readEverything(doors: Doors, dashboardId: string, kept: Kept): Promise<void> {
  const selections = [
    ...listNames.flatMap((list) => {
      const edges = `edges { cursor node { ${everythingOf(lists.get(list)?.name ?? '')} } } totalCount`;
      return [`${list}(first: 50) { ${edges} }`, `${list}(first: 50, after: "${kept.lists[list]}") { ${edges} }`];
    }),
    ...metricNames.flatMap((metric) => [
      `samples(metric: ${metric}, after: "${kept.metrics[metric]}") { samples { value clientId } }`,
      `series(metric: ${metric}, bucket: DAY, from: "${dayBefore}T00:00:00Z", to: "${dayAfter}T00:00:00Z") { sum counts }`,
    ]),
    `days(from: "${dayBefore}", to: "${dayAfter}") { ${everythingOf('DaySummary')} }`,
  ];
  for (const selection of selections) {
    await doors.health(selection);
    await doors.graphql(`query ($id: ID!) { node(id: $id) { ... on SharedDashboard { health { ${selection} } } } }`, {
      id: dashboardId,
    });
  }
  for (const { type } of recordKinds) {
    const ids = world.records.filter((record) => record.type === type).map(({ id }) => id);
    const query = `query ($ids: [ID!]!) { nodes(ids: $ids) { ... on ${type} { ${everythingOf(type)} } } }`;
    await doors.graphql<{ nodes: (Node | null)[] }>(query, { ids });
  }
  const activities = world.records.filter(({ type }) => type === 'Activity');
  for (const { id } of activities) await doors.get(`/activities/${id}/fit`);
}

/** What was told of the owner's data since the last time. */
function told(doors: Doors): string[] {
  const answers = doors.heard.splice(0);
  return answers.flatMap(({ door, answer }) =>
    [...world.marks.in(answer)].map((key) => `${key} by ${door.slice(0, 120)}`),
  );
}

describe.each(Object.keys(ends))('after %s', (way) => {
  test('no process shows anything, whatever one remembers', async () => {
    const shared = await share();
    const here = doorsFor(shared.viewer, gateway.url);
    const there = doorsFor(shared.viewer, elsewhere);
    const kept = await remember(here);
    for (const doors of [here, there]) {
      await readEverything(doors, shared.dashboardId, kept);
      expect(told(doors).length).toBeGreaterThan(1000);
    }
    await ends[way]?.(shared);
    for (const doors of [there, here]) {
      await readEverything(doors, shared.dashboardId, kept);
      expect(told(doors)).toEqual([]);
    }
  });

  test('what is read at the same time shows nothing from the answer on', async () => {
    for (let round = 0; round < 4; round += 1) {
      const shared = await share();
      const state = { hasEnded: false, isOver: false };
      const seen = { before: 0, after: [] as string[], readsAfter: 0 };
      const reading = async (url: string, index: number) => {
        const doors = doorsFor(shared.viewer, url);
        const list = listNames[index % listNames.length] ?? '';
        const { id } = world.records[index] ?? {};
        while (!state.isOver) {
          const startedAfter = state.hasEnded;
          await doors.health(`${list}(first: 20) { edges { node { ${everythingOf(lists.get(list)?.name ?? '')} } } }`);
          await doors.graphql('query ($id: ID!) { node(id: $id) { id } }', { id });
          const found = told(doors);
          seen.readsAfter += Number(startedAfter);
          if (startedAfter) seen.after.push(...found);
          else seen.before += found.length;
        }
      };
      const readers = Array.from({ length: 8 }, (_, index) => reading(index % 2 ? gateway.url : elsewhere, index));
      await new Promise((resolve) => setTimeout(resolve, 60 + round * 15));
      await ends[way]?.(shared);
      state.hasEnded = true;
      await new Promise((resolve) => setTimeout(resolve, 150));
      state.isOver = true;
      await Promise.all(readers);
      expect(seen.after).toEqual([]);
      expect(seen.before).toBeGreaterThan(0);
      expect(seen.readsAfter).toBeGreaterThan(0);
    }
  });
});

test('a cursor from before leads on through what is still shared, and through nothing else', async () => {
  const { viewer, shareId } = await share();
  await shareWith(viewer, { include: ['WORKOUT'], endDate: dayBefore });
  const doors = doorsFor(viewer, elsewhere);
  const kept = await remember(doors);
  await write(world.owner, 'revokeShare', { id: shareId }, 'share { endedBy }');
  doors.heard.splice(0);
  type Activities = { activities: { edges: { node: { localDate: string } }[]; totalCount: number } };
  const { health } = await doors.health<Activities>(
    `activities(first: 50, after: "${kept.lists.activities}") { edges { node { localDate } } totalCount }`,
  );
  const left = world.records.filter(({ type, date }) => type === 'Activity' && date === dayBefore);
  expect(health?.activities.edges.map(({ node }) => node.localDate)).toEqual(left.map(() => dayBefore));
  expect(health?.activities.totalCount).toBe(left.length);
});
