import { expect, test } from 'vitest';
import { person, type TestPerson } from '../../test/gateway/people.ts';
import { refused, write } from '../../test/gateway/records.ts';
import {
  dashboards,
  onlyDashboard,
  personId,
  revoke,
  share,
  shares,
  type SeenDashboard,
  type SeenShare,
} from '../../test/gateway/sharing.ts';
import { useGateway } from '../../test/gateway/test-gateway.ts';
import { colorOf } from './dashboard-appearance.ts';

const gateway = useGateway({ REQUESTS_PER_MINUTE: '1000000' });

const two = async (): Promise<[TestPerson, TestPerson]> => [
  await person(gateway, { name: 'Ann' }),
  await person(gateway, { name: 'Bob' }),
];

const leave = (who: TestPerson, { id }: SeenDashboard) =>
  write(who, 'leaveDashboard', { dashboardId: id }, 'deletedId');

const customize = async (who: TestPerson, { id }: SeenDashboard, change: object) =>
  (
    await write<{ dashboard: SeenDashboard }>(
      who,
      'customizeDashboard',
      { dashboardId: id, ...change },
      'dashboard { id customName iconColor }',
    )
  ).dashboard;

test('whoever shares with someone has a dashboard there, however many shares it is', async () => {
  const [ann, bob] = await two();
  const first = await share(ann, bob);
  await share(ann, bob, { include: ['NOTES'] });
  expect(await dashboards(bob)).toEqual([
    {
      id: expect.stringMatching(/^dsh_/),
      owner: { id: personId(ann), name: 'Ann' },
      customName: 'Ann',
      iconColor: colorOf(ann.id),
      sharedSince: first.createdAt,
      groups: [],
    },
  ]);
  expect(await dashboards(ann)).toEqual([]);
});

test('a dashboard goes with the last share, and a share after that begins anew', async () => {
  const [ann, bob] = await two();
  const [first, second] = [await share(ann, bob), await share(ann, bob)];
  const before = await onlyDashboard(bob);
  await customize(bob, before, { customName: 'Sister' });
  await revoke(ann, first);
  expect(await onlyDashboard(bob)).toEqual({ ...before, customName: 'Sister' });
  await revoke(ann, second);
  expect(await dashboards(bob)).toEqual([]);
  const third = await share(ann, bob);
  const after = await onlyDashboard(bob);
  expect(after).toMatchObject({ customName: 'Ann', sharedSince: third.createdAt });
  expect(after.id).not.toBe(before.id);
});

test('to leave a dashboard ends every share of its owner with the viewer, and no other', async () => {
  const [ann, bob] = await two();
  const carl = await person(gateway, { name: 'Carl' });
  const given = [await share(ann, bob), await share(ann, bob)];
  await share(ann, carl);
  await share(bob, ann);
  await share(carl, bob);
  const dashboard = (await dashboards(bob)).find(({ owner }) => owner.id === personId(ann)) as SeenDashboard;
  await leave(bob, dashboard);
  expect(await shares(ann, 'sharesGiven', `(ended: true)`, 'id endedBy')).toEqual(
    given.toReversed().map(({ id }) => ({ id, endedBy: 'VIEWER' })),
  );
  expect((await shares(ann, 'sharesGiven')).map(({ viewer }) => viewer.id)).toEqual([personId(carl)]);
  expect((await dashboards(bob)).map(({ owner }) => owner.id)).toEqual([personId(carl)]);
  expect(await dashboards(ann)).toHaveLength(1);
  expect((await refused(bob, 'leaveDashboard', { dashboardId: dashboard.id })).code).toBe('NOT_FOUND');
});

test('a viewer calls and colours a dashboard as they like, and nobody else sees it', async () => {
  const [ann, bob] = await two();
  const carl = await person(gateway, { name: 'Carl' });
  await share(ann, bob);
  await share(ann, carl);
  const dashboard = await onlyDashboard(bob);
  const { id } = dashboard;
  expect(await customize(bob, dashboard, { customName: '  Sister  ', iconColor: 'hsl(210, 100%, 56%)' })).toEqual({
    id,
    customName: 'Sister',
    iconColor: 'hsl(210, 100%, 56%)',
  });
  expect(await customize(bob, dashboard, { iconColor: null })).toEqual({
    id,
    customName: 'Sister',
    iconColor: colorOf(ann.id),
  });
  expect(await customize(bob, dashboard, { customName: null })).toMatchObject({ customName: 'Ann' });
  expect((await onlyDashboard(carl)).customName).toBe('Ann');
});

test('someone without a name is Someone', async () => {
  const [ann, bob] = await two();
  await ann.gets('mutation { updateProfile(input: { name: null }) { user { id } } }');
  await share(ann, bob);
  expect(await onlyDashboard(bob)).toMatchObject({ owner: { name: null }, customName: 'Someone' });
});

test('a name or colour that cannot be is refused by its field, and changes nothing', async () => {
  const [ann, bob] = await two();
  await share(ann, bob);
  const dashboard = await onlyDashboard(bob);
  const wrong: [object, string][] = [
    [{ customName: '' }, 'customName'],
    [{ customName: '   ' }, 'customName'],
    [{ customName: 'x'.repeat(101) }, 'customName'],
    [{ customName: 'a\u0000b' }, 'customName'],
    [{ iconColor: '' }, 'iconColor'],
    [{ iconColor: 'x'.repeat(33) }, 'iconColor'],
    [{ iconColor: 'red;x' }, 'iconColor'],
    [{ iconColor: 'red\n' }, 'iconColor'],
    [{ iconColor: '<b>', customName: 'Sister' }, 'iconColor'],
  ];
  for (const [change, field] of wrong)
    expect(await refused(bob, 'customizeDashboard', { dashboardId: dashboard.id, ...change })).toEqual({
      code: 'BAD_USER_INPUT',
      fields: [field],
    });
  expect(await onlyDashboard(bob)).toEqual(dashboard);
});

test('someone else’s dashboard is nothing to anyone, its owner included', async () => {
  const [ann, bob] = await two();
  const eve = await person(gateway, { name: 'Eve' });
  await share(ann, bob);
  const dashboard = await onlyDashboard(bob);
  for (const who of [ann, eve]) {
    for (const mutation of ['leaveDashboard', 'customizeDashboard'])
      expect((await refused(who, mutation, { dashboardId: dashboard.id })).code).toBe('NOT_FOUND');
    expect(await who.gets(`{ node(id: "${dashboard.id}") { id } }`)).toEqual({ node: null });
  }
  expect(await bob.gets(`{ node(id: "${dashboard.id}") { id } }`)).toEqual({ node: { id: dashboard.id } });
  expect(await onlyDashboard(bob)).toEqual(dashboard);
});

test('there is a dashboard exactly while a share is live, whatever is made and ended at once', async () => {
  const [ann, bob] = await two();
  let live: SeenShare[] = [];
  for (let round = 0; round < 25; round += 1) {
    const [seen] = await dashboards(bob);
    await Promise.all([
      ...live.map((one) => revoke(ann, one)),
      ...Array.from({ length: round % 3 }, () => share(ann, bob)),
      // Whoever comes late finds nothing to leave; that is no failure here.
      seen && round % 2 === 0 ? leave(bob, seen).catch(() => undefined) : undefined,
    ]);
    live = await shares(ann, 'sharesGiven');
    expect([round, (await dashboards(bob)).length]).toEqual([round, Math.min(live.length, 1)]);
  }
}, 60_000);

test('whoever is blocked while they share has shared nothing, whichever came first', async () => {
  const [ann, bob] = await two();
  for (let round = 0; round < 15; round += 1) {
    await Promise.all([
      write(bob, 'blockPerson', { personId: personId(ann) }, 'personId'),
      ...[1, 2].map(() => share(ann, bob).catch(() => undefined)),
    ]);
    expect([await shares(ann, 'sharesGiven'), await dashboards(bob)]).toEqual([[], []]);
    await write(bob, 'unblockPerson', { personId: personId(ann) }, 'personId');
  }
}, 60_000);
