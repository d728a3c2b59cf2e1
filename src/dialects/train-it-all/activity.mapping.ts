import { z } from 'zod';
import type { Activity } from '../../activities/activity.ts';
import type { newActivity } from '../../activities/activity.input.ts';
import type { NewestSource } from '../../activities/numbered-activities.read.ts';
import { typeId } from '../../platform/ids.ts';
import { members, sourceOf, type Reader } from './daily.mapping.ts';
import { externalId, instantIn, instantOut, instantText, isoMilliseconds, rawPayload } from './fields.ts';

export const activityTypes = ['RUN', 'RIDE', 'SWIM', 'STRENGTH', 'OTHER'] as const;
type ActivityType = (typeof activityTypes)[number];

/** What each type is among the sports of the FIT profile. */
const sports: Record<ActivityType, { sport: string; subSport?: string }> = {
  RUN: { sport: 'running' },
  RIDE: { sport: 'cycling' },
  SWIM: { sport: 'swimming' },
  STRENGTH: { sport: 'training', subSport: 'strength_training' },
  OTHER: { sport: 'generic' },
};

/** The type that stands for a sport. */
export function typeOf({ sport, subSport }: Pick<Activity, 'sport' | 'subSport'>): ActivityType {
  if (subSport === 'strength_training') return 'STRENGTH';
  if (sport === 'running') return 'RUN';
  if (sport === 'cycling' || sport === 'e_biking') return 'RIDE';
  return sport === 'swimming' ? 'SWIM' : 'OTHER';
}

const whole = z.int('must be a whole number').nullish();
const quantity = z.number('must be a number').nullish();

/** What a partner sends to make an activity. Keys that are not here are ignored. */
export const activityRequest = z
  .object(
    {
      title: z.string('must be text'),
      type: z.enum(activityTypes, `must be one of ${activityTypes.join(' ')}`),
      startedAt: instantIn,
      durationMin: quantity.meta({ description: 'Minutes; required unless durationSec is there, which wins.' }),
      durationSec: whole.meta({ description: 'Seconds; required unless durationMin is there.' }),
      distanceKm: quantity.meta({ description: 'Kilometres.' }),
      distanceM: quantity.meta({ description: 'Metres; wins over distanceKm.' }),
      elevationGainM: quantity,
      avgHr: whole,
      maxHr: whole,
      avgPower: whole,
      calories: whole.meta({ description: 'kcal; its sign says nothing.' }),
      perceivedExertion: whole.meta({ description: '1 to 10.' }),
      notes: z.string('must be text').nullish(),
      timezone: z.string('must be text').nullish(),
      externalId,
      rawPayload,
    },
    'must be a JSON object',
  )
  .refine(({ durationMin, durationSec }) => durationMin != null || durationSec != null, {
    path: ['durationMin'],
    message: 'durationMin or durationSec is required',
  });

export type ActivityRequest = z.output<typeof activityRequest>;

const wrapper = z.object({
  kind: z.literal('oauth_external'),
  externalProviderClientId: z.string(),
  receivedAt: instantOut,
  payload: z.unknown().optional(),
});

/** What a partner gets of an activity. */
export const activityResponse = z.object({
  id: z.string(),
  organizationId: z.string(),
  athleteId: z.string(),
  source: z.string(),
  sourceName: z.string(),
  type: z.enum(activityTypes),
  title: z.string(),
  startedAt: instantOut,
  durationSec: z.int(),
  durationMin: z.number().nullable(),
  distanceM: z.number().nullable(),
  distanceKm: z.number().nullable(),
  elevationGainM: z.number().nullable(),
  avgHr: z.int().nullable(),
  maxHr: z.int().nullable(),
  avgPower: z.int().nullable(),
  calories: z.int().nullable().meta({ description: 'kcal, as a negative number.' }),
  perceivedExertion: z.int().nullable().meta({ description: 'Load points, not 1 to 10.' }),
  notes: z.string().nullable(),
  timezone: z.string().nullable(),
  createdAt: instantOut,
  externalId: z.string().nullable(),
  sources: z
    .array(z.object({ provider: z.string(), externalId: z.string().nullable(), rawPayload: wrapper.nullable() }))
    .max(1),
});

export type ActivityResponse = z.output<typeof activityResponse>;

/** A checked request under the domain's names. */
export const toActivityDraft = (body: ActivityRequest): z.input<typeof newActivity> => ({
  ...sports[body.type],
  title: body.title,
  startedAt: instantText(body.startedAt),
  durationSeconds: body.durationSec ?? (body.durationMin as number) * 60,
  distanceMeters: body.distanceM ?? (body.distanceKm == null ? null : metersOf(body.distanceKm)),
  elevationGainMeters: body.elevationGainM,
  averageHeartRate: body.avgHr,
  maxHeartRate: body.maxHr,
  averagePower: body.avgPower,
  // The vendor keeps energy that was spent as a negative number; a client may send back what it read.
  energyKilocalories: body.calories == null ? null : Math.abs(body.calories),
  perceivedExertion: body.perceivedExertion,
  notes: body.notes,
  timezone: body.timezone,
  externalId: body.externalId,
});

/** Kilometres in metres to the micrometre, so that 9.8 km are 9800 m and not 9800.000000000002. */
const metersOf = (kilometers: number): number => Math.round(kilometers * 1e9) / 1e6;
const kilometersOf = (meters: number): number => Math.round(meters * 1e6) / 1e9;

const vendorNames: Record<string, string> = {
  sport: 'type',
  elevationGainMeters: 'elevationGainM',
  averageHeartRate: 'avgHr',
  maxHeartRate: 'maxHr',
  averagePower: 'avgPower',
  energyKilocalories: 'calories',
};

/** The vendor's name of a field that the domain has under another; where there are two, the one that was sent. */
export function activityName(field: string, sent: readonly string[]): string {
  if (field === 'durationSeconds') return sent.includes('durationSec') ? 'durationSec' : 'durationMin';
  if (field === 'distanceMeters') return sent.includes('distanceM') ? 'distanceM' : 'distanceKm';
  return vendorNames[field] ?? field;
}

const rounded = (value: number | null): number | null => (value === null ? null : Math.round(value));

/** An activity as the API gives it. */
export function fromActivity(activity: Activity, source: NewestSource | undefined, reader: Reader): ActivityResponse {
  const { distanceMeters, energyKilocalories } = activity;
  return {
    id: typeId('Activity', activity.id),
    ...members(activity.ownerId, reader),
    ...sourceOf(source?.clientId ?? null),
    type: typeOf(activity),
    title: activity.title,
    startedAt: isoMilliseconds(activity.startedAt),
    durationSec: Math.round(activity.durationSeconds),
    durationMin: activity.durationSeconds / 60,
    distanceM: distanceMeters,
    distanceKm: distanceMeters === null ? null : kilometersOf(distanceMeters),
    elevationGainM: activity.elevationGainMeters,
    avgHr: rounded(activity.averageHeartRate),
    maxHr: rounded(activity.maxHeartRate),
    avgPower: rounded(activity.averagePower),
    // Zero has no sign in JSON.
    calories: energyKilocalories === null ? null : 0 - Math.round(energyKilocalories),
    perceivedExertion: activity.load,
    notes: activity.notes,
    timezone: activity.timezone,
    createdAt: isoMilliseconds(activity.createdAt),
    externalId: source?.externalId ?? null,
    sources: source && source.provider !== 'MANUAL' ? [fromSource(source)] : [],
  };
}

/** Where the data came from last: a partner, or a file that is told by its hash. */
function fromSource({ provider, clientId, externalId, checksum, payload, createdAt }: NewestSource) {
  return {
    provider,
    externalId: checksum?.toString('hex') ?? externalId,
    rawPayload:
      clientId === null || provider !== 'EXTERNAL'
        ? null
        : {
            kind: 'oauth_external' as const,
            externalProviderClientId: clientId,
            receivedAt: isoMilliseconds(createdAt),
            ...(payload !== null && { payload }),
          },
  };
}
