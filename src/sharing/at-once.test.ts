import fc from 'fast-check';
import { expect, test } from 'vitest';
import { person, type TestPerson } from '../../test/gateway/people.ts';
import { refused } from '../../test/gateway/records.ts';
import { personId } from '../../test/gateway/sharing.ts';
import { useGateway } from '../../test/gateway/test-gateway.ts';
import { typeId, type IdKind } from '../platform/ids.ts';

const gateway = useGateway({ REQUESTS_PER_MINUTE: '1000000' });

const rows = <Row>(statement: string) => gateway.orm.em.fork().execute<Row[]>(statement);

/** The ids of everything that there is of a kind, whoever's it is; a made-up one where there is nothing. */
async function idsOf(kind: IdKind, table: string, where = 'true'): Promise<string[]> {
  const found = await rows<{ id: string }>(`select id from ${table} where ${where} order by id desc limit 6`);
  return found.length > 0 ? found.map(({ id }) => typeId(kind, id)) : ['none'];
}

/** What anyone may try, with ids that may be someone else's or gone by then. */
async function acts() {
  const share = await idsOf('Share', 'shares', 'ended_at is null');
  const invitation = await idsOf('Invitation', 'share_invitations');
  const dashboard = await idsOf('SharedDashboard', 'dashboards');
  const group = await idsOf('DashboardGroup', 'dashboard_groups');
  const any = (ids: string[], at: number) => ids[at % ids.length];
  return [
    (other, _at) => ['createShare', { viewerId: personId(other) }],
    (other, _at) => ['createShare', { viewerNumber: other.number, notify: ['SLEEP'] }],
    (other, _at) => ['createShare', { viewerEmail: other.email }],
    (_other, at) => ['updateShare', { id: any(share, at), notify: [] }],
    (_other, at) => ['revokeShare', { id: any(share, at) }],
    (_other, at) => ['acceptInvitation', { id: any(invitation, at) }],
    (_other, at) => ['declineInvitation', { id: any(invitation, at) }],
    (_other, at) => ['withdrawInvitation', { id: any(invitation, at) }],
    (_other, at) => ['leaveDashboard', { dashboardId: any(dashboard, at) }],
    (_other, at) => ['customizeDashboard', { dashboardId: any(dashboard, at), customName: `Name ${at}` }],
    (_other, _at) => ['createGroup', { name: 'Group' }],
    (_other, at) => ['deleteGroup', { groupId: any(group, at) }],
    (_other, at) => ['addToGroup', { groupId: any(group, at), dashboardId: any(dashboard, at >> 2) }],
    (_other, at) => ['removeFromGroup', { groupId: any(group, at), dashboardId: any(dashboard, at >> 2) }],
    (other, _at) => ['blockPerson', { personId: personId(other) }],
    (other, _at) => ['unblockPerson', { personId: personId(other) }],
    (other, _at) => ['unblockPerson', { personId: personId(other) }],
  ] satisfies ((other: TestPerson, at: number) => [string, object])[];
}

test('whatever people do at once, nothing fails but for a reason, and dashboards are there exactly while shares live', async () => {
  const people = [await person(gateway), await person(gateway), await person(gateway)];
  const someone = fc.nat({ max: 2 });
  const act = fc.tuple(someone, someone, fc.nat({ max: 16 }), fc.nat({ max: 23 }));
  await fc.assert(
    fc.asyncProperty(fc.array(act, { minLength: 4, maxLength: 12 }), async (chosen) => {
      const possible = await acts();
      const codes = await Promise.all(
        chosen.map(async ([who, other, what, at]) => {
          const [mutation, input] = possible[what]?.(people[other] as TestPerson, at) ?? ['', {}];
          return (await refused(people[who] as TestPerson, mutation, input)).code;
        }),
      );
      const reasons = [undefined, 'NOT_FOUND', 'BAD_USER_INPUT', 'FORBIDDEN', 'CONFLICT'];
      expect(codes.filter((code) => !reasons.includes(code))).toEqual([]);
      const pairs = (table: string) =>
        rows(`select distinct viewer_id, owner_id from ${table} order by viewer_id, owner_id`);
      expect(await pairs('dashboards')).toEqual(await pairs('(select * from shares where ended_at is null) live'));
      const [blocked] = await rows<{ count: number }>(`
        select count(*) from shares s join blocked_people b on b.viewer_id = s.viewer_id and b.owner_id = s.owner_id
        where s.ended_at is null`);
      expect(blocked?.count).toBe(0);
    }),
    { numRuns: 60, endOnFailure: true },
  );
}, 120_000);
