import { expect, test } from 'vitest';
import { person } from '../../test/gateway/people.ts';
import { refused } from '../../test/gateway/records.ts';
import { personId, share, shares } from '../../test/gateway/sharing.ts';
import { useGateway } from '../../test/gateway/test-gateway.ts';

const gateway = useGateway();

const stored = () =>
  gateway.orm.em
    .fork()
    .execute(
      'select (select count(*) from shares) s, (select count(*) from share_invitations) i, (select count(*) from dashboards) d',
    );

const wrongTerms: [object, string][] = [
  [{ startDate: '1899-12-31' }, 'startDate'],
  [{ startDate: '2200-01-01' }, 'startDate'],
  [{ endDate: '2500-01-01' }, 'endDate'],
  [{ startDate: '2026-01-02', endDate: '2026-01-01' }, 'endDate'],
  [{ notify: ['SLEEP', 'STEPS'] }, 'notify.1'],
  [{ notify: ['HEART_RATE'] }, 'notify.0'],
  [{ notify: ['LOCATION'] }, 'notify.0'],
  [{ notify: ['NOTES'] }, 'notify.0'],
  [{ description: 'x'.repeat(2001) }, 'description'],
  [{ description: 'a\u0000b' }, 'description'],
  [{ description: '\ud800' }, 'description'],
];

test('what cannot be shared is refused by its field, with a person and with an address, and nothing is stored', async () => {
  const [ann, bob] = [await person(gateway), await person(gateway)];
  const before = await stored();
  for (const viewer of [{ viewerId: personId(bob) }, { viewerNumber: bob.number }, { viewerEmail: bob.email }])
    for (const [terms, field] of wrongTerms)
      expect([terms, await refused(ann, 'createShare', { ...viewer, ...terms })]).toEqual([
        terms,
        { code: 'BAD_USER_INPUT', fields: [field] },
      ]);
  expect(await stored()).toEqual(before);
});

test('the longest description, the widest dates and a single day are taken', async () => {
  const [ann, bob] = [await person(gateway), await person(gateway)];
  const description = '🏃'.repeat(1000);
  const widest = { startDate: '1900-01-01', endDate: '2199-12-31' };
  expect(await share(ann, bob, { description, ...widest })).toMatchObject({ description, ...widest });
  const day = { startDate: '2024-02-29', endDate: '2024-02-29' };
  expect(await share(ann, bob, day)).toMatchObject(day);
});

test('exactly one of id, number and address says with whom, and it is not oneself', async () => {
  const [ann, bob] = [await person(gateway), await person(gateway)];
  const before = await stored();
  const [viewerId, viewerNumber, viewerEmail] = [personId(bob), bob.number, bob.email];
  const wrong: [object, string[]][] = [
    [{}, ['viewerEmail', 'viewerId', 'viewerNumber']],
    [{ viewerId: null, viewerNumber: null, viewerEmail: null }, ['viewerEmail', 'viewerId', 'viewerNumber']],
    [{ viewerId, viewerNumber }, ['viewerId', 'viewerNumber']],
    [{ viewerId, viewerEmail }, ['viewerEmail', 'viewerId']],
    [{ viewerNumber, viewerEmail }, ['viewerEmail', 'viewerNumber']],
    [{ viewerId, viewerNumber, viewerEmail }, ['viewerEmail', 'viewerId', 'viewerNumber']],
    [{ viewerId: personId(ann) }, ['viewerId']],
    [{ viewerNumber: ann.number }, ['viewerNumber']],
    [{ viewerNumber: 0 }, ['viewerNumber']],
    [{ viewerNumber: -bob.number }, ['viewerNumber']],
    [{ viewerEmail: '' }, ['viewerEmail']],
    [{ viewerEmail: 'bob' }, ['viewerEmail']],
    [{ viewerEmail: `${bob.email}\u0000` }, ['viewerEmail']],
    [{ viewerEmail: `${'x'.repeat(320)}@test.example` }, ['viewerEmail']],
  ];
  for (const [input, fields] of wrong) {
    const { code, fields: named } = await refused(ann, 'createShare', input);
    expect([input, code, named.sort()]).toEqual([input, 'BAD_USER_INPUT', fields]);
  }
  expect(await stored()).toEqual(before);
});

test('a change that cannot be is refused by its field, and nothing changes', async () => {
  const [ann, bob] = [await person(gateway), await person(gateway)];
  const made = await share(ann, bob);
  for (const [change, field] of [...wrongTerms, [{ include: null }, 'include'], [{ notify: null }, 'notify']] as const)
    for (const who of [ann, bob])
      expect([change, await refused(who, 'updateShare', { id: made.id, ...change })]).toEqual([
        change,
        { code: 'BAD_USER_INPUT', fields: [field] },
      ]);
  expect(await shares(ann, 'sharesGiven')).toEqual([made]);
});

test('what is no id of a share, or one of another kind, names none', async () => {
  const ann = await person(gateway);
  for (const id of ['', 'no id', personId(ann)])
    for (const mutation of [
      'updateShare',
      'revokeShare',
      'acceptInvitation',
      'declineInvitation',
      'withdrawInvitation',
    ])
      expect((await refused(ann, mutation, { id })).code).toBe('NOT_FOUND');
});
