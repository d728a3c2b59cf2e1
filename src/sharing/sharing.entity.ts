import { defineEntity, p, type InferKyselyDB } from '@mikro-orm/postgresql';
import { bytes, instant, localDate } from '../platform/database/columns.ts';
import type { Category, NotifiableCategory } from './categories.ts';
import type { NotificationKind } from './notify-viewers.ts';
import type { RecordType } from './shared-fields.ts';

const categoryArray = <C extends Category>() => p.array().$type<C[]>().columnType('text[]');

/** What is shared, by whoever offers it: local dates, both inclusive and open where `null`. */
const terms = () => ({
  startDate: localDate().nullable(),
  endDate: localDate().nullable(),
  include: categoryArray<Category>(),
  notify: categoryArray<NotifiableCategory>(),
  description: p.text().nullable(),
});

export const ShareEntity = defineEntity({
  name: 'Share',
  tableName: 'shares',
  properties: {
    id: p.uuid().primary(),
    /** Random, for dialects whose ids are integers. */
    number: p.integer(),
    ownerId: p.uuid(),
    viewerId: p.uuid(),
    ...terms(),
    createdAt: instant(),
    updatedAt: instant(),
    endedAt: instant().nullable(),
    endedBy: p.text().$type<'OWNER' | 'VIEWER'>().nullable(),
  },
});

/** A share that waits for whoever has the address. An accepted or withdrawn one is gone; a declined one shows only to its owner. */
export const InvitationEntity = defineEntity({
  name: 'Invitation',
  tableName: 'share_invitations',
  properties: {
    id: p.uuid().primary(),
    ownerId: p.uuid(),
    email: p.text(),
    emailKey: p.text(),
    ...terms(),
    createdAt: instant(),
    expiresAt: instant(),
    declinedAt: instant().nullable(),
  },
});

/** Someone who may not share with the viewer any more. */
export const BlockedPersonEntity = defineEntity({
  name: 'BlockedPerson',
  tableName: 'blocked_people',
  properties: {
    viewerId: p.uuid().primary(),
    ownerId: p.uuid().primary(),
    createdAt: instant(),
  },
});

/** How a viewer sees one owner: there is one exactly while a share of the two is live (`dashboard-life.ts`). */
export const DashboardEntity = defineEntity({
  name: 'SharedDashboard',
  tableName: 'dashboards',
  properties: {
    viewerId: p.uuid().primary(),
    ownerId: p.uuid().primary(),
    id: p.uuid(),
    customName: p.text().nullable(),
    iconColor: p.text().nullable(),
    sharedSince: instant(),
    updatedAt: instant(),
  },
});

/** The viewer's own picture of an owner, as it is served. */
export const DashboardPictureEntity = defineEntity({
  name: 'DashboardPicture',
  tableName: 'dashboard_pictures',
  properties: {
    viewerId: p.uuid().primary(),
    ownerId: p.uuid().primary(),
    id: p.uuid(),
    content: bytes(),
    createdAt: instant(),
  },
});

export const DashboardGroupEntity = defineEntity({
  name: 'DashboardGroup',
  tableName: 'dashboard_groups',
  properties: {
    viewerId: p.uuid().primary(),
    id: p.uuid().primary(),
    name: p.text(),
    createdAt: instant(),
    updatedAt: instant(),
  },
});

export const DashboardGroupMemberEntity = defineEntity({
  name: 'DashboardGroupMember',
  tableName: 'dashboard_group_members',
  properties: {
    viewerId: p.uuid().primary(),
    groupId: p.uuid().primary(),
    ownerId: p.uuid().primary(),
  },
});

/** Who read what: one row for an hour, a viewer and a category. */
export const AccessLogEntity = defineEntity({
  name: 'AccessLogEntry',
  tableName: 'access_log',
  properties: {
    ownerId: p.uuid().primary(),
    hour: instant().primary(),
    viewerId: p.uuid().primary(),
    category: p.text().$type<Category>().primary(),
    id: p.uuid(),
    doors: p.array().$type<string[]>().columnType('text[]'),
    firstDate: localDate(),
    lastDate: localDate(),
    lastReadAt: instant(),
  },
});

/** How many notifications a viewer has had. */
export const NotificationCounterEntity = defineEntity({
  name: 'NotificationCounter',
  tableName: 'notification_counters',
  properties: {
    viewerId: p.uuid().primary(),
    last: p.bigint('number'),
  },
});

/** Something that a viewer was told: references, never data. */
export const NotificationEntity = defineEntity({
  name: 'Notification',
  tableName: 'notifications',
  properties: {
    viewerId: p.uuid().primary(),
    /** From 1, without gaps, in the order of the commits. */
    number: p.bigint('number').primary(),
    id: p.uuid(),
    kind: p.text().$type<NotificationKind>(),
    category: p.text().$type<NotifiableCategory>().nullable(),
    /** How many records of the category one transaction wrote. */
    count: p.integer(),
    ownerId: p.uuid(),
    shareId: p.uuid(),
    recordType: p.text().$type<RecordType>().nullable(),
    recordId: p.uuid().nullable(),
    localDate: localDate().nullable(),
    occurredAt: instant(),
    readAt: instant().nullable(),
  },
});

export type SharingTables = InferKyselyDB<
  | typeof ShareEntity
  | typeof InvitationEntity
  | typeof BlockedPersonEntity
  | typeof DashboardEntity
  | typeof DashboardPictureEntity
  | typeof DashboardGroupEntity
  | typeof DashboardGroupMemberEntity
  | typeof AccessLogEntity
  | typeof NotificationCounterEntity
  | typeof NotificationEntity
>;
