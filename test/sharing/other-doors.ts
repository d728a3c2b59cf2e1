import { expect, test } from 'vitest';
import { decodeRecording } from '../../src/files/decode.ts';
import { categories } from '../../src/sharing/categories.ts';
import { opensEver, seen, shows, type Known, type Node } from './model.ts';
import { hasHealth, type Reading } from './reading.ts';
import { latest } from './told.ts';

const activitiesOf = (records: readonly Known[]) => records.filter(({ type }) => type === 'Activity');
const isPlace = ({ kind }: { kind?: unknown }) => kind === 'LATITUDE' || kind === 'LONGITUDE';
const hiddenStatus = ({ reader }: Reading) => (reader.who ? 404 : 401);

/** What a dashboard tells beside its health. */
export function dashboardTests(reading: () => Reading): void {
  test('the dashboard, and what is known of one from before', async () => {
    const { world, reader, doors } = reading();
    const visible = world.records.filter((record) => shows(reader.sight, record));
    const open = categories.filter((category) => opensEver(reader.sight, category));
    const owner = { name: 'Ann' };
    const selection = 'lastSyncAt categories owner { name } health { categories owner { name } }';
    const shown = {
      // Samples are older than anything that came in today.
      lastSyncAt: latest(visible.map(({ node }) => String(node.createdAt))),
      categories: open,
      owner,
      health: { categories: open, owner },
    };
    const isShared = hasHealth(reading()) && !reader.sight.isOwner;
    const list = await doors.graphql<Node>(`{ viewer { dashboards { edges { node { ${selection} } } totalCount } } }`);
    const dashboards = { edges: isShared ? [{ node: shown }] : [], totalCount: isShared ? 1 : 0 };
    expect(list.data ?? null).toEqual(reader.who ? { viewer: { dashboards } } : null);
    const id = reader.dashboardId ?? 'dsh_01h2xcejqtf2nbrexx3vqjhp41';
    const node = await doors.graphql<Node>(
      `query ($id: ID!) { node(id: $id) { ... on SharedDashboard { ${selection} } } }`,
      { id },
    );
    expect(node.data ?? null).toEqual(reader.who ? { node: isShared ? shown : null } : { node: null });
  });
}

/** Original files, and workouts as FIT files. */
export function fileTests(reading: () => Reading): void {
  test('files', async () => {
    const { world, reader, doors } = reading();
    for (const record of activitiesOf(world.records)) {
      const isShown = shows(reader.sight, record);
      const hasFile = reader.sight.isOwner && record.node.file !== null;
      const file = await doors.get(`/activities/${record.id}/file`);
      expect(file.status).toBe(hasFile ? 200 : hiddenStatus(reading()));
      const fit = await doors.get(`/activities/${record.id}/fit`);
      expect(fit.status).toBe(isShown ? 200 : hiddenStatus(reading()));
      const [session] = isShown ? decodeRecording(fit.body as Buffer).sessions : [];
      const streams = isShown ? (seen(reader.sight, record, world.records).streams as Node[]) : [];
      expect(session?.title).toBe(isShown ? record.node.title : undefined);
      const places = Object.keys(session?.streams ?? {}).filter((kind) => isPlace({ kind }));
      expect(places.sort()).toEqual(streams.filter(isPlace).map(({ kind }) => kind));
    }
  });
}

/** All that REST APIs have to read, as the routes themselves tell. */
export function restTests(reading: () => Reading, routes: ReadonlySet<string>): void {
  const paths = () =>
    [...routes].filter((route) => route.startsWith('GET /api/')).map((route) => route.slice('GET '.length));

  test('the REST APIs list and count only what is one’s own', async () => {
    const { reader, doors } = reading();
    const lists = paths().filter((path) => !path.includes(':') && path !== '/api/status');
    expect(lists.length).toBeGreaterThan(6);
    for (const path of lists) {
      const { status, body } = await doors.get(path);
      expect([path, status]).toEqual([path, reader.who ? 200 : 401]);
      const { items = [], size = '0', pagination } = body as { items?: object[]; size?: string; pagination?: Node };
      const isEmpty = items.length === 0 && size === '0' && pagination?.hasNextPage !== true;
      expect([path, isEmpty || reader.sight.isOwner]).toEqual([path, true]);
    }
  });

  test('the REST APIs know only one’s own workouts by id', async () => {
    const { world, reader, doors } = reading();
    const some = activitiesOf(world.records).filter((_record, index) => index % 4 === 0);
    // Of shares the tests of their dialect tell.
    for (const path of paths().filter((one) => one.includes(':') && !one.includes('/shares/')))
      for (const { id } of some) {
        const { status } = await doors.get(path.replace(/:\w+/, id));
        expect([path, status]).toEqual([path, reader.sight.isOwner ? 200 : hiddenStatus(reading())]);
      }
  });
}
