import { describe, expect, test } from 'vitest';
import { until } from '../../test/clients/live-client.ts';
import { person, requests, type TestPerson } from '../../test/gateway/people.ts';
import { write } from '../../test/gateway/records.ts';
import { onlyDashboard, revoke, share } from '../../test/gateway/sharing.ts';
import { useGateway } from '../../test/gateway/test-gateway.ts';
import { liveDoors, type Ear } from '../../test/live/doors.ts';
import { drinks, wholeLog } from '../../test/live/log.ts';
import { rawSocket } from '../../test/live/raw-socket.ts';

const gateway = useGateway({ REQUESTS_PER_MINUTE: '1000000' });

interface Told {
  kind: string;
  category: string | null;
  owner: { name: string };
}

const selection = 'kind category owner { name }';
const inShort = (told: readonly Told[]) => told.map(({ kind, category, owner }) => [owner.name, category ?? kind]);

/** Bob, and two who share with him; he follows, and has been told of nothing yet. */
async function trio() {
  const bob = await person(gateway, { name: 'Bob' });
  const [ann, carl] = [await person(gateway), await person(gateway, { name: 'Carl' })];
  const terms = { include: ['WATER', 'MEAL', 'NOTES'], notify: ['WATER', 'MEAL'] };
  const shares = { ann: await share(ann, bob, terms), carl: await share(carl, bob, terms) };
  const place = (await wholeLog(bob)).at(-1) ?? '';
  const socket = await rawSocket(gateway.url, bob.token);
  return { ann, bob, carl, shares, place, socket };
}

test('once the answer is there that a share is revoked, nothing of its owner is told in any process, by any door', async () => {
  const other = await gateway.another();
  const { ann, bob, carl, shares, place } = await trio();
  const ears: Ear[] = [];
  for (const url of [gateway.url, other])
    for (const [, { follow }] of liveDoors) ears.push(await follow(url, bob.token, place, selection));
  const annElsewhere = { ...ann, ...requests({ ...gateway, url: other }, ann.token) };
  await drinks(ann);
  await drinks(annElsewhere);
  await until(() => ears.every((ear) => ear.told().length === 2));
  await revoke(ann, shares.ann);
  await Promise.all([drinks(ann, 3), drinks(annElsewhere, 3)]);
  await drinks(carl);
  for (const { told } of ears) {
    await until(() => inShort(told()).at(-1)?.[0] === 'Carl');
    expect(inShort(told())).toEqual([
      ['Ann', 'WATER'],
      ['Ann', 'WATER'],
      ['Ann', 'SHARE_REVOKED'],
      ['Carl', 'WATER'],
    ]);
  }
});

test('what became of shares is told, but not that the viewer left one or blocks its owner', async () => {
  const { ann, bob, carl, shares, place, socket } = await trio();
  socket.follows('a', place, selection);
  await write(ann, 'updateShare', { id: shares.ann.id, include: ['MEAL'] }, 'share { id }');
  await drinks(ann);
  await write(bob, 'blockPerson', { personId: shares.carl.owner.id }, 'personId');
  await drinks(carl);
  await write(bob, 'leaveDashboard', { dashboardId: (await onlyDashboard(bob)).id }, '__typename');
  await drinks(ann);
  const dora = await person(gateway, { name: 'Dora' });
  await share(dora, bob);
  await until(() => inShort(socket.told('a')).at(-1)?.[0] === 'Dora');
  expect(inShort(socket.told('a'))).toEqual([
    ['Ann', 'SHARE_CHANGED'],
    ['Dora', 'SHARE_CREATED'],
  ]);
  socket.socket.close();
});

/** Many times the same long text, so that a client that reads nothing soon has the gateway waiting. */
const fat = `kind cursor record { __typename ... on Meal { ${Array.from({ length: 25 }, (_, index) => `n${index}: notes`).join(' ')} } }`;
const eats = async (who: TestPerson): Promise<string> => {
  const input = { occurredAt: '2026-01-16T08:00:00Z', name: 'Rice', notes: 'n'.repeat(19_000) };
  return (await write<{ meal: { id: string } }>(who, 'logMeal', input, 'meal { id }')).meal.id;
};

describe.each(liveDoors)('what waits for a client that is slow to read %s', (_door, { follow }) => {
  const meals = 40;

  /** Bob reads nothing while Ann eats; what the gateway could not send waits. */
  async function stalled() {
    const couple = await trio();
    const ear = await follow(gateway.url, couple.bob.token, couple.place, fat);
    await eats(couple.ann);
    await until(() => ear.told().length === 1);
    ear.stall();
    const ids: string[] = [];
    for (let meal = 0; meal < meals; meal += 1) ids.push(await eats(couple.ann));
    return { ...couple, ear, ids };
  }
  const kinds = (ear: Ear) => ear.told<Told>().map(({ kind }) => kind);

  test.each([
    ['the share ends', 'SHARE_REVOKED', (ann: TestPerson, id: string) => revoke(ann, { id })],
    [
      'the share opens less',
      'SHARE_CHANGED',
      (ann: TestPerson, id: string) => write(ann, 'updateShare', { id, include: ['WATER'] }, 'share { id }'),
    ],
    [
      'the share is for other dates',
      'SHARE_CHANGED',
      (ann: TestPerson, id: string) => write(ann, 'updateShare', { id, startDate: '2026-01-17' }, 'share { id }'),
    ],
  ])('is left out when meanwhile %s', async (_what, kind, changes) => {
    const { ann, carl, shares, ear } = await stalled();
    await changes(ann, shares.ann.id);
    await drinks(carl);
    ear.resume();
    await until(() => kinds(ear).filter((told) => told === 'LOGGED').length > 1 && kinds(ear).includes(kind));
    await until(() => ear.told<{ record: { __typename: string } | null }>().at(-1)?.record?.__typename === 'Water');
    const told = kinds(ear);
    // What was on its way cannot be called back.
    expect(told.length).toBeLessThan(meals);
    expect(told.slice(-2)).toEqual([kind, 'LOGGED']);
    expect(told.filter((each) => each === kind)).toHaveLength(1);
  });

  test('has no record any more when that is deleted, and is told all the same', async () => {
    const { ann, ids, ear } = await stalled();
    await write(ann, 'deleteMeal', { id: ids.at(-1) }, 'deletedId');
    ear.resume();
    await until(() => ear.told().length === 1 + meals);
    const told = ear.told<{ kind: string; record: object | null }>();
    expect(told.at(-1)).toMatchObject({ kind: 'LOGGED', record: null });
    expect(told.slice(0, -1).every(({ record }) => record !== null)).toBe(true);
  });
});
