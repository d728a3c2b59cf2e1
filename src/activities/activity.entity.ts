import { defineEntity, p, type InferKyselyDB } from '@mikro-orm/postgresql';
import { bytes, instant, localDate, quantity, quantityArray } from '../platform/database/columns.ts';
import type { StreamKind } from '../files/recording.ts';

/** The columns of the figures that an activity and a lap have in common. */
const summaryColumns = () => ({
  durationSeconds: quantity(),
  elapsedSeconds: quantity(),
  distanceMeters: quantity().nullable(),
  elevationGainMeters: quantity().nullable(),
  elevationLossMeters: quantity().nullable(),
  averageHeartRate: quantity().nullable(),
  maxHeartRate: quantity().nullable(),
  averagePower: quantity().nullable(),
  maxPower: quantity().nullable(),
  averageCadence: quantity().nullable(),
  maxCadence: quantity().nullable(),
  averageSpeedMetersPerSecond: quantity().nullable(),
  maxSpeedMetersPerSecond: quantity().nullable(),
  energyKilocalories: quantity().nullable(),
});

export const FileEntity = defineEntity({
  name: 'File',
  tableName: 'files',
  properties: {
    ownerId: p.uuid().primary(),
    sha256: bytes().fieldName('sha256').primary(),
    format: p.text().$type<'FIT' | 'TCX' | 'GPX'>(),
    name: p.text(),
    size: p.integer(),
    /** Names the bytes in the blob store: fresh for each upload, so that deleting one never takes another's bytes. */
    blobId: p.uuid(),
    createdAt: instant(),
  },
});

export const ActivityEntity = defineEntity({
  name: 'Activity',
  tableName: 'activities',
  properties: {
    ownerId: p.uuid().primary(),
    id: p.uuid().primary(),
    /** FIT profile name, snake_case. */
    sport: p.text(),
    subSport: p.text().nullable(),
    title: p.text(),
    notes: p.text().nullable(),
    startedAt: instant(),
    utcOffsetMinutes: p.smallint(),
    timezone: p.text().nullable(),
    localDate: localDate(),
    ...summaryColumns(),
    perceivedExertion: p.smallint().nullable(),
    load: p.integer().nullable(),
    fileSha256: bytes().fieldName('file_sha256').nullable(),
    /** Which session of the file it is, from 0. */
    fileSession: p.smallint().nullable(),
    /** Whether measured data were changed after the import: then the original file no longer tells what is stored. */
    isEdited: p.boolean(),
    createdAt: instant(),
    updatedAt: instant(),
  },
});

export const ActivitySourceEntity = defineEntity({
  name: 'ActivitySource',
  tableName: 'activity_sources',
  properties: {
    ownerId: p.uuid().primary(),
    activityId: p.uuid().primary(),
    number: p.smallint().primary(),
    provider: p.text(),
    /** `null`: the person themself. */
    clientId: p.text().nullable(),
    externalId: p.text().nullable(),
    checksum: bytes().nullable(),
    payload: p.json().nullable(),
    createdAt: instant(),
  },
});

export const ActivityLapEntity = defineEntity({
  name: 'ActivityLap',
  tableName: 'activity_laps',
  properties: {
    ownerId: p.uuid().primary(),
    activityId: p.uuid().primary(),
    number: p.smallint().primary(),
    startedAt: instant(),
    ...summaryColumns(),
  },
});

export const ActivityPauseEntity = defineEntity({
  name: 'ActivityPause',
  tableName: 'activity_pauses',
  properties: {
    ownerId: p.uuid().primary(),
    activityId: p.uuid().primary(),
    startedAt: instant().primary(),
    durationSeconds: quantity(),
  },
});

export const ActivityStreamEntity = defineEntity({
  name: 'ActivityStream',
  tableName: 'activity_streams',
  properties: {
    ownerId: p.uuid().primary(),
    activityId: p.uuid().primary(),
    kind: p.text().$type<StreamKind>().primary(),
    offsetsSeconds: quantityArray(),
    streamValues: quantityArray(),
  },
});

export type ActivityTables = InferKyselyDB<
  | typeof FileEntity
  | typeof ActivityEntity
  | typeof ActivitySourceEntity
  | typeof ActivityLapEntity
  | typeof ActivityPauseEntity
  | typeof ActivityStreamEntity
>;
