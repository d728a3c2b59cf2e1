import type { Coverage, Covered } from '../kit/coverage.ts';
import { dailyResources, type DailyResource } from './daily-resources.ts';

const carried = (as: string, note?: string): Covered => ({ fate: 'carried', as, ...(note && { note }) });
const derived = (as: string | null, note: string): Covered => ({ fate: 'derived', as, note });
const kept = (note: string): Covered => ({ fate: 'kept', as: null, note });

const payloadNote = 'at most 64 KiB and 100 levels; only the client that sent it sees it';

/** What every record has. */
const identity = (type: string): Record<string, Covered> => ({
  id: carried(`${type}.id`, 'opaque'),
  organizationId: derived(null, "the person's organisation"),
  athleteId: derived(null, 'the person as its member'),
});

const daily = ({ kind, key, fields, gathered, givesPayload }: DailyResource): Record<string, Covered> => ({
  ...identity(kind.name),
  [key.name]: carried(`${kind.name}.${key.name}`, 'names the record'),
  updatedAt: carried(`${kind.name}.updatedAt`),
  source: derived(`${kind.name}.source`, 'EXTERNAL, or MANUAL for what the person wrote'),
  sourceName: derived(`${kind.name}.source`, 'the `client_id`, or MANUAL'),
  ...Object.fromEntries(
    Object.entries(fields).map(([name, { as, words, note }]) => [
      name,
      carried(`${kind.name}.${as}`, note ? `${words}; ${note}` : words),
    ]),
  ),
  ...(gathered && {
    [gathered.name]: derived(null, 'gathers what there is of the fields below'),
    ...Object.fromEntries(
      Object.entries(gathered.fields).map(([name, { as, words }]) => [
        name,
        carried(`${kind.name}.${as}`, `${words}; read in \`${gathered.name}\``),
      ]),
    ),
  }),
  externalId: carried('RecordSource.externalId', 'written only'),
  rawPayload: kept(givesPayload ? payloadNote : 'written only; at most 64 KiB and 100 levels'),
});

export const coverage: Coverage = {
  Profile: {
    id: carried('User.id'),
    email: carried('User.email'),
    name: carried('User.name'),
    image: carried('User.image'),
    createdAt: carried('User.createdAt'),
  },
  Activities: {
    ...identity('Activity'),
    source: derived('Activity.sources', 'EXTERNAL, or MANUAL for what no OAuth client wrote'),
    sourceName: derived('Activity.sources', 'the `client_id`, or MANUAL'),
    type: derived(
      'Activity.sport',
      'RUN running, RIDE cycling and e_biking, SWIM swimming, STRENGTH strength_training, else OTHER',
    ),
    title: carried('Activity.title'),
    startedAt: carried('Activity.startedAt', 'read in UTC with milliseconds'),
    durationSec: carried('Activity.durationSeconds', 'read as a whole number'),
    durationMin: derived(
      'Activity.durationSeconds',
      'written: minutes, where there is no durationSec; read: durationSec / 60',
    ),
    distanceM: carried('Activity.distanceMeters'),
    distanceKm: derived('Activity.distanceMeters', 'written: where there is no distanceM; read: distanceM / 1000'),
    elevationGainM: carried('Activity.elevationGainMeters'),
    avgHr: carried('Activity.averageHeartRate'),
    maxHr: carried('Activity.maxHeartRate'),
    avgPower: carried('Activity.averagePower'),
    calories: carried('Activity.energyKilocalories', 'read as a negative number'),
    perceivedExertion: derived('Activity.load', 'written: 1 to 10, `Activity.perceivedExertion`; read: load points'),
    notes: carried('Activity.notes'),
    timezone: carried('Activity.timezone'),
    createdAt: carried('Activity.createdAt'),
    externalId: carried('ActivitySource.externalId', 'only the client that sent it sees it'),
    rawPayload: kept(`${payloadNote}; read in \`sources\``),
    sources: derived('Activity.sources', 'the newest one; of a file its provider and SHA-256'),
  },
  ...Object.fromEntries(dailyResources.map((resource) => [resource.title, daily(resource)])),
};
