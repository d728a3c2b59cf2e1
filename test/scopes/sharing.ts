import { typeId } from '../../src/platform/ids.ts';
import type { TestPerson } from '../gateway/people.ts';
import { write } from '../gateway/records.ts';

/** What goes on between the owner of the tokens and others. Each function makes something anew and returns its id. */
export interface Sharing {
  /** An id of each kind of node, as the owner sees it. */
  ids: Record<
    'Share' | 'Invitation' | 'SharedDashboard' | 'DashboardGroup' | 'AccessLogEntry' | 'Notification',
    string
  >;
  /** Someone whom the owner shares with. */
  friendId: string;
  /** What dialects know them and that share by. */
  friendNumber: number;
  shareNumber: number;
  /** Someone who shares with the owner by the way, to be blocked. */
  strangerId: string;
  gives: () => Promise<string>;
  isInvited: () => Promise<string>;
  invites: () => Promise<string>;
  makesGroup: () => Promise<string>;
  /** Someone shares with the owner, and the owner has put it into their group. */
  seesStranger: () => Promise<string>;
  /** Someone tells the owner of something; returns the cursor of that notification. */
  isTold: () => Promise<string>;
  blocksStranger: () => Promise<void>;
  unblocksStranger: () => Promise<void>;
}

export async function shareWith(owner: TestPerson, friend: TestPerson, stranger: TestPerson): Promise<Sharing> {
  const idOf = async (who: TestPerson, mutation: string, input: object, record: string): Promise<string> =>
    (await write<Record<string, { id: string }>>(who, mutation, input, `${record} { id }`))[record]?.id ?? '';
  const share = (from: TestPerson, to: TestPerson) =>
    idOf(from, 'createShare', { viewerId: typeId('User', to.id) }, 'share');
  const invite = (from: TestPerson, to: TestPerson) =>
    idOf(from, 'createShare', { viewerEmail: to.email }, 'invitation');
  const dashboardOf = async (other: TestPerson): Promise<string> => {
    const { viewer } = await owner.gets<{
      viewer: { dashboards: { edges: { node: { id: string; owner: { id: string } } }[] } };
    }>('{ viewer { dashboards { edges { node { id owner { id } } } } } }');
    const seen = viewer.dashboards.edges.find(({ node }) => node.owner.id === typeId('Person', other.id));
    return seen?.node.id ?? '';
  };
  /** The owner's log says that the friend looked at a night of theirs. */
  const readBy = async (viewer: TestPerson): Promise<string> => {
    const night = { day: '2026-01-10', sleepSeconds: 25_200 };
    const id = await idOf(owner, 'recordSleepDay', night, 'sleepDay');
    await viewer.gets('{ viewer { dashboards { edges { node { health { sleepDays { edges { cursor } } } } } } } }');
    const { viewer: self } = await owner.gets<{ viewer: { accessLog: { edges: { node: { id: string } }[] } } }>(
      '{ viewer { accessLog { edges { node { id } } } } }',
    );
    await write(owner, 'deleteSleepDay', { id }, 'deletedId');
    return self.accessLog.edges[0]?.node.id ?? '';
  };
  const newest = async () => {
    const { viewer } = await owner.gets<{
      viewer: { notifications: { edges: { node: { id: string; cursor: string } }[] } };
    }>('{ viewer { notifications(first: 1) { edges { node { id cursor } } } } }');
    return viewer.notifications.edges[0]?.node ?? { id: '', cursor: '' };
  };
  const makesGroup = () => idOf(owner, 'createGroup', { name: 'Friends' }, 'group');
  const strangerId = typeId('Person', stranger.id);

  await share(friend, owner);
  const given = await share(owner, friend);
  const ids = {
    Share: given,
    AccessLogEntry: await readBy(friend),
    Invitation: await invite(owner, friend),
    SharedDashboard: await dashboardOf(friend),
    DashboardGroup: await makesGroup(),
    Notification: (await newest()).id,
  };
  const numbered = 'query ($id: ID!) { node(id: $id) { ... on Share { number } } }';
  const { node } = await owner.gets<{ node: { number: number } }>(numbered, { id: ids.Share });
  return {
    ids,
    friendId: typeId('Person', friend.id),
    friendNumber: friend.number,
    shareNumber: node.number,
    strangerId,
    gives: () => share(owner, friend),
    isInvited: () => invite(friend, owner),
    invites: () => invite(owner, friend),
    makesGroup,
    async seesStranger() {
      await write(owner, 'unblockPerson', { personId: strangerId }, 'personId');
      await share(stranger, owner);
      const dashboardId = await dashboardOf(stranger);
      await write(owner, 'addToGroup', { groupId: ids.DashboardGroup, dashboardId }, 'group { id }');
      return dashboardId;
    },
    async isTold() {
      await share(friend, owner);
      return (await newest()).cursor;
    },
    blocksStranger: async () => void (await write(owner, 'blockPerson', { personId: strangerId }, 'personId')),
    unblocksStranger: async () => void (await write(owner, 'unblockPerson', { personId: strangerId }, 'personId')),
  };
}
