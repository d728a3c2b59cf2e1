import { expect, test } from 'vitest';
import { person, type TestPerson } from '../../test/gateway/people.ts';
import { refused, write } from '../../test/gateway/records.ts';
import { dashboards, invite, personId, share, shares } from '../../test/gateway/sharing.ts';
import { useGateway } from '../../test/gateway/test-gateway.ts';
import { newId, typeId } from '../platform/ids.ts';

const gateway = useGateway();

const two = async (): Promise<[TestPerson, TestPerson]> => [
  await person(gateway, { name: 'Ann' }),
  await person(gateway, { name: 'Bob' }),
];

const block = (who: TestPerson, whom: TestPerson) =>
  write(who, 'blockPerson', { personId: personId(whom) }, 'personId');
const unblock = (who: TestPerson, whom: TestPerson) =>
  write(who, 'unblockPerson', { personId: personId(whom) }, 'personId');

async function blocked(who: TestPerson): Promise<(string | null)[]> {
  const { viewer } = await who.gets<{ viewer: { blockedPeople: { id: string; name: string | null }[] } }>(
    '{ viewer { blockedPeople { id name } } }',
  );
  return viewer.blockedPeople.map(({ name }) => name);
}

const received = async (who: TestPerson): Promise<string[]> => {
  const { viewer } = await who.gets<{ viewer: { invitations: { id: string }[] } }>('{ viewer { invitations { id } } }');
  return viewer.invitations.map(({ id }) => id);
};

test('to block someone ends what they share with one, and nothing else', async () => {
  const [ann, bob] = await two();
  const carl = await person(gateway, { name: 'Carl' });
  await share(ann, bob);
  await share(ann, bob, { include: ['NOTES'] });
  await share(carl, bob);
  await share(ann, carl);
  await share(bob, ann);
  expect(await block(bob, ann)).toEqual({ personId: personId(ann) });
  expect(await blocked(bob)).toEqual(['Ann']);
  expect((await dashboards(bob)).map(({ customName }) => customName)).toEqual(['Carl']);
  expect((await shares(bob, 'sharesReceived')).map(({ owner }) => owner.name)).toEqual(['Carl']);
  expect((await shares(ann, 'sharesGiven')).map(({ viewer }) => viewer.name)).toEqual(['Carl']);
  expect((await shares(ann, 'sharesGiven', '(ended: true)')).map(({ endedBy }) => endedBy)).toEqual([
    'VIEWER',
    'VIEWER',
  ]);
  expect(await dashboards(ann)).toHaveLength(1);
});

test('who has blocked someone is as unknown to them as who does not exist: in the answer and in what the database is asked', async () => {
  const [ann, bob] = await two();
  await block(bob, ann);
  const ask = async (input: object) => {
    gateway.statements();
    const answer = await ann.ask(
      'mutation ($input: CreateShareInput!) { createShare(input: $input) { share { id } } }',
      {
        input,
      },
    );
    return { answer, statements: gateway.statements() };
  };
  const [byId, byUserId, byNumber] = [
    { viewerId: personId(bob) },
    { viewerId: typeId('User', bob.id) },
    { viewerNumber: bob.number },
  ];
  const unknown = await ask({ viewerId: typeId('Person', newId()) });
  expect(unknown.answer.errors?.[0]?.extensions).toEqual({
    code: 'BAD_USER_INPUT',
    fields: { viewerId: ['names nobody you can share with'] },
  });
  expect(await ask(byId)).toEqual(unknown);
  expect(await ask(byUserId)).toEqual(unknown);
  const unknownNumber = await ask({ viewerNumber: 999_999 });
  expect(unknownNumber.answer.errors?.[0]?.extensions.fields).toEqual({
    viewerNumber: ['names nobody you can share with'],
  });
  expect(await ask(byNumber)).toEqual(unknownNumber);
  expect(await dashboards(bob)).toEqual([]);
  // What is no id of a person names nobody either.
  for (const viewerId of ['no id', typeId('Share', bob.id), '', bob.id])
    expect((await ask({ viewerId })).answer).toEqual(unknown.answer);
});

test('invitations of someone blocked are hidden, older and newer ones, until they are unblocked', async () => {
  const [ann, bob] = await two();
  const before = await invite(ann, bob.email);
  await block(bob, ann);
  const after = await invite(ann, bob.email);
  expect(await received(bob)).toEqual([]);
  for (const { id } of [before, after]) {
    for (const mutation of ['acceptInvitation', 'declineInvitation'])
      expect((await refused(bob, mutation, { id })).code).toBe('NOT_FOUND');
    expect(await bob.gets(`{ node(id: "${id}") { id } }`)).toEqual({ node: null });
  }
  await unblock(bob, ann);
  expect(await received(bob)).toEqual([after.id, before.id]);
});

test('to unblock someone lets them share again, and what has ended stays so', async () => {
  const [ann, bob] = await two();
  await share(ann, bob);
  await block(bob, ann);
  expect(await unblock(bob, ann)).toEqual({ personId: personId(ann) });
  expect([await blocked(bob), await dashboards(bob)]).toEqual([[], []]);
  const again = await share(ann, bob);
  expect((await shares(bob, 'sharesReceived')).map(({ id }) => id)).toEqual([again.id]);
});

test('to block or unblock twice is as good as once, and the newest come first', async () => {
  const [ann, bob] = await two();
  const carl = await person(gateway, { name: 'Carl' });
  for (const whom of [ann, carl, ann]) await block(bob, whom);
  expect(await blocked(bob)).toEqual(['Carl', 'Ann']);
  for (const whom of [ann, ann, carl]) await unblock(bob, whom);
  expect(await blocked(bob)).toEqual([]);
});

test('one blocks neither oneself nor who does not exist', async () => {
  const [ann, bob] = await two();
  expect(await refused(bob, 'blockPerson', { personId: personId(bob) })).toEqual({
    code: 'BAD_USER_INPUT',
    fields: ['personId'],
  });
  for (const id of [typeId('Person', newId()), 'no id', typeId('Share', ann.id)])
    expect((await refused(bob, 'blockPerson', { personId: id })).code).toBe('NOT_FOUND');
  expect(await blocked(bob)).toEqual([]);
});

test('who blocks does not see less of what they share themself', async () => {
  const [ann, bob] = await two();
  await block(bob, ann);
  await share(bob, ann);
  expect((await dashboards(ann)).map(({ customName }) => customName)).toEqual(['Bob']);
});
