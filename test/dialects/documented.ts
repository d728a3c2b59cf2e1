/**
 * The facts of the vendor's document: the JSON of its examples as it stands there, and the fields of section 5 with their types.
 * What is a placeholder there (`act_...`, YOUR_CLIENT_ID) is one here.
 */

export interface DocumentedResource {
  path: string;
  /** The example request. */
  request: Readonly<Record<string, unknown>>;
  /** A request that says whatever the example response tells. */
  full: Readonly<Record<string, unknown>>;
  /** The item of the example response. */
  item: Readonly<Record<string, unknown>>;
  /** Every field that an item has by its list, with its type; `?`: may be null. */
  fields: Readonly<Record<string, string>>;
  /** Fields that may be sent, beside those that are read under the same name. */
  writable: readonly string[];
}

const identity = { id: 'string', organizationId: 'string', athleteId: 'string' };
const daily = { ...identity, updatedAt: 'iso', source: 'string?', sourceName: 'string?' };
const externalItem = {
  organizationId: 'org_...',
  athleteId: 'mem_...',
  source: 'EXTERNAL',
  sourceName: 'YOUR_CLIENT_ID',
};

const activities: DocumentedResource = {
  path: '/activities',
  request: {
    title: 'Evening Run',
    type: 'RUN',
    startedAt: '2026-01-17T18:20:00.000Z',
    durationMin: 45,
    distanceKm: 9.8,
    avgHr: 151,
    maxHr: 172,
    avgPower: 245,
    perceivedExertion: 6,
    externalId: 'partner-activity-123',
    rawPayload: { suffer_score: 78, any: 'object' },
  },
  full: {
    title: 'Evening Run',
    type: 'RUN',
    startedAt: '2026-01-17T18:20:00.000Z',
    durationSec: 2700,
    distanceM: 9800,
    avgHr: 151,
    maxHr: 172,
    avgPower: 245,
    calories: 520,
    perceivedExertion: 6,
    timezone: 'Europe/Berlin',
    externalId: 'partner-activity-123',
    rawPayload: { suffer_score: 78 },
  },
  item: {
    id: 'act_...',
    ...externalItem,
    type: 'RUN',
    title: 'Evening Run',
    startedAt: '2026-01-17T18:20:00.000Z',
    durationSec: 2700,
    distanceM: 9800,
    elevationGainM: null,
    avgHr: 151,
    maxHr: 172,
    avgPower: 245,
    calories: -520,
    perceivedExertion: 54,
    notes: null,
    timezone: 'Europe/Berlin',
    createdAt: '2026-01-17T18:21:00.000Z',
    externalId: 'partner-activity-123',
    sources: [
      {
        provider: 'EXTERNAL',
        externalId: 'partner-activity-123',
        rawPayload: {
          kind: 'oauth_external',
          externalProviderClientId: 'YOUR_CLIENT_ID',
          receivedAt: '2026-01-17T18:21:00.000Z',
          payload: { suffer_score: 78 },
        },
      },
    ],
  },
  fields: {
    ...identity,
    type: 'RUN|RIDE|SWIM|STRENGTH|OTHER',
    title: 'string',
    startedAt: 'iso',
    createdAt: 'iso',
    durationSec: 'int',
    durationMin: 'number?',
    distanceM: 'number?',
    distanceKm: 'number?',
    elevationGainM: 'number?',
    avgHr: 'int?',
    maxHr: 'int?',
    avgPower: 'int?',
    calories: 'int?',
    perceivedExertion: 'int?',
    notes: 'string?',
    timezone: 'string?',
    source: 'string',
    sourceName: 'string',
    externalId: 'string?',
    sources: 'array',
  },
  writable: ['rawPayload'],
};

const bodyMetrics: DocumentedResource = {
  path: '/body-metrics',
  request: { measuredAt: '2026-01-17T06:30:00.000Z', weightKg: 78.2, bodyFatPct: 12.8, restingHr: 48 },
  full: {
    measuredAt: '2026-01-17T06:30:00.000Z',
    weightKg: 78.2,
    heightCm: 180,
    bodyFatPct: 12.8,
    restingHr: 48,
    waistCm: 82,
  },
  item: {
    id: 'bm_...',
    ...externalItem,
    measuredAt: '2026-01-17T06:30:00.000Z',
    updatedAt: '2026-01-17T06:35:00.000Z',
    weightKg: 78.2,
    heightCm: 180,
    bodyFatPct: 12.8,
    muscleMassKg: null,
    restingHr: 48,
    sleepHours: null,
    notes: null,
    circumferences: { waistCm: 82 },
  },
  fields: {
    ...daily,
    measuredAt: 'iso',
    weightKg: 'number?',
    bodyFatPct: 'number?',
    muscleMassKg: 'number?',
    sleepHours: 'number?',
    heightCm: 'int?',
    restingHr: 'int?',
    notes: 'string?',
    circumferences: 'object?',
  },
  writable: ['neckCm', 'chestCm', 'waistCm', 'hipCm', 'thighCm', 'armCm', 'externalId', 'rawPayload'],
};

const night = {
  day: '2026-01-16',
  sleepStartAt: '2026-01-15T22:45:00.000Z',
  sleepEndAt: '2026-01-16T06:15:00.000Z',
  sleepSeconds: 27_000,
  timeInBedSeconds: 28_800,
  deepSeconds: 5400,
  lightSeconds: 15_000,
  remSeconds: 4500,
  awakeSeconds: 900,
  sleepScore: 82,
  rawPayload: { any: 'object' },
};

const sleepDays: DocumentedResource = {
  path: '/sleep-days',
  request: {
    day: '2026-01-16',
    sleepStartAt: '2026-01-15T22:45:00.000Z',
    sleepEndAt: '2026-01-16T06:15:00.000Z',
    sleepSeconds: 27_000,
    sleepScore: 82,
  },
  full: night,
  item: { id: 'sl_...', ...externalItem, updatedAt: '2026-01-16T08:00:00.000Z', ...night },
  fields: {
    ...daily,
    day: 'day',
    sleepStartAt: 'iso?',
    sleepEndAt: 'iso?',
    sleepSeconds: 'int?',
    timeInBedSeconds: 'int?',
    deepSeconds: 'int?',
    lightSeconds: 'int?',
    remSeconds: 'int?',
    awakeSeconds: 'int?',
    sleepScore: 'int?',
    rawPayload: 'object?',
  },
  writable: ['externalId'],
};

const eaten = {
  day: '2026-01-16',
  loggedAt: '2026-01-16T20:00:00.000Z',
  energyBreakfastKcal: 450,
  energyLunchKcal: 650,
  energyDinnerKcal: 800,
  goalEnergyKcal: 2200,
  carbTotalG: 210,
  proteinTotalG: 140,
  fatTotalG: 60,
  goalCarbG: 240,
  goalProteinG: 150,
  goalFatG: 70,
  activityEnergyKcal: 420,
  steps: 8500,
  waterMl: 2200,
  rawPayload: { any: 'object' },
};

const nutritionDays: DocumentedResource = {
  path: '/nutrition-days',
  request: {
    day: '2026-01-16',
    energyBreakfastKcal: 450,
    energyLunchKcal: 650,
    energyDinnerKcal: 800,
    waterMl: 2200,
    steps: 8500,
  },
  full: eaten,
  item: {
    id: 'nu_...',
    ...externalItem,
    updatedAt: '2026-01-16T20:00:00.000Z',
    energySnackKcal: null,
    energyTotalKcal: 1900,
    ...eaten,
  },
  fields: {
    ...daily,
    day: 'day',
    loggedAt: 'iso?',
    energyBreakfastKcal: 'int?',
    energyLunchKcal: 'int?',
    energyDinnerKcal: 'int?',
    energySnackKcal: 'int?',
    energyTotalKcal: 'int?',
    goalEnergyKcal: 'int?',
    carbTotalG: 'number?',
    proteinTotalG: 'number?',
    fatTotalG: 'number?',
    goalCarbG: 'number?',
    goalProteinG: 'number?',
    goalFatG: 'number?',
    activityEnergyKcal: 'int?',
    steps: 'int?',
    waterMl: 'int?',
    rawPayload: 'object?',
  },
  writable: ['externalId'],
};

const counted = { day: '2026-01-16', steps: 8500, waterMl: 2200, activityEnergyKcal: 420 };

const dailyWellness: DocumentedResource = {
  path: '/daily-wellness',
  request: counted,
  full: { ...counted, rawPayload: { any: 'object' } },
  item: {
    id: 'dw_...',
    ...externalItem,
    updatedAt: '2026-01-16T21:00:00.000Z',
    ...counted,
    rawPayload: { any: 'object' },
  },
  fields: { ...daily, day: 'day', steps: 'int?', waterMl: 'int?', activityEnergyKcal: 'int?', rawPayload: 'object?' },
  writable: ['externalId'],
};

export const documentedResources = [activities, bodyMetrics, sleepDays, nutritionDays, dailyWellness];

export const documentedProfile = { id: 'string', email: 'string', name: 'string?', image: 'string?', createdAt: 'iso' };

/** Section 6; of the issues it only says that they are zod's. */
export const documentedError = {
  error: 'Invalid request body.',
  errorCode: 'validation_error',
  hint: 'Check required fields and units.',
  details: {
    validation: { formErrors: [], fieldErrors: { day: ['Invalid'] } },
    issues: [],
    receivedKeys: ['day', 'steps', 'extraField'],
    allowedKeys: ['day', 'steps', 'waterMl', 'activityEnergyKcal', 'externalId', 'rawPayload'],
    missingFields: ['day'],
  },
};
