import type { Coverage } from '../kit/coverage.ts';

const person = 'written only: `fromId` of the person who is meant';

export const coverage: Coverage = {
  Dashboards: {
    userId: { fate: 'carried', as: 'SharedDashboard.owner', note: person },
    fromId: { fate: 'carried', as: 'SharedDashboard.owner', note: 'read only: who shares' },
    fromEmail: { fate: 'carried', as: null, note: 'read only' },
    toId: { fate: 'carried', as: 'Person.id', note: 'read only: you, as others know you' },
    toEmail: { fate: 'carried', as: 'User.email', note: 'read only' },
    sharedSince: { fate: 'carried', as: 'SharedDashboard.sharedSince', note: 'read only' },
    created: { fate: 'carried', as: 'SharedDashboard.sharedSince', note: 'read only' },
    lastUpdated: { fate: 'carried', as: 'SharedDashboard.updatedAt', note: 'read only: when it was arranged last' },
    customName: { fate: 'carried', as: 'SharedDashboard.customName', note: 'else the name of the person' },
    iconColor: { fate: 'carried', as: 'SharedDashboard.iconColor', note: 'else reckoned from the id of the person' },
    customProfilePicture: { fate: 'carried', as: 'SharedDashboard.pictureUrl', note: 'read only: empty without one' },
    groupIds: { fate: 'carried', as: 'SharedDashboard.groups', note: 'read only' },
    lastSyncAt: { fate: 'derived', as: 'SharedDashboard.lastSyncAt', note: 'read only: absent where nothing is seen' },
  },
  Pictures: {
    userId: { fate: 'carried', as: 'SharedDashboard.owner', note: person },
    file: { fate: 'derived', as: 'SharedDashboard.pictureUrl', note: 'written only: made anew, without metadata' },
  },
  Groups: {
    id: { fate: 'carried', as: 'DashboardGroup.id', note: 'read only' },
    userId: { fate: 'carried', as: 'Person.id', note: 'of a group you; of a member `fromId` of the person' },
    name: { fate: 'carried', as: 'DashboardGroup.name', note: '1 to 100 characters' },
    created: { fate: 'carried', as: 'DashboardGroup.createdAt', note: 'read only' },
    lastUpdated: { fate: 'carried', as: 'DashboardGroup.updatedAt', note: 'read only' },
    userIds: { fate: 'carried', as: 'DashboardGroup.dashboards', note: 'read only' },
    users: { fate: 'carried', as: 'DashboardGroup.dashboards', note: 'read only: as they are in `GET /v1/shared`' },
  },
};
