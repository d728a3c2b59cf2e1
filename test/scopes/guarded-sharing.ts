import { pngFile } from '../../src/files/testing/png-file.ts';
import type { Guarded } from './guarded-field.ts';
import { mutation, next } from './guarded-mutations.ts';
import { ofNode, ofUser, scope } from './guarded-reads.ts';

const read = scope('shares:read');
const told = scope('notifications:read');
const page = '{ edges { node { id } } totalCount }';

/** What people share, how they arrange what is shared with them, and what they are told of it. */
export const guardedSharing: readonly Guarded[] = [
  ...ofNode('Share', read),
  ...ofNode('Invitation', read),
  ...ofNode('SharedDashboard', read),
  ...ofNode('DashboardGroup', read),
  ...ofNode('AccessLogEntry', read),
  ...ofNode('Notification', told),

  ofUser('sharesGiven', read, `sharesGiven ${page}`),
  ofUser('sharesReceived', read, `sharesReceived ${page}`),
  ofUser('invitations', read, 'invitations { id }'),
  ofUser('sentInvitations', read, 'sentInvitations { id }'),
  ofUser('dashboards', read, `dashboards ${page}`),
  ofUser('groups', read, 'groups { id }'),
  ofUser('blockedPeople', read, 'blockedPeople { id }'),
  ofUser('notifications', told, `notifications ${page}`),
  ofUser('unreadNotificationCount', told),
  ofUser('accessLog', read, 'accessLog { edges { cursor } totalCount }'),

  mutation('createShare', 'shares:write', ({ sharing }) => ({ viewerId: sharing.friendId })),
  mutation('updateShare', 'shares:write', ({ ids }) => ({ id: ids.Share, description: `Number ${next()}` })),
  mutation('revokeShare', 'shares:write', async ({ sharing }) => ({ id: await sharing.gives() })),
  mutation('acceptInvitation', 'shares:write', async ({ sharing }) => ({ id: await sharing.isInvited() })),
  mutation('declineInvitation', 'shares:write', async ({ sharing }) => ({ id: await sharing.isInvited() })),
  mutation('withdrawInvitation', 'shares:write', async ({ sharing }) => ({ id: await sharing.invites() })),
  mutation('customizeDashboard', 'shares:write', ({ ids }) => ({
    dashboardId: ids.SharedDashboard,
    customName: `Carl ${next()}`,
  })),
  mutation('uploadDashboardPicture', 'shares:write', ({ ids }) => ({ dashboardId: ids.SharedDashboard, file: null }), {
    file: 'variables.input.file',
    content: pngFile({ width: 10, height: 10 }),
  }),
  mutation('deleteDashboardPicture', 'shares:write', ({ ids }) => ({ dashboardId: ids.SharedDashboard })),
  mutation('leaveDashboard', 'shares:write', async ({ sharing }) => ({ dashboardId: await sharing.seesStranger() })),
  mutation('markNotificationsRead', 'notifications:read', async ({ sharing }) => ({ upTo: await sharing.isTold() })),
  mutation('createGroup', 'shares:write', () => ({ name: `Friends ${next()}` })),
  mutation('renameGroup', 'shares:write', ({ ids }) => ({ groupId: ids.DashboardGroup, name: `Friends ${next()}` })),
  mutation('deleteGroup', 'shares:write', async ({ sharing }) => ({ groupId: await sharing.makesGroup() })),
  mutation('addToGroup', 'shares:write', ({ ids }) => ({
    groupId: ids.DashboardGroup,
    dashboardId: ids.SharedDashboard,
  })),
  mutation('removeFromGroup', 'shares:write', async ({ ids, sharing }) => ({
    groupId: ids.DashboardGroup,
    dashboardId: await sharing.seesStranger(),
  })),
  mutation('blockPerson', 'shares:write', async ({ sharing }) => {
    await sharing.unblocksStranger();
    return { personId: sharing.strangerId };
  }),
  mutation('unblockPerson', 'shares:write', async ({ sharing }) => {
    await sharing.blocksStranger();
    return { personId: sharing.strangerId };
  }),
];
