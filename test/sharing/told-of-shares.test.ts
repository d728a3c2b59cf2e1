import { describe, expect, test } from 'vitest';
import { dambel, type Tracker } from '../dialects/dambel.ts';
import { inShort, logOf, notifications } from '../gateway/notifications.ts';
import { person, type TestPerson } from '../gateway/people.ts';
import { write } from '../gateway/records.ts';
import { invite, onlyDashboard, personId, revoke, share } from '../gateway/sharing.ts';
import { useGateway } from '../gateway/test-gateway.ts';

const gateway = useGateway();
const trackers = dambel(gateway);

interface Couple {
  ann: TestPerson;
  bob: TestPerson;
}

const changes = (who: TestPerson, id: string, change: object) =>
  write(who, 'updateShare', { id, ...change }, 'share { id }');
const accepts = (who: TestPerson, { id }: { id: string }) => write(who, 'acceptInvitation', { id }, 'share { id }');
const shares = ({ ann, bob }: Couple, body: object = {}): Promise<Tracker> =>
  trackers.shares(ann, { viewer_user_id: bob.number, ...body });
const nowatch = async (who: TestPerson, method: string, body: object) => {
  const headers = { authorization: `Bearer ${who.token}`, 'content-type': 'application/json' };
  const { status } = await fetch(`${gateway.url}/v1/shared`, { method, headers, body: JSON.stringify(body) });
  if (status >= 300) throw new Error(`answered ${status}`);
};

const [created, changed, revoked] = ['SHARE_CREATED', 'SHARE_CHANGED', 'SHARE_REVOKED'];

/** What becomes of a share, and what its viewer is told of it. */
const acts: [string, (couple: Couple) => Promise<unknown>, (string | undefined)[]][] = [
  ['it is made', ({ ann, bob }) => share(ann, bob), [created]],
  ['there are two', async ({ ann, bob }) => [await share(ann, bob), await share(ann, bob)], [created, created]],
  ['it is made through Dambel', (couple) => shares(couple), [created]],
  ['it is offered', ({ ann, bob }) => invite(ann, bob.email), []],
  ['it is offered and accepted', async ({ ann, bob }) => accepts(bob, await invite(ann, bob.email)), [created]],
  [
    'it is offered and declined',
    async ({ ann, bob }) => write(bob, 'declineInvitation', { id: (await invite(ann, bob.email)).id }, '__typename'),
    [],
  ],
  [
    'it is offered and taken back',
    async ({ ann, bob }) => write(ann, 'withdrawInvitation', { id: (await invite(ann, bob.email)).id }, '__typename'),
    [],
  ],
  [
    'its owner changes its dates',
    async ({ ann, bob }) => changes(ann, (await share(ann, bob)).id, { endDate: '2027-01-01' }),
    [created, changed],
  ],
  [
    'its owner changes what it includes',
    async ({ ann, bob }) => changes(ann, (await share(ann, bob)).id, { include: ['SLEEP'] }),
    [created, changed],
  ],
  [
    'its owner describes it',
    async ({ ann, bob }) => changes(ann, (await share(ann, bob)).id, { description: 'My nights' }),
    [created, changed],
  ],
  [
    'its owner changes nothing',
    async ({ ann, bob }) => {
      const { id, include } = await share(ann, bob, { description: 'Mine' });
      await changes(ann, id, {});
      await changes(ann, id, { include: include.toReversed(), startDate: null, description: 'Mine' });
    },
    [created],
  ],
  [
    'its viewer changes what they are told of',
    async ({ ann, bob }) => changes(bob, (await share(ann, bob)).id, { notify: ['SLEEP'] }),
    [created],
  ],
  [
    'its owner changes it through Dambel',
    async (couple) => trackers.changes(couple.ann, (await shares(couple)).id, { include_sleep: false }),
    [created, changed],
  ],
  [
    'its viewer changes it through Dambel',
    async (couple) => trackers.changes(couple.bob, (await shares(couple)).id, { notify_sleep: true }),
    [created],
  ],
  ['its owner ends it', async ({ ann, bob }) => revoke(ann, await share(ann, bob)), [created, revoked]],
  [
    'its owner ends it twice',
    async ({ ann, bob }) => {
      const made = await share(ann, bob);
      await revoke(ann, made);
      await revoke(ann, made);
    },
    [created, revoked],
  ],
  [
    'its owner ends it through Dambel',
    async (couple) => trackers.delete(couple.ann, `/shares/${(await shares(couple)).id}`),
    [created, revoked],
  ],
  [
    'its viewer ends it through Dambel',
    async (couple) => trackers.delete(couple.bob, `/shares/${(await shares(couple)).id}`),
    [created],
  ],
  [
    'its viewer leaves',
    async ({ ann, bob }) => {
      await share(ann, bob);
      await write(bob, 'leaveDashboard', { dashboardId: (await onlyDashboard(bob)).id }, '__typename');
    },
    [created],
  ],
  [
    'its viewer leaves through NOWATCH',
    async ({ ann, bob }) => {
      await share(ann, bob);
      await nowatch(bob, 'DELETE', { userId: personId(ann) });
    },
    [created],
  ],
  [
    'its viewer blocks its owner',
    async ({ ann, bob }) => {
      await share(ann, bob);
      await write(bob, 'blockPerson', { personId: personId(ann) }, 'personId');
    },
    [created],
  ],
];

describe('the viewer of a share is told, and nobody else, when', () => {
  test.each(acts)('%s', async (_what, act, told) => {
    const couple = { ann: await person(gateway), bob: await person(gateway, { name: 'Bob' }) };
    const carl = await person(gateway, { name: 'Carl' });
    await share(couple.ann, carl);
    await act(couple);
    const { ann, bob } = couple;
    expect(inShort(await logOf(gateway, bob))).toEqual(told);
    expect(await logOf(gateway, ann)).toEqual([]);
    expect(inShort(await logOf(gateway, carl))).toEqual([created]);
    // What tells of a share is there for its viewer also when it has ended.
    const listed = await notifications<{ kind: string; owner: { name: string }; record: null }>(
      bob,
      '',
      'kind owner { name } record { id }',
    );
    expect(listed.toReversed()).toEqual(told.map((kind) => ({ kind, owner: { name: 'Ann' }, record: null })));
  });
});

test('a share that one is refused is told to nobody', async () => {
  const { ann, bob } = await trackers.couple();
  await write(bob, 'blockPerson', { personId: personId(ann) }, 'personId');
  expect(await trackers.post(ann, '/shares', { viewer_user_id: bob.number })).toMatchObject({ status: 422 });
  expect(await logOf(gateway, bob)).toEqual([]);
});
