import type { z } from 'zod';
import { idOf, typeId } from '../../platform/ids.ts';
import { shownColor, shownName } from '../../sharing/dashboard-appearance.ts';
import type { Dashboard, DashboardGroup } from '../../sharing/share.ts';
import type { customBody, Group, SharedEntity } from './shared.schema.ts';

/** What is told of someone beside their dashboard. */
export interface KnownPerson {
  id: string;
  name: string | null;
  email: string;
}

export interface SeenDashboard {
  dashboard: Dashboard;
  owner: KnownPerson;
  viewer: KnownPerson;
  /** Where its picture is, if it has one. */
  pictureUrl: string | null;
  lastSyncAt: string | null;
}

/** The id of whoever shares, from that of a request. @throws DomainError NOT_FOUND for what names no person */
export const toOwnerId = (userId: string): string => idOf('Person', userId);
export const fromPersonId = (id: string): string => typeId('Person', id);

/** @throws DomainError NOT_FOUND for what names no group */
export const toGroupId = (groupId: string): string => idOf('DashboardGroup', groupId);
export const fromGroupId = (id: string): string => typeId('DashboardGroup', id);

/** An instant with milliseconds, in UTC. */
const fromInstant = (instant: string): string => new Date(instant).toISOString();

export function fromDashboard({ dashboard, owner, viewer, pictureUrl, lastSyncAt }: SeenDashboard): SharedEntity {
  const sharedSince = fromInstant(dashboard.sharedSince);
  return {
    fromId: fromPersonId(owner.id),
    fromEmail: owner.email,
    toId: fromPersonId(viewer.id),
    toEmail: viewer.email,
    sharedSince,
    created: sharedSince,
    lastUpdated: fromInstant(dashboard.updatedAt),
    customName: shownName(dashboard),
    iconColor: shownColor(dashboard),
    customProfilePicture: pictureUrl ?? '',
    groupIds: dashboard.groupIds.map(fromGroupId),
    ...(lastSyncAt !== null && { lastSyncAt: fromInstant(lastSyncAt) }),
  };
}

/** @param people everyone who shares with the viewer; those of the group are picked */
export function fromGroup(group: DashboardGroup, people: ReadonlyMap<string, SharedEntity>): Group {
  const users = group.ownerIds.flatMap((ownerId) => people.get(ownerId) ?? []);
  return {
    id: fromGroupId(group.id),
    userId: fromPersonId(group.viewerId),
    name: group.name,
    created: fromInstant(group.createdAt),
    lastUpdated: fromInstant(group.updatedAt),
    userIds: users.map(({ fromId }) => fromId),
    users,
  };
}

/** How the viewer wants to see someone. The API has no `null`: what is empty is not set any more. */
export const toAppearance = ({ customName, iconColor }: Omit<z.output<typeof customBody>, 'userId'>) => ({
  customName: customName === '' ? null : customName,
  iconColor: iconColor === '' ? null : iconColor,
});
