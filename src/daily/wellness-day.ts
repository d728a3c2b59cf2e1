import { givenColumns } from './columns.ts';
import type { RecordKind } from './record-kind.ts';
import { wellnessDayChange, wellnessDayDraft } from './wellness-day.input.ts';

/** The totals of a day. */
export interface WellnessFields {
  steps: number | null;
  waterMilliliters: number | null;
  activityEnergyKilocalories: number | null;
}

export const wellnessDays: RecordKind<WellnessFields, typeof wellnessDayDraft, typeof wellnessDayChange> = {
  name: 'WellnessDay',
  table: 'wellness_days',
  orderedBy: 'created_at',
  scopes: { read: 'dailyWellness:read', write: 'dailyWellness:write' },
  draft: wellnessDayDraft,
  change: wellnessDayChange,
  constant: {},
  sentAgain: 'CHANGES',
  keyOf: (viewer, { day }) => ({ client_id: viewer.clientId, local_date: day }),
  dayOf: (_viewer, { day }) => day,
  set: (_viewer, given) =>
    givenColumns(given, ['steps', 'waterMilliliters', 'activityEnergyKilocalories', 'externalId']),
  check: () => {},
};
