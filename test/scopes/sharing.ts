import { typeId } from '../../src/platform/ids.ts';
import type { TestPerson } from '../gateway/people.ts';
import { write } from '../gateway/records.ts';

/** What goes on between the owner of the tokens and others. Each function makes something anew and returns its id. */
export interface Sharing {
  /** An id of each kind of node, as the owner sees it. */
  ids: Record<'Share' | 'Invitation' | 'SharedDashboard' | 'DashboardGroup', string>;
  /** Someone whom the owner shares with. */
  friendId: string;
  /** Someone who shares with the owner by the way, to be blocked. */
  strangerId: string;
  gives: () => Promise<string>;
  isInvited: () => Promise<string>;
  invites: () => Promise<string>;
  makesGroup: () => Promise<string>;
  /** Someone shares with the owner, and the owner has put it into their group. */
  seesStranger: () => Promise<string>;
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
  const makesGroup = () => idOf(owner, 'createGroup', { name: 'Friends' }, 'group');
  const strangerId = typeId('Person', stranger.id);

  await share(friend, owner);
  const ids = {
    Share: await share(owner, friend),
    Invitation: await invite(owner, friend),
    SharedDashboard: await dashboardOf(friend),
    DashboardGroup: await makesGroup(),
  };
  return {
    ids,
    friendId: typeId('Person', friend.id),
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
    blocksStranger: async () => void (await write(owner, 'blockPerson', { personId: strangerId }, 'personId')),
    unblocksStranger: async () => void (await write(owner, 'unblockPerson', { personId: strangerId }, 'personId')),
  };
}
