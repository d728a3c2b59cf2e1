import { defineEntity, p } from '@mikro-orm/postgresql';
import { instant, localDate, quantity } from '../platform/database/columns.ts';

export const SampleDeviceEntity = defineEntity({
  name: 'SampleDevice',
  tableName: 'sample_devices',
  properties: {
    ownerId: p.uuid().primary(),
    id: p.integer().primary(),
    name: p.text(),
  },
});

/** What the samples of one metric, device, client, version and unit have in common. */
export const SampleOriginEntity = defineEntity({
  name: 'SampleOrigin',
  tableName: 'sample_origins',
  properties: {
    ownerId: p.uuid().primary(),
    id: p.integer().primary(),
    deviceId: p.integer(),
    metric: p.smallint(),
    /** `null`: the person themself. */
    clientId: p.text().nullable(),
    deviceVersion: p.text().nullable(),
    unit: p.text(),
    /** Turns a value into the metric's own unit. */
    factor: quantity(),
  },
});

export const SampleEntity = defineEntity({
  name: 'Sample',
  tableName: 'samples',
  properties: {
    ownerId: p.uuid().primary(),
    metric: p.smallint().primary(),
    startedAt: instant().primary(),
    deviceId: p.integer().primary(),
    endedAt: instant(),
    /** As it was sent, in the unit of its origin. */
    value: quantity(),
    originId: p.integer(),
    localDate: localDate(),
    utcOffsetMinutes: p.smallint(),
  },
});

/** The samples of one device that start within one hour of the local clock, added up in the metric's own unit. */
export const SampleHourEntity = defineEntity({
  name: 'SampleHour',
  tableName: 'sample_hours',
  properties: {
    ownerId: p.uuid().primary(),
    metric: p.smallint().primary(),
    localDate: localDate().primary(),
    /** When the hour starts, aligned to the offset. */
    hour: instant().primary(),
    deviceId: p.integer().primary(),
    utcOffsetMinutes: p.smallint().primary(),
    count: p.integer(),
    sum: quantity(),
    min: quantity(),
    max: quantity(),
    /** The samples' lengths up to the end of the hour, added up. Their values count whole in the hour of their start. */
    coveredSeconds: quantity(),
  },
});
