import { describe, expect, test } from 'vitest';
import { dambel, documentedDefaults, exampleRequest, type Invalid } from '../../../test/dialects/dambel.ts';
import type { TestPerson } from '../../../test/gateway/people.ts';
import { write } from '../../../test/gateway/records.ts';
import { useGateway } from '../../../test/gateway/test-gateway.ts';
import { typeId } from '../../platform/ids.ts';
import { notifiableCategories } from '../../sharing/categories.ts';

const gateway = useGateway();
const api = dambel(gateway);

interface SharedElsewhere {
  id: string;
  number: number;
  include: string[];
}

/** Shares in GraphQL. */
async function sharesElsewhere(who: TestPerson, input: object): Promise<SharedElsewhere> {
  const selection = 'share { id number include }';
  return (await write<{ share: SharedElsewhere }>(who, 'createShare', input, selection)).share;
}

/** The shares of one side, as GraphQL has them. */
async function listsElsewhere<Node = SharedElsewhere>(
  who: TestPerson,
  side: 'sharesGiven' | 'sharesReceived',
  selection = 'id number include',
): Promise<Node[]> {
  const { viewer } = await who.gets<{ viewer: Record<string, { edges: { node: Node }[] }> }>(
    `{ viewer { ${side} { edges { node { ${selection} } } } } }`,
  );
  return viewer[side]?.edges.map(({ node }) => node) ?? [];
}

const noneBut = (tracker: string) =>
  Object.fromEntries(Object.keys(documentedDefaults).map((flag) => [flag, flag === `include_${tracker}`]));

describe('GraphQL and this API have the same shares:', () => {
  test('what is made here is among those that its owner gives and its viewer gets', async () => {
    const { ann, bob } = await api.couple();
    const share = await api.shares(ann, { ...exampleRequest, viewer_user_id: bob.number, notify_sleep: true });
    const there = {
      number: share.id,
      owner: { id: typeId('Person', ann.id), name: 'Ann' },
      viewer: { id: typeId('Person', bob.id), name: 'Bob' },
      startDate: '2024-01-01',
      endDate: '2024-01-31',
      include: ['WAKEUP', 'WATER', 'SLEEP', 'MEAL', 'WORKOUT'],
      notify: ['SLEEP'],
      description: 'January fitness tracking data',
    };
    const selection = 'number owner { id name } viewer { id name } startDate endDate include notify description';
    expect(await listsElsewhere(ann, 'sharesGiven', selection)).toEqual([there]);
    expect(await listsElsewhere(bob, 'sharesReceived', selection)).toEqual([there]);
    expect(await listsElsewhere(bob, 'sharesGiven')).toEqual([]);
  });

  test('what is made there is here, for both sides', async () => {
    const { ann, bob } = await api.couple();
    const { number } = await sharesElsewhere(ann, {
      viewerId: typeId('Person', bob.id),
      startDate: '2026-03-01',
      include: ['SLEEP'],
      notify: ['SLEEP', 'MEAL'],
      description: 'From there',
    });
    const { id, ...share } = await api.reads(ann, number);
    expect([id, share]).toEqual([
      number,
      {
        ...noneBut('sleep'),
        notify_sleep: true,
        notify_meal: true,
        user_id: ann.number,
        user: { id: ann.number, name: 'Ann' },
        viewer_user_id: bob.number,
        viewer_user: { id: bob.number, name: 'Bob' },
        start_date: '2026-03-01',
        end_date: null,
        description: 'From there',
        created_at: expect.any(String),
        updated_at: expect.any(String),
      },
    ]);
    expect((await api.lists(bob)).data).toEqual([{ id, ...share }]);
  });

  test('what is changed on one side is changed on the other', async () => {
    const { ann, bob } = await api.couple();
    const { id, number } = await sharesElsewhere(ann, { viewerNumber: bob.number });
    await api.changes(ann, number, { include_meal: false });
    const [{ include } = { include: [] }] = await listsElsewhere(bob, 'sharesReceived');
    expect(include).toEqual(notifiableCategories.filter((category) => category !== 'MEAL'));
    await write(bob, 'updateShare', { id, notify: ['WATER'] }, 'share { id }');
    expect(await api.reads(ann, number)).toMatchObject({ include_meal: false, notify_water: true });
  });

  test('what is ended on one side is gone on the other', async () => {
    const { ann, bob } = await api.couple();
    const [first, second] = [
      await sharesElsewhere(ann, { viewerNumber: bob.number }),
      await sharesElsewhere(ann, { viewerNumber: bob.number }),
    ];
    await write(ann, 'revokeShare', { id: first.id }, 'share { id }');
    expect((await api.get(bob, `/shares/${first.number}`)).status).toBe(404);
    expect(await api.lists(bob)).toMatchObject({ data: [{ id: second.number }], total: 1 });
    await api.delete(bob, `/shares/${second.number}`);
    expect(await listsElsewhere(ann, 'sharesGiven')).toEqual([]);
  });
});

test('what is shared by name elsewhere is not told here, and a PUT keeps it', async () => {
  const { ann, bob } = await api.couple();
  const byName = ['HEART_RATE', 'STEPS', 'LOCATION', 'NOTES'];
  const { number } = await sharesElsewhere(ann, { viewerNumber: bob.number, include: ['SLEEP', ...byName] });
  const share = await api.reads(bob, number);
  expect(share).toMatchObject(noneBut('sleep'));

  const changed = async (change: object) => {
    await api.changes(ann, number, change);
    return (await listsElsewhere(bob, 'sharesReceived'))[0]?.include;
  };
  expect(await changed({ include_meal: true, include_sleep: false })).toEqual(['MEAL', ...byName]);
  expect(await changed({ ...share, ...documentedDefaults })).toEqual([...notifiableCategories, ...byName]);
  expect(await changed(noneBut('nothing'))).toEqual(byName);
  expect(await changed({ description: 'x' })).toEqual(byName);
});

test('a share of one day, made elsewhere, is read here and stays when it is sent back', async () => {
  const { ann, bob } = await api.couple();
  const day = '2026-03-01';
  const { number } = await sharesElsewhere(ann, { viewerNumber: bob.number, startDate: day, endDate: day });
  const share = await api.reads(ann, number);
  expect(share).toMatchObject({ start_date: day, end_date: day });
  expect(await api.changes(ann, number, { ...share, description: 'A day' })).toMatchObject({ end_date: day });
  const { status, body } = await api.put<Invalid>(ann, `/shares/${number}`, { start_date: '2026-03-02' });
  expect([status, Object.keys(body.errors)]).toEqual([422, ['end_date']]);
});

test('someone who has blocked the owner is answered as nobody is', async () => {
  const { ann, bob } = await api.couple();
  await api.shares(ann, { viewer_user_id: bob.number });
  await write(bob, 'blockPerson', { personId: typeId('Person', ann.id) }, '__typename');
  expect((await api.lists(ann)).total).toBe(0);
  const outcome = async (viewer: number) => {
    gateway.statements();
    const { status, body } = await api.post(ann, '/shares', { viewer_user_id: viewer });
    return { status, body, statements: gateway.statements() };
  };
  const blocked = await outcome(bob.number);
  expect(blocked).toEqual(await outcome(5));
  expect(blocked.status).toBe(422);
});
