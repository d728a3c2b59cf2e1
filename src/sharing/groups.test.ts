import { expect, test } from 'vitest';
import { person, type TestPerson } from '../../test/gateway/people.ts';
import { refused, write } from '../../test/gateway/records.ts';
import { dashboards, onlyDashboard, personId, revoke, share } from '../../test/gateway/sharing.ts';
import { useGateway } from '../../test/gateway/test-gateway.ts';

const gateway = useGateway();

interface SeenGroup {
  id: string;
  name: string;
  createdAt: string;
  updatedAt: string;
  dashboards: { edges: { cursor: string; node: { id: string } }[]; totalCount: number };
}

const fields = 'id name createdAt updatedAt dashboards { edges { node { id } } totalCount }';

const changes = async (who: TestPerson, mutation: string, input: object): Promise<SeenGroup> =>
  (await write<{ group: SeenGroup }>(who, mutation, input, `group { ${fields} }`)).group;

const create = (who: TestPerson, name = 'Family') => changes(who, 'createGroup', { name });

async function groups(who: TestPerson): Promise<SeenGroup[]> {
  return (await who.gets<{ viewer: { groups: SeenGroup[] } }>(`{ viewer { groups { ${fields} } } }`)).viewer.groups;
}

const idsIn = (group: SeenGroup | undefined) => group?.dashboards.edges.map(({ node }) => node.id);

/** Bob, and so many others who share with him; their dashboards with the newest first. */
async function viewerOf(count: number) {
  const bob = await person(gateway, { name: 'Bob' });
  const owners: TestPerson[] = [];
  for (let made = 0; made < count; made += 1) {
    const owner = await person(gateway, { name: `Owner${made}` });
    await share(owner, bob);
    owners.unshift(owner);
  }
  return { bob, owners, seen: await dashboards(bob) };
}

test('a group is made, renamed and deleted, and the oldest comes first', async () => {
  const { bob, seen } = await viewerOf(1);
  const [first, second] = [await create(bob, ' Family '), await create(bob, 'Family')];
  expect(first).toEqual({
    id: expect.stringMatching(/^grp_/),
    name: 'Family',
    createdAt: first.createdAt,
    updatedAt: first.createdAt,
    dashboards: { edges: [], totalCount: 0 },
  });
  const renamed = await changes(bob, 'renameGroup', { groupId: second.id, name: 'Friends' });
  expect(renamed).toMatchObject({ id: second.id, name: 'Friends', createdAt: second.createdAt });
  expect(await groups(bob)).toEqual([first, renamed]);
  await changes(bob, 'addToGroup', { groupId: first.id, dashboardId: seen[0]?.id });
  expect(await write(bob, 'deleteGroup', { groupId: first.id }, 'deletedId')).toEqual({ deletedId: first.id });
  expect(await groups(bob)).toEqual([renamed]);
  expect(await onlyDashboard(bob)).toMatchObject({ id: seen[0]?.id, groups: [] });
});

test('dashboards go into a group and out again, twice as well as once', async () => {
  const { bob, seen } = await viewerOf(3);
  const [family, friends] = [await create(bob), await create(bob, 'Friends')];
  const put = (group: SeenGroup, index: number) =>
    changes(bob, 'addToGroup', { groupId: group.id, dashboardId: seen[index]?.id });
  await put(family, 2);
  await put(family, 0);
  await put(friends, 0);
  expect(await put(family, 0)).toMatchObject({ dashboards: { totalCount: 2 } });
  expect((await groups(bob)).map(idsIn)).toEqual([[seen[0]?.id, seen[2]?.id], [seen[0]?.id]]);
  expect((await dashboards(bob)).map((one) => one.groups.map(({ name }) => name))).toEqual([
    ['Family', 'Friends'],
    [],
    ['Family'],
  ]);
  const inFamily = await dashboards(bob, `(groupId: "${family.id}")`);
  expect(inFamily.map(({ id }) => id)).toEqual([seen[0]?.id, seen[2]?.id]);
  const out = { groupId: family.id, dashboardId: seen[0]?.id };
  expect(idsIn(await changes(bob, 'removeFromGroup', out))).toEqual([seen[2]?.id]);
  const after = (await groups(bob))[0];
  expect(await changes(bob, 'removeFromGroup', out)).toEqual(after);
  expect((await groups(bob)).map(idsIn)).toEqual([[seen[2]?.id], [seen[0]?.id]]);
});

test('a group forgets whoever does not share any more, also when they share again', async () => {
  const { bob, owners, seen } = await viewerOf(2);
  const family = await create(bob);
  for (const { id } of seen) await changes(bob, 'addToGroup', { groupId: family.id, dashboardId: id });
  const [owner] = owners as [TestPerson];
  const { viewer } = await owner.gets<{ viewer: { sharesGiven: { edges: { node: { id: string } }[] } } }>(
    '{ viewer { sharesGiven { edges { node { id } } } } }',
  );
  await revoke(owner, viewer.sharesGiven.edges[0]?.node as { id: string });
  expect((await groups(bob)).map(idsIn)).toEqual([[seen[1]?.id]]);
  const gone = { groupId: family.id, dashboardId: seen[0]?.id };
  expect((await refused(bob, 'addToGroup', gone)).code).toBe('NOT_FOUND');
  expect((await refused(bob, 'removeFromGroup', gone)).code).toBe('NOT_FOUND');
  await share(owner, bob);
  expect((await groups(bob)).map(idsIn)).toEqual([[seen[1]?.id]]);
});

test('groups and dashboards of others are nothing, alone and together with one’s own', async () => {
  const { bob, seen } = await viewerOf(1);
  const { bob: eve, seen: others } = await viewerOf(1);
  const [own, foreign] = [await create(bob), await create(eve)];
  await changes(eve, 'addToGroup', { groupId: foreign.id, dashboardId: others[0]?.id });
  const before = await groups(eve);
  const attempts: [string, object][] = [
    ['renameGroup', { groupId: foreign.id, name: 'Mine' }],
    ['deleteGroup', { groupId: foreign.id }],
    ['addToGroup', { groupId: foreign.id, dashboardId: seen[0]?.id }],
    ['addToGroup', { groupId: foreign.id, dashboardId: others[0]?.id }],
    ['addToGroup', { groupId: own.id, dashboardId: others[0]?.id }],
    ['removeFromGroup', { groupId: foreign.id, dashboardId: others[0]?.id }],
    ['removeFromGroup', { groupId: own.id, dashboardId: others[0]?.id }],
    // Ids of another kind.
    ['addToGroup', { groupId: seen[0]?.id, dashboardId: own.id }],
    ['deleteGroup', { groupId: personId(bob) }],
    ['deleteGroup', { groupId: 'no id' }],
  ];
  for (const [mutation, input] of attempts)
    expect([mutation, input, (await refused(bob, mutation, input)).code]).toEqual([mutation, input, 'NOT_FOUND']);
  const { data, errors } = await bob.ask(`{ viewer { dashboards(groupId: "${foreign.id}") { totalCount } } }`);
  expect([data, errors?.[0]?.extensions.code]).toEqual([{ viewer: { dashboards: null } }, 'NOT_FOUND']);
  expect(await bob.gets(`{ node(id: "${foreign.id}") { id } }`)).toEqual({ node: null });
  expect(await groups(eve)).toEqual(before);
  expect((await groups(bob)).map(idsIn)).toEqual([[]]);
});

test('a name that cannot be is refused by its field, and changes nothing', async () => {
  const bob = await person(gateway);
  const group = await create(bob);
  for (const name of ['', '  ', 'x'.repeat(101), 'a\u0000b', '\ud800']) {
    const refusal = { code: 'BAD_USER_INPUT', fields: ['name'] };
    expect(await refused(bob, 'createGroup', { name })).toEqual(refusal);
    expect(await refused(bob, 'renameGroup', { groupId: group.id, name })).toEqual(refusal);
  }
  expect(await groups(bob)).toEqual([group]);
});

test('groups, and what is in them, take one statement for each level, however many there are', async () => {
  const { bob, seen } = await viewerOf(3);
  for (const index of [0, 1, 2, 3]) {
    const { id: groupId } = await create(bob, `Group ${index}`);
    for (const { id: dashboardId } of seen.slice(index)) await changes(bob, 'addToGroup', { groupId, dashboardId });
  }
  gateway.statements();
  const { viewer } = await bob.gets<{ viewer: { groups: SeenGroup[] } }>(`{ viewer { groups { name
    dashboards(first: 2) { edges { node { id customName owner { name image } groups { name } } } totalCount } } } }`);
  expect(viewer.groups.map(idsIn)).toEqual([0, 1, 2, 3].map((from) => seen.slice(from, from + 2).map(({ id }) => id)));
  expect(viewer.groups.map(({ dashboards: { totalCount } }) => totalCount)).toEqual([3, 2, 1, 0]);
  // The groups, their dashboards with the owners, and the groups of the dashboards.
  expect(gateway.statements()).toHaveLength(3);
});

test('the dashboards of a group come page by page, both ways, as those of the whole list', async () => {
  const { bob, seen } = await viewerOf(5);
  const { id } = await create(bob);
  const members = seen.filter((_, index) => index !== 2).map((one) => one.id);
  for (const dashboardId of members) await changes(bob, 'addToGroup', { groupId: id, dashboardId });
  type Paged = { edges: { node: { id: string } }[]; pageInfo: Record<'startCursor' | 'endCursor', string | null> };
  const ofGroup = async (args: string) => {
    const { node } = await bob.gets<{ node: { dashboards: Paged } }>(`{ node(id: "${id}") { ... on DashboardGroup {
      dashboards(${args}) { edges { node { id } } pageInfo { startCursor endCursor hasNextPage hasPreviousPage } } } } }`);
    return node.dashboards;
  };
  const ofList = async (args: string) => {
    const { viewer } = await bob.gets<{
      viewer: { dashboards: Paged };
    }>(`{ viewer { dashboards(groupId: "${id}", ${args}) {
      edges { node { id } } pageInfo { startCursor endCursor hasNextPage hasPreviousPage } } } }`);
    return viewer.dashboards;
  };
  for (const [size, cursor, start] of [
    ['first', 'after', 'endCursor'],
    ['last', 'before', 'startCursor'],
  ] as const) {
    const read: string[] = [];
    let at: string | null = null;
    for (let page = 0; page < 2; page += 1) {
      const args = `${size}: 2${at === null ? '' : `, ${cursor}: "${at}"`}`;
      const some = await ofGroup(args);
      expect(some).toEqual(await ofList(args));
      const ids = some.edges.map(({ node }) => node.id);
      if (size === 'first') read.push(...ids);
      else read.unshift(...ids);
      at = some.pageInfo[start];
    }
    expect(read).toEqual(members);
  }
  const { errors } = await bob.ask(
    `{ viewer { dashboards(first: 1, after: "${(await ofGroup('first: 1')).pageInfo.endCursor}") { totalCount } } }`,
  );
  expect(errors?.[0]?.extensions.fields).toEqual({ after: [expect.any(String)] });
});

test('groups are changed, deleted and left behind by dashboards at once without a failure', async () => {
  const { bob, owners, seen } = await viewerOf(3);
  for (let round = 0; round < 8; round += 1) {
    const { id: groupId } = await create(bob);
    const now = await dashboards(bob);
    const answers = await Promise.all([
      ...now.map(({ id: dashboardId }) => codeOf(bob, 'addToGroup', { groupId, dashboardId })),
      ...now.map(({ id: dashboardId }) => codeOf(bob, 'removeFromGroup', { groupId, dashboardId })),
      codeOf(bob, 'renameGroup', { groupId, name: 'Friends' }),
      codeOf(bob, round % 2 === 0 ? 'deleteGroup' : 'renameGroup', { groupId, ...(round % 2 && { name: 'Again' }) }),
      codeOf(bob, 'leaveDashboard', { dashboardId: now[round % seen.length]?.id }),
    ]);
    expect(answers.filter((code) => code !== undefined && code !== 'NOT_FOUND')).toEqual([]);
    for (const owner of owners) await share(owner, bob);
  }
});

const codeOf = async (who: TestPerson, mutation: string, input: object) => (await refused(who, mutation, input)).code;
