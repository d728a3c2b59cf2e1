import { expect, test } from 'vitest';
import { fromIdOf, nowatch } from '../../../test/dialects/nowatch.ts';
import { rowsIn } from '../../../test/dialects/rows.ts';
import { clientOf, person } from '../../../test/gateway/people.ts';
import { write } from '../../../test/gateway/records.ts';
import { useGateway } from '../../../test/gateway/test-gateway.ts';
import { issueToken } from '../../accounts/tokens.service.ts';
import { createShare } from '../../sharing/create-share.ts';
import { listShares } from '../../sharing/share.read.ts';

const gateway = useGateway();
const api = nowatch(gateway);
const success = { status: 200, body: { status: 'success' } };

test('a client’s tour: list, arrange, group, rename, take out, delete, leave', async () => {
  const vic = await api.viewer();
  expect(await api.lists(vic.app)).toEqual([]);
  expect(await api.groups(vic.app)).toEqual([]);

  const ann = await api.sharesWith(vic, 'Ann');
  const bob = await api.sharesWith(vic, 'Bob');
  const [first, second, ...others] = await api.lists(vic.app);
  expect(others).toEqual([]);
  expect(first).toMatchObject({ fromId: bob.fromId, fromEmail: bob.email, customName: 'Bob', groupIds: [] });
  expect(second).toMatchObject({ fromId: ann.fromId, toId: fromIdOf(vic), toEmail: vic.email, customName: 'Ann' });
  expect(second?.customProfilePicture).toBe('');
  expect(second?.created).toBe(second?.sharedSince);
  expect(first?.iconColor).not.toBe(second?.iconColor);

  const custom = { userId: ann.fromId, customName: 'Mum', iconColor: '#d97706' };
  const { body: arranged } = await api.post(vic.app, '/custom', custom);
  expect(arranged).toEqual({
    ...second,
    customName: 'Mum',
    iconColor: '#d97706',
    lastUpdated: expect.toSatisfy((at: string) => at > (second?.lastUpdated ?? '')),
  });
  expect((await api.lists(vic.app))[1]).toEqual(arranged);

  const family = await api.makesGroup(vic.app, 'Family');
  expect(family).toMatch(/^grp_/);
  const members = `/groups/${family}/members`;
  expect(await api.post(vic.app, members, { userId: ann.fromId })).toMatchObject(success);
  expect(await api.post(vic.app, members, { userId: ann.fromId })).toMatchObject(success);
  expect(await api.post(vic.app, members, { userId: bob.fromId })).toMatchObject(success);
  const friends = await api.makesGroup(vic.app, 'Friends');
  await api.post(vic.app, `/groups/${friends}/members`, { userId: bob.fromId });
  const listed = await api.lists(vic.app);
  expect(listed.map(({ groupIds }) => groupIds)).toEqual([[family, friends], [family]]);
  expect(await api.groups(vic.app)).toMatchObject([
    {
      id: family,
      userId: fromIdOf(vic),
      name: 'Family',
      userIds: [ann.fromId, bob.fromId],
      users: [listed[1], listed[0]],
    },
    { id: friends, name: 'Friends', userIds: [bob.fromId], users: [listed[0]] },
  ]);

  expect(await api.patch(vic.app, `/groups/${friends}`, { name: ' Running club ' })).toMatchObject({ status: 200 });
  expect((await api.groups(vic.app)).map(({ name }) => name)).toEqual(['Family', 'Running club']);

  expect(await api.delete(vic.app, members, { userId: bob.fromId })).toMatchObject(success);
  expect(await api.delete(vic.app, members, { userId: bob.fromId })).toMatchObject(success);
  expect((await api.groups(vic.app)).map(({ userIds }) => userIds)).toEqual([[ann.fromId], [bob.fromId]]);

  expect(await api.delete(vic.app, `/groups/${friends}`)).toMatchObject(success);
  expect((await api.groups(vic.app)).map(({ id }) => id)).toEqual([family]);
  expect((await api.lists(vic.app)).map(({ groupIds }) => groupIds)).toEqual([[], [family]]);

  expect(await api.delete(vic.app, '', { userId: ann.fromId })).toMatchObject(success);
  expect((await api.lists(vic.app)).map(({ fromId }) => fromId)).toEqual([bob.fromId]);
  expect(await api.groups(vic.app)).toMatchObject([{ id: family, userIds: [], users: [] }]);
});

test('leaving ends every share of the person, tells them nothing, and a new share begins anew', async () => {
  const vic = await api.viewer();
  const ann = await api.sharesWith(vic);
  const bob = await api.sharesWith(vic, 'Bob');
  const zoe = await person(gateway, { name: 'Zoe' });
  const annsContext = await gateway.signedIn(ann.token);
  await createShare(annsContext, { viewerId: vic.id, include: ['HEART_RATE'] });
  await createShare(annsContext, { viewerId: zoe.id });
  const family = await api.makesGroup(vic.app, 'Family');
  await api.post(vic.app, `/groups/${family}/members`, { userId: ann.fromId });
  await api.post(vic.app, '/custom', { userId: ann.fromId, customName: 'Mum', iconColor: 'red' });
  const before = (await api.lists(vic.app)).find(({ fromId }) => fromId === ann.fromId);
  const rows = await rowsIn(gateway);

  await api.delete(vic.app, '', { userId: ann.fromId });

  const givenBy = async (ended: boolean) => {
    const { edges } = await listShares(annsContext, 'GIVEN', { ended }, { first: 10 });
    return edges.map(({ node }) => [node.viewerId, node.endedBy]);
  };
  expect(await givenBy(false)).toEqual([[zoe.id, null]]);
  expect(await givenBy(true)).toEqual([
    [vic.id, 'VIEWER'],
    [vic.id, 'VIEWER'],
  ]);
  // No row came in that tells anyone of it.
  const { dashboards = 0, dashboard_group_members: members = 0 } = rows;
  expect(await rowsIn(gateway)).toEqual({ ...rows, dashboards: dashboards - 1, dashboard_group_members: members - 1 });
  expect((await api.lists(await clientOf(gateway, zoe))).map(({ fromId }) => fromId)).toEqual([ann.fromId]);
  expect(await api.delete(vic.app, '', { userId: ann.fromId })).toMatchObject({ status: 404 });
  expect(await api.post(vic.app, `/groups/${family}/members`, { userId: ann.fromId })).toMatchObject({ status: 404 });

  await createShare(annsContext, { viewerId: vic.id });
  const [anew, other] = await api.lists(vic.app);
  expect([anew?.fromId, other?.fromId]).toEqual([ann.fromId, bob.fromId]);
  expect(anew).toMatchObject({ customName: 'Ann', iconColor: expect.stringMatching(/^#/), groupIds: [] });
  expect(Date.parse(anew?.sharedSince ?? '')).toBeGreaterThan(Date.parse(before?.sharedSince ?? ''));
  expect(await api.groups(vic.app)).toMatchObject([{ id: family, userIds: [] }]);
});

test('an empty name and an empty colour are taken back', async () => {
  const vic = await api.viewer();
  const { fromId: userId } = await api.sharesWith(vic);
  const [plain] = await api.lists(vic.app);
  await api.post(vic.app, '/custom', { userId, customName: 'Mum', iconColor: 'rgb(1, 2, 3)' });
  expect(await api.lists(vic.app)).toMatchObject([{ customName: 'Mum', iconColor: 'rgb(1, 2, 3)' }]);
  const { body } = await api.post(vic.app, '/custom', { userId, customName: '', iconColor: '' });
  expect(body).toEqual({ ...plain, lastUpdated: expect.any(String) });
});

test('what a list told can be sent back as it is', async () => {
  const vic = await api.viewer();
  await api.sharesWith(vic);
  const [told] = await api.lists(vic.app);
  const { fromId: userId, customName, iconColor } = told ?? {};
  const { body } = await api.post(vic.app, '/custom', { userId, customName, iconColor });
  expect(body).toEqual({ ...told, lastUpdated: expect.any(String) });
});

test('one viewer’s arrangement is not another’s', async () => {
  const [vic, zoe] = [await api.viewer(), await api.viewer('Zoe')];
  const ann = await api.sharesWith(vic);
  await createShare(await gateway.signedIn(ann.token), { viewerId: zoe.id });
  await api.post(vic.app, '/custom', { userId: ann.fromId, customName: 'Mum', iconColor: 'red' });
  expect(await api.lists(zoe.app)).toMatchObject([{ customName: 'Ann', toEmail: zoe.email }]);
});

test('a share that is made in GraphQL is here at once, and gone when it is revoked there', async () => {
  const vic = await api.viewer();
  const ann = await person(gateway, { name: 'Ann' });
  const made = await write<{ share: { id: string } }>(ann, 'createShare', { viewerId: fromIdOf(vic) }, 'share { id }');
  expect(await api.lists(vic.app)).toMatchObject([{ fromId: fromIdOf(ann) }]);
  await write(ann, 'revokeShare', { id: made.share.id }, 'share { id }');
  expect(await api.lists(vic.app)).toEqual([]);
});

test('lists take the same statements however many share', async () => {
  const vic = await api.viewer();
  const family = await api.makesGroup(vic.app, 'Family');
  const counts: number[][] = [];
  for (const name of ['Ann', 'Bob', 'Cem', 'Dan']) {
    const { fromId } = await api.sharesWith(vic, name);
    await api.post(vic.app, `/groups/${family}/members`, { userId: fromId });
    gateway.statements();
    await api.lists(vic.app);
    const ofList = gateway.statements().length;
    await api.groups(vic.app);
    counts.push([ofList, gateway.statements().length]);
  }
  // Dashboards, people, what they share, and the last syncs; and the groups.
  expect(counts).toEqual([4, 4, 4, 4].map((count) => [count, count + 1]));
});

test('the last sync is that of what one may see, and is told only to a token that may read it', async () => {
  const vic = await api.viewer();
  const { fromId: userId, ...ann } = await api.sharesWith(vic);
  const custom = { userId, customName: 'Mum', iconColor: 'red' };
  const steps = [{ startedAt: '2026-01-16T07:00:00Z', value: 12 }];
  await write(ann, 'addSamples', { metric: 'STEPS', device: 'Watch', samples: steps }, 'accepted');
  const [nothing] = await api.lists(vic.app);
  expect(nothing).not.toHaveProperty('lastSyncAt');

  const from = new Date().toISOString();
  await write(ann, 'recordSleepDay', { day: '2026-01-16', sleepSeconds: 25_200 }, 'sleepDay { id }');
  const until = new Date().toISOString();
  const [{ lastSyncAt } = {}] = await api.lists(vic.app);
  expect(lastSyncAt).toSatisfy((at: string) => from <= at && at <= until);
  expect((await api.post(vic.app, '/custom', custom)).body).toMatchObject({ lastSyncAt });

  const writing = ['shares:write' as const];
  const { token } = await issueToken(
    gateway.orm.em.fork(),
    vic.id,
    { scopes: writing, lifetimeSeconds: 60 },
    new Date(),
  );
  const { status } = await api.post({ token }, '/custom', custom);
  expect(status).toBe(403);
});
