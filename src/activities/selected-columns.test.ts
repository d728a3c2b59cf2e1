import { expect, test, vi } from 'vitest';
import { person } from '../../test/gateway/people.ts';
import { write } from '../../test/gateway/records.ts';
import { share } from '../../test/gateway/sharing.ts';
import { useGateway } from '../../test/gateway/test-gateway.ts';

const gateway = useGateway();

const input = {
  sport: 'running',
  subSport: 'trail',
  title: 'Woods',
  notes: 'Mud',
  startedAt: '2026-01-16T07:00:00Z',
  durationSeconds: 1800,
  distanceMeters: 5000,
  perceivedExertion: 4,
  laps: [{ startedAt: '2026-01-16T07:00:00Z', durationSeconds: 1800 }],
};

/** However a field is asked for, it is read. */
const ways = [
  ['as it is', '{ edges { node { title notes distanceMeters load } } }', ''],
  ['by aliases', '{ those: edges { it: node { title notes } it: node { distanceMeters load } } }', ''],
  [
    'by fragments within fragments',
    '{ ...Page edges { node { ... on Activity { title } ... on Node { id } } } }',
    'fragment Page on ActivityConnection { edges { node { ...Told } } } fragment Told on Activity { ...Figures notes } fragment Figures on Activity { distanceMeters load }',
  ],
  [
    'under conditions',
    '{ edges { node { title @include(if: true) notes @skip(if: false) ... @include(if: true) { distanceMeters load } } } }',
    '',
  ],
] as const;

const whole = { title: 'Woods', notes: 'Mud', distanceMeters: 5000, load: 24 };

/** The first record of a page, whatever its parts are called. */
const recordIn = (page: object): object => Object.values((Object.values(page)[0] as object[])[0] as object)[0];

test.each(ways)('what is selected %s is there, of one’s own and of another’s', async (_way, selection, fragments) => {
  const [ann, bob] = [await person(gateway), await person(gateway)];
  await share(ann, bob, { include: ['WORKOUT', 'NOTES'] });
  await write(ann, 'createActivity', input, 'created');
  const own = await ann.gets<{ viewer: { health: { activities: object } } }>(
    `{ viewer { health { activities ${selection} } } } ${fragments}`,
  );
  expect(recordIn(own.viewer.health.activities)).toMatchObject(whole);
  const seen = await bob.gets<{
    viewer: { dashboards: { edges: { node: { health: { activities: object } } }[] } };
  }>(`{ viewer { dashboards { edges { node { health { activities ${selection} } } } } } } ${fragments}`);
  expect(recordIn(seen.viewer.dashboards.edges[0]?.node.health.activities ?? {})).toMatchObject(whole);
});

test('parts that lie elsewhere are there beside few fields', async () => {
  const ann = await person(gateway);
  await write(ann, 'createActivity', input, 'created');
  const { viewer } = await ann.gets<{ viewer: object }>(
    `{ viewer { health { activities { edges { cursor node { laps { durationSeconds } fitUrl sources { provider } } } pageInfo { endCursor } } } } }`,
  );
  expect(viewer).toMatchObject({
    health: { activities: { edges: [{ node: { laps: [{ durationSeconds: 1800 }], fitUrl: expect.any(String) } }] } },
  });
});

test('notes that nobody asked for are not in the log of reads', async () => {
  const [ann, bob] = [await person(gateway), await person(gateway)];
  await share(ann, bob, { include: ['WORKOUT', 'NOTES'] });
  await write(ann, 'createActivity', input, 'created');
  const seen = (fields: string) =>
    bob.gets(`{ viewer { dashboards { edges { node { health { activities { edges { node { ${fields} } } } } } } } } }`);
  const categories = async () => {
    const { viewer } = await ann.gets<{ viewer: { accessLog: { edges: { node: { category: string } }[] } } }>(
      '{ viewer { accessLog { edges { node { category } } } } }',
    );
    return viewer.accessLog.edges.map(({ node }) => node.category).sort();
  };
  await seen('title');
  await vi.waitFor(async () => expect(await categories()).toEqual(['WORKOUT']), { timeout: 5000 });
  await seen('title notes');
  await vi.waitFor(async () => expect(await categories()).toEqual(['NOTES', 'WORKOUT']), { timeout: 5000 });
});
