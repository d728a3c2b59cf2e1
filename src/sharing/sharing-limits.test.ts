import { expect, test } from 'vitest';
import { person, type TestPerson } from '../../test/gateway/people.ts';
import { refused, write } from '../../test/gateway/records.ts';
import { invite, personId, revoke, share, shares, type SeenShare } from '../../test/gateway/sharing.ts';
import { useGateway } from '../../test/gateway/test-gateway.ts';

const gateway = useGateway();

const sql = (statement: string, parameters: unknown[]) => gateway.orm.em.fork().execute(statement, parameters);
const codes = async (attempts: Promise<{ code: string | undefined }>[]) =>
  (await Promise.all(attempts)).map(({ code }) => code).sort();

const giveMany = (owner: TestPerson, viewer: TestPerson, many: number) =>
  sql(
    `insert into shares (id, number, owner_id, viewer_id, include, notify, created_at, updated_at)
     select gen_random_uuid(), n, ?, ?, '{}', '{}', '2026-01-01Z', '2026-01-01Z' from generate_series(1, ?) n`,
    [owner.id, viewer.id, many],
  );

test('500 shares that one gives are live at a time, however they are made', async () => {
  const [ann, bob, carl] = [await person(gateway), await person(gateway), await person(gateway)];
  // What has ended does not count, nor what one receives.
  await revoke(ann, await share(ann, bob));
  await share(bob, ann);
  await giveMany(ann, carl, 499);
  const { id } = await invite(ann, bob.email);
  const attempts = [
    refused(ann, 'createShare', { viewerId: personId(bob) }),
    refused(ann, 'createShare', { viewerNumber: carl.number }),
    refused(bob, 'acceptInvitation', { id }),
  ];
  expect(await codes(attempts)).toEqual(['CONFLICT', 'CONFLICT', undefined]);
  const count = async () =>
    (await ann.gets<{ viewer: { sharesGiven: { totalCount: number } } }>('{ viewer { sharesGiven { totalCount } } }'))
      .viewer.sharesGiven.totalCount;
  expect(await count()).toBe(500);
  const another = await invite(ann, bob.email);
  expect((await refused(bob, 'acceptInvitation', { id: another.id })).code).toBe('CONFLICT');
  await revoke(ann, (await shares(ann, 'sharesGiven', '(first: 1)'))[0] as SeenShare);
  await write(bob, 'acceptInvitation', { id: another.id }, 'share { id }');
  expect(await count()).toBe(500);
});

test('200 invitations wait at a time: those that expired or were withdrawn do not, those that were declined do', async () => {
  const [ann, bob] = [await person(gateway), await person(gateway)];
  await sql(
    `insert into share_invitations (id, owner_id, email, email_key, include, notify, created_at, expires_at)
     select gen_random_uuid(), ?, 'x', 'x', '{}', '{}', now(), now() + case when n > 5 then 1 else -1 end * interval '1 hour'
     from generate_series(1, 203) n`,
    [ann.id],
  );
  const declined = await invite(ann, bob.email);
  await write(bob, 'declineInvitation', { id: declined.id }, 'deletedId');
  const attempt = () => refused(ann, 'createShare', { viewerEmail: bob.email });
  expect(await codes([attempt(), attempt(), attempt()])).toEqual(['CONFLICT', 'CONFLICT', undefined]);
  await write(ann, 'withdrawInvitation', { id: declined.id }, 'deletedId');
  expect([(await attempt()).code, (await attempt()).code]).toEqual([undefined, 'CONFLICT']);
  const [kept] = (await sql('select count(*) as rows from share_invitations where owner_id = ?', [ann.id])) as object[];
  expect(kept).toEqual({ rows: 200 });
});

test('100 groups are there at a time', async () => {
  const ann = await person(gateway);
  await sql(
    `insert into dashboard_groups (viewer_id, id, name, created_at, updated_at)
     select ?, gen_random_uuid(), 'Group', now(), now() from generate_series(1, 99) n`,
    [ann.id],
  );
  const attempt = () => refused(ann, 'createGroup', { name: 'One more' });
  expect(await codes([attempt(), attempt()])).toEqual(['CONFLICT', undefined]);
  const { viewer } = await ann.gets<{ viewer: { groups: { id: string }[] } }>('{ viewer { groups { id } } }');
  expect(viewer.groups).toHaveLength(100);
  await write(ann, 'deleteGroup', { groupId: viewer.groups[0]?.id }, 'deletedId');
  expect((await attempt()).code).toBeUndefined();
});

test('1000 people are blocked at a time, and to block one of them again is no failure', async () => {
  const ann = await person(gateway);
  const others = await Promise.all(Array.from({ length: 6 }, () => person(gateway)));
  await sql(
    `with many as (
       insert into users (id, number, organisation_id, email, email_key, timezone, password_hash, is_admin, created_at, updated_at)
       select gen_random_uuid(), n, organisation_id, n || '@many', n || '@many', 'UTC', '', false, now(), now()
       from generate_series(1, 999) n, users u where u.id = ?
       returning id)
     insert into blocked_people (viewer_id, owner_id, created_at) select ?, id, now() from many`,
    [ann.id, ann.id],
  );
  const attempts = () => codes(others.map((whom) => refused(ann, 'blockPerson', { personId: personId(whom) })));
  const oneOfSix = [...Array.from({ length: 5 }, () => 'CONFLICT'), undefined];
  expect([await attempts(), await attempts()]).toEqual([oneOfSix, oneOfSix]);
  const { viewer } = await ann.gets<{ viewer: { blockedPeople: object[] } }>('{ viewer { blockedPeople { id } } }');
  expect(viewer.blockedPeople).toHaveLength(1000);
});
