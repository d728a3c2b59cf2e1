import { expect, test } from 'vitest';
import { person, type TestPerson } from '../../test/gateway/people.ts';
import { refused, write } from '../../test/gateway/records.ts';
import {
  dashboards,
  invitationFields,
  invite,
  personId,
  shareFields,
  shares,
  type SeenInvitation,
  type SeenShare,
} from '../../test/gateway/sharing.ts';
import { useGateway } from '../../test/gateway/test-gateway.ts';
import { notifiableCategories } from './categories.ts';
import { parseTypeId } from '../platform/ids.ts';

const gateway = useGateway();

const two = async (): Promise<[TestPerson, TestPerson]> => [
  await person(gateway, { name: 'Ann' }),
  await person(gateway, { name: 'Bob' }),
];

async function invitations(who: TestPerson, field: 'invitations' | 'sentInvitations'): Promise<SeenInvitation[]> {
  const { viewer } = await who.gets<{ viewer: Record<string, SeenInvitation[]> }>(
    `{ viewer { ${field} { ${invitationFields} } } }`,
  );
  return viewer[field] ?? [];
}

const received = (who: TestPerson) => invitations(who, 'invitations');
const sent = (who: TestPerson) => invitations(who, 'sentInvitations');

const accept = async (who: TestPerson, { id }: { id: string }): Promise<SeenShare> =>
  (await write<{ share: SeenShare }>(who, 'acceptInvitation', { id }, `share { ${shareFields} } deletedId`)).share;

const expire = ({ id }: { id: string }) =>
  gateway.orm.em
    .fork()
    .execute(`update share_invitations set expires_at = now() - interval '1 second' where id = ?`, [
      parseTypeId(id)?.id,
    ]);

test('an e-mail address makes an invitation for 30 days, and no share', async () => {
  const [ann, bob] = await two();
  const invitation = await invite(ann, bob.email);
  expect(invitation).toEqual({
    id: expect.stringMatching(/^inv_/),
    owner: { id: personId(ann), name: 'Ann' },
    email: bob.email,
    startDate: null,
    endDate: null,
    include: [...notifiableCategories],
    notify: [],
    description: null,
    createdAt: expect.any(String),
    expiresAt: expect.any(String),
  });
  expect(Date.parse(invitation.expiresAt) - Date.parse(invitation.createdAt)).toBe(30 * 86_400_000);
  expect(await sent(ann)).toEqual([invitation]);
  expect(await received(bob)).toEqual([{ ...invitation, email: null }]);
  expect([await shares(ann, 'sharesGiven'), await dashboards(bob)]).toEqual([[], []]);
  expect([await received(ann), await sent(bob)]).toEqual([[], []]);
});

test('neither the answer nor what the database is asked tells whether an address has an account', async () => {
  const [ann, bob] = await two();
  const blocker = await person(gateway, { name: 'Carl' });
  await write(blocker, 'blockPerson', { personId: personId(ann) }, 'personId');
  const asked: { statements: string[]; answer: object }[] = [];
  for (const email of [
    bob.email,
    bob.email.toUpperCase(),
    'nobody@test.example',
    'Nobody@Else.example',
    blocker.email,
    `x${bob.email}`,
  ]) {
    gateway.statements();
    const invitation = await invite(ann, email);
    expect(invitation.email).toBe(email);
    const { id: _id, createdAt: _created, expiresAt: _expires, email: _email, ...answer } = invitation;
    asked.push({ statements: gateway.statements(), answer });
  }
  expect(asked[0]?.statements.length).toBeGreaterThan(3);
  for (const one of asked) expect(one).toEqual(asked[0]);
});

test('whoever has the address accepts, in whatever case it was written, and the share is as it was offered', async () => {
  const [ann, bob] = await two();
  const terms = {
    startDate: '2026-01-01',
    endDate: '2026-02-01',
    include: ['SLEEP', 'NOTES'],
    notify: ['SLEEP'],
    description: 'For you',
  };
  const invitation = await invite(ann, bob.email.toUpperCase(), terms);
  expect(await received(bob)).toEqual([expect.objectContaining(terms)]);
  const made = await accept(bob, invitation);
  expect(made).toMatchObject({
    ...terms,
    owner: { id: personId(ann), name: 'Ann' },
    viewer: { id: personId(bob), name: 'Bob' },
    endedAt: null,
  });
  expect(await shares(ann, 'sharesGiven')).toEqual([made]);
  expect(await dashboards(bob)).toMatchObject([{ owner: { id: personId(ann) }, sharedSince: made.createdAt }]);
  expect([await sent(ann), await received(bob)]).toEqual([[], []]);
  expect((await refused(bob, 'acceptInvitation', { id: invitation.id })).code).toBe('NOT_FOUND');
});

test('whoever signs up later with the address finds the invitation', async () => {
  const ann = await person(gateway, { name: 'Ann' });
  const { email } = await person(gateway, { name: 'Probe' });
  // The next person's address, as the test's people are numbered.
  const number = Number(/\.(\d+)@/.exec(email)?.[1]) + 1;
  const invitation = await invite(ann, `later.${number}@TEST.example`);
  const later = await person(gateway, { name: 'Later' });
  expect((await received(later)).map(({ id }) => id)).toEqual([invitation.id]);
});

test('of two who accept at once one makes the share, and there is one', async () => {
  const [ann, bob] = await two();
  for (let round = 0; round < 5; round += 1) {
    const { id } = await invite(ann, bob.email);
    const codes = await Promise.all(
      Array.from({ length: 4 }, async () => (await refused(bob, 'acceptInvitation', { id })).code),
    );
    expect(codes.filter((code) => code === undefined)).toHaveLength(1);
    expect(codes.filter((code) => code === 'NOT_FOUND')).toHaveLength(3);
    expect(await shares(ann, 'sharesGiven')).toHaveLength(round + 1);
  }
});

test('what is accepted, declined and withdrawn at once ends in one way', async () => {
  const [ann, bob] = await two();
  let made = 0;
  for (let round = 0; round < 8; round += 1) {
    const { id } = await invite(ann, bob.email);
    const [accepted, declined, withdrawn] = await Promise.all([
      refused(bob, 'acceptInvitation', { id }),
      refused(bob, 'declineInvitation', { id }),
      refused(ann, 'withdrawInvitation', { id }),
    ]);
    const outcome = [accepted, declined, withdrawn].map(({ code }) => code ?? 'DONE').join();
    // What was declined is still its sender's to take back.
    expect(['DONE,NOT_FOUND,NOT_FOUND', 'NOT_FOUND,DONE,DONE', 'NOT_FOUND,NOT_FOUND,DONE']).toContain(outcome);
    made += outcome.startsWith('DONE') ? 1 : 0;
    expect(await shares(ann, 'sharesGiven')).toHaveLength(made);
    expect(await received(bob)).toEqual([]);
    expect(await sent(ann)).toEqual([]);
  }
});

test('a declined invitation is gone for the invited, and the same as before for its sender', async () => {
  const [ann, bob] = await two();
  const invitation = await invite(ann, bob.email);
  const answer = await write(bob, 'declineInvitation', { id: invitation.id }, 'deletedId');
  expect(answer).toEqual({ deletedId: invitation.id });
  expect([await received(bob), await sent(ann)]).toEqual([[], [invitation]]);
  for (const mutation of ['acceptInvitation', 'declineInvitation'])
    expect((await refused(bob, mutation, { id: invitation.id })).code).toBe('NOT_FOUND');
  expect(await node(bob, invitation)).toBeNull();
  expect(await node(ann, invitation)).toEqual(invitation);
  expect(await shares(ann, 'sharesGiven')).toEqual([]);
});

test('a withdrawn invitation is gone', async () => {
  const [ann, bob] = await two();
  const { id } = await invite(ann, bob.email);
  expect((await refused(bob, 'withdrawInvitation', { id })).code).toBe('NOT_FOUND');
  expect(await write(ann, 'withdrawInvitation', { id }, 'deletedId')).toEqual({ deletedId: id });
  expect([await received(bob), await sent(ann)]).toEqual([[], []]);
  for (const [who, mutation] of [
    [bob, 'acceptInvitation'],
    [bob, 'declineInvitation'],
    [ann, 'withdrawInvitation'],
  ] as const)
    expect((await refused(who, mutation, { id })).code).toBe('NOT_FOUND');
});

test('an invitation that has expired is nothing any more', async () => {
  const [ann, bob] = await two();
  const invitation = await invite(ann, bob.email);
  await expire(invitation);
  expect([await received(bob), await sent(ann)]).toEqual([[], []]);
  expect([await node(bob, invitation), await node(ann, invitation)]).toEqual([null, null]);
  for (const mutation of ['acceptInvitation', 'declineInvitation'])
    expect((await refused(bob, mutation, { id: invitation.id })).code).toBe('NOT_FOUND');
  expect(await shares(ann, 'sharesGiven')).toEqual([]);
});

test('an invitation is nothing to those whose address it has not', async () => {
  const [ann, bob] = await two();
  const eve = await person(gateway, { name: 'Eve' });
  const invitation = await invite(ann, bob.email);
  expect(await received(eve)).toEqual([]);
  expect(await node(eve, invitation)).toBeNull();
  // Nor can its sender accept it for them.
  for (const who of [eve, ann])
    for (const mutation of ['acceptInvitation', 'declineInvitation'])
      expect((await refused(who, mutation, { id: invitation.id })).code).toBe('NOT_FOUND');
  expect((await refused(eve, 'withdrawInvitation', { id: invitation.id })).code).toBe('NOT_FOUND');
  expect(await node(bob, invitation)).toEqual({ ...invitation, email: null });
  expect(await sent(ann)).toEqual([invitation]);
});

test('nobody invites themself, in whatever case they write their address', async () => {
  const ann = await person(gateway);
  for (const viewerEmail of [ann.email, ann.email.toUpperCase()])
    expect(await refused(ann, 'createShare', { viewerEmail })).toEqual({
      code: 'BAD_USER_INPUT',
      fields: ['viewerEmail'],
    });
  expect(await sent(ann)).toEqual([]);
});

test('the newest invitations come first, also several to one address', async () => {
  const [ann, bob] = await two();
  const carl = await person(gateway, { name: 'Carl' });
  const ids = [await invite(ann, bob.email), await invite(ann, bob.email), await invite(carl, bob.email)].map(
    ({ id }) => id,
  );
  expect((await received(bob)).map(({ id }) => id)).toEqual(ids.toReversed());
  expect((await sent(ann)).map(({ id }) => id)).toEqual([ids[1], ids[0]]);
});

async function node(who: TestPerson, { id }: { id: string }): Promise<SeenInvitation | null> {
  const query = `{ node(id: "${id}") { ... on Invitation { ${invitationFields} } } }`;
  return (await who.gets<{ node: SeenInvitation | null }>(query)).node;
}
