import { expect, test } from 'vitest';
import { person, type TestPerson } from '../../test/gateway/people.ts';
import { refused, write } from '../../test/gateway/records.ts';
import { personId, revoke, share, shareFields, shares, type SeenShare } from '../../test/gateway/sharing.ts';
import { useGateway } from '../../test/gateway/test-gateway.ts';
import { typeId } from '../platform/ids.ts';
import { categories, notifiableCategories } from './categories.ts';

const gateway = useGateway();

const named = (name: string): Promise<TestPerson> => person(gateway, { name });
const two = async (): Promise<[TestPerson, TestPerson]> => [await named('Ann'), await named('Bob')];
const three = async (name = 'Carl'): Promise<[TestPerson, TestPerson, TestPerson]> => [
  ...(await two()),
  await named(name),
];

const change = async (who: TestPerson, id: string, input: object): Promise<SeenShare> =>
  (await write<{ share: SeenShare }>(who, 'updateShare', { id, ...input }, `share { ${shareFields} }`)).share;

test('a share opens what needs no naming, at all dates, and tells of nothing, unless it says otherwise', async () => {
  const [ann, bob] = await two();
  const made = await share(ann, bob);
  expect(made).toEqual({
    id: expect.stringMatching(/^shr_/),
    number: expect.any(Number),
    owner: { id: personId(ann), name: 'Ann' },
    viewer: { id: personId(bob), name: 'Bob' },
    startDate: null,
    endDate: null,
    include: [...notifiableCategories],
    notify: [],
    description: null,
    createdAt: expect.any(String),
    updatedAt: made.createdAt,
    endedAt: null,
    endedBy: null,
  });
  expect(made.number).toBeGreaterThanOrEqual(1_000_000);
});

test('what a share says stays as it is said, each category once and in the order of their table', async () => {
  const [ann, bob] = await two();
  const terms = {
    startDate: '2026-01-31',
    endDate: '2026-01-31',
    include: ['NOTES', 'SLEEP', 'HEART_RATE', 'SLEEP'],
    notify: ['WORKOUT', 'SLEEP'],
    description: 'For the physio',
  };
  const stored = { ...terms, include: ['SLEEP', 'HEART_RATE', 'NOTES'], notify: ['SLEEP', 'WORKOUT'] };
  expect(await share(ann, bob, terms)).toMatchObject(stored);
  expect(await shares(ann, 'sharesGiven')).toEqual([expect.objectContaining(stored)]);
  expect(await shares(bob, 'sharesReceived')).toEqual([expect.objectContaining(stored)]);
  expect((await share(ann, bob, { include: categories })).include).toEqual([...categories]);
  expect((await share(ann, bob, { include: [] })).include).toEqual([]);
});

test('a viewer is named by the id of a person or of a user, or by their number', async () => {
  const [ann, bob] = await two();
  for (const viewer of [
    { viewerId: typeId('Person', bob.id) },
    { viewerId: typeId('User', bob.id) },
    { viewerId: null, viewerNumber: bob.number },
  ]) {
    const { share: made, invitation } = await write<{ share: SeenShare; invitation: unknown }>(
      ann,
      'createShare',
      viewer,
      'share { viewer { id } } invitation { id }',
    );
    expect([made.viewer.id, invitation]).toEqual([personId(bob), null]);
  }
});

test('shares of the same two add up, on both sides, the newest first', async () => {
  const [ann, bob] = await two();
  const [first, second] = [await share(ann, bob), await share(ann, bob, { include: ['NOTES'] })];
  const back = await share(bob, ann);
  expect((await shares(ann, 'sharesGiven')).map(({ id }) => id)).toEqual([second.id, first.id]);
  expect((await shares(bob, 'sharesReceived')).map(({ id }) => id)).toEqual([second.id, first.id]);
  expect((await shares(ann, 'sharesReceived')).map(({ id }) => id)).toEqual([back.id]);
});

test('a list of shares can be of one person, and of those that have ended', async () => {
  const [ann, bob, carl] = await three();
  const [toBob, toCarl, ended] = [await share(ann, bob), await share(ann, carl), await share(ann, carl)];
  await revoke(ann, ended);
  const ids = async (args: string) => (await shares(ann, 'sharesGiven', args)).map(({ id }) => id);
  expect(await ids('')).toEqual([toCarl.id, toBob.id]);
  expect(await ids('(ended: null)')).toEqual([toCarl.id, toBob.id]);
  expect(await ids('(ended: true)')).toEqual([ended.id]);
  expect(await ids(`(personId: "${personId(carl)}")`)).toEqual([toCarl.id]);
  expect(await ids(`(personId: "${personId(ann)}")`)).toEqual([]);
  const unknown = await person(gateway);
  expect(await ids(`(personId: "${personId(unknown)}", ended: true)`)).toEqual([]);
});

test('the owner changes what is shared, and what is absent stays', async () => {
  const [ann, bob] = await two();
  const { id, updatedAt } = await share(ann, bob, { startDate: '2026-01-01', notify: ['SLEEP'], description: 'Old' });
  const changed = await change(ann, id, { include: ['STEPS', 'SLEEP'], endDate: '2026-02-01' });
  expect(changed).toMatchObject({
    startDate: '2026-01-01',
    endDate: '2026-02-01',
    include: ['SLEEP', 'STEPS'],
    notify: ['SLEEP'],
    description: 'Old',
  });
  expect(changed.updatedAt > updatedAt).toBe(true);
  expect(await change(ann, id, { startDate: null, endDate: null, description: null, include: [] })).toMatchObject({
    startDate: null,
    endDate: null,
    include: [],
    notify: ['SLEEP'],
    description: null,
  });
});

test('the viewer changes what they are told of', async () => {
  const [ann, bob] = await two();
  const { id } = await share(ann, bob);
  // Not included, so without effect; yet it may be wished for.
  expect(await change(bob, id, { notify: ['MEAL', 'SLEEP'] })).toMatchObject({ notify: ['SLEEP', 'MEAL'] });
  expect(await change(bob, id, { notify: [] })).toMatchObject({ notify: [] });
});

test('neither side changes what the other decides, but may send it again as it is', async () => {
  const [ann, bob] = await two();
  const made = await share(ann, bob, { startDate: '2026-01-01', notify: ['SLEEP'], include: ['SLEEP', 'NOTES'] });
  const { id, startDate, endDate, include, notify, description } = made;
  const theirs: [TestPerson, object][] = [
    [ann, { notify: [] }],
    [ann, { notify: ['SLEEP', 'MEAL'], description: 'New' }],
    [bob, { startDate: null }],
    [bob, { endDate: '2026-05-01' }],
    [bob, { include: ['SLEEP'] }],
    [bob, { description: '' }],
    [bob, { notify: [], include: [...categories] }],
  ];
  for (const [who, input] of theirs)
    expect(await refused(who, 'updateShare', { id, ...input })).toEqual({ code: 'FORBIDDEN', fields: [] });
  expect(await shares(ann, 'sharesGiven')).toEqual([made]);
  const all = { startDate, endDate, include: include.toReversed(), notify, description };
  expect(await change(ann, id, all)).toEqual(made);
  expect(await change(bob, id, all)).toEqual(made);
  expect(await change(bob, id, { ...all, notify: ['MEAL'] })).toMatchObject({ include, notify: ['MEAL'] });
});

test('a change may not turn the dates around, whichever of them it names', async () => {
  const [ann, bob] = await two();
  const { id } = await share(ann, bob, { startDate: '2026-01-10', endDate: '2026-01-20' });
  const refusal = (field: string) => ({ code: 'BAD_USER_INPUT', fields: [field] });
  expect(await refused(ann, 'updateShare', { id, startDate: '2026-01-21' })).toEqual(refusal('startDate'));
  expect(await refused(ann, 'updateShare', { id, endDate: '2026-01-09' })).toEqual(refusal('endDate'));
  expect(await refused(ann, 'updateShare', { id, startDate: '2026-03-02', endDate: '2026-03-01' })).toEqual(
    refusal('endDate'),
  );
  expect(await change(ann, id, { startDate: '2026-01-20' })).toMatchObject({ endDate: '2026-01-20' });
  expect(await change(ann, id, { startDate: '2027-01-01', endDate: null })).toMatchObject({ endDate: null });
});

test('the owner revokes a share, and to do it again changes nothing', async () => {
  const [ann, bob] = await two();
  const made = await share(ann, bob);
  const ended = await revoke(ann, made);
  expect(ended).toMatchObject({ id: made.id, endedBy: 'OWNER', endedAt: ended.updatedAt });
  expect(await revoke(ann, made)).toEqual(ended);
  expect([await shares(ann, 'sharesGiven'), await shares(bob, 'sharesReceived')]).toEqual([[], []]);
  expect(await shares(bob, 'sharesReceived', '(ended: true)')).toEqual([ended]);
});

test('a share that has ended cannot be changed by either side', async () => {
  const [ann, bob] = await two();
  const { id } = await revoke(ann, await share(ann, bob));
  for (const who of [ann, bob]) expect((await refused(who, 'updateShare', { id, notify: [] })).code).toBe('NOT_FOUND');
});

test('a share is nothing to those whom it is not between, and its viewer cannot revoke it', async () => {
  const [ann, bob, eve] = await three('Eve');
  const { id } = await share(ann, bob);
  expect((await refused(bob, 'revokeShare', { id })).code).toBe('NOT_FOUND');
  for (const [mutation, input] of [
    ['updateShare', { description: 'Mine' }],
    ['updateShare', {}],
    ['revokeShare', {}],
  ] as const)
    expect((await refused(eve, mutation, { id, ...input })).code).toBe('NOT_FOUND');
  expect(await gets(eve, id)).toBeNull();
  expect(await gets(ann, id)).toMatchObject({ id });
  expect(await gets(bob, id)).toMatchObject({ id });
});

const gets = async (who: TestPerson, id: string): Promise<SeenShare | null> => {
  const { node } = await who.gets<{ node: SeenShare | null }>(
    `{ node(id: "${id}") { id ... on Share { owner { id } } } }`,
  );
  return node;
};

test('nobody sees who else is shared with', async () => {
  const [ann, bob, carl] = await three();
  await share(ann, bob);
  const toCarl = await share(ann, carl);
  await revoke(ann, await share(ann, carl));
  for (const args of ['', '(ended: true)', `(personId: "${personId(carl)}")`])
    for (const side of ['sharesGiven', 'sharesReceived'] as const)
      expect(JSON.stringify(await shares(bob, side, args))).not.toContain(personId(carl));
  expect(await gets(bob, toCarl.id)).toBeNull();
  const { node } = await bob.gets<{ node: object | null }>(`{ node(id: "${personId(carl)}") { id } }`);
  expect(node).toBeNull();
});

test('one finds again, by id, the people one shares with or shared with, and nobody else', async () => {
  const [ann, bob, carl] = await three();
  await revoke(ann, await share(ann, bob));
  const seen = async (who: TestPerson) =>
    (
      await who.gets<{ nodes: ({ name: string } | null)[] }, object>(
        'query ($ids: [ID!]!) { nodes(ids: $ids) { ... on Person { name } } }',
        { ids: [ann, bob, carl].map(personId) },
      )
    ).nodes.map((node) => node?.name ?? null);
  expect(await seen(ann)).toEqual(['Ann', 'Bob', null]);
  expect(await seen(bob)).toEqual(['Ann', 'Bob', null]);
  expect(await seen(carl)).toEqual([null, null, 'Carl']);
});

test('what a mutation answers with is the id alone to a token that may not read shares', async () => {
  const [ann, bob] = [await person(gateway, { scopes: ['shares:write'] }), await person(gateway)];
  const query =
    'mutation ($input: CreateShareInput!) { createShare(input: $input) { share { id include } invitation { id email } } }';
  const shared = await ann.ask(query, { input: { viewerId: personId(bob) } });
  expect(shared.data).toEqual({ createShare: { share: null, invitation: null } });
  expect(shared.errors?.map(({ message }) => message)).toEqual(['This needs a token with the scope shares:read.']);
  const onlyId =
    'mutation ($input: CreateShareInput!) { createShare(input: $input) { share { id } invitation { id } } }';
  expect(await ann.ask(onlyId, { input: { viewerEmail: bob.email } })).toEqual({
    data: { createShare: { share: null, invitation: { id: expect.stringMatching(/^inv_/) } } },
  });
});
