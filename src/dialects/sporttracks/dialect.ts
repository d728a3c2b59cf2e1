import { z } from 'zod';
import type { FastifyRequest } from 'fastify';
import type { Dialect } from '../kit/dialect.ts';
import type { Refusal } from '../kit/refusal.ts';

export const errorBody = z.object({ error: z.object({ code: z.string(), message: z.string() }) });

/** The domain's names of fields that workouts have under others. */
const vendorNames = new Map(
  Object.entries({
    startedAt: 'start_time',
    title: 'name',
    sport: 'type',
    durationSeconds: 'duration',
    elapsedSeconds: 'clock_duration',
    distanceMeters: 'total_distance',
    elevationGainMeters: 'elevation_gain',
    elevationLossMeters: 'elevation_loss',
    averageSpeedMetersPerSecond: 'avg_speed',
    maxSpeedMetersPerSecond: 'max_speed',
    averageHeartRate: 'avg_heartrate',
    maxHeartRate: 'max_heartrate',
    averageCadence: 'avg_cadence',
    maxCadence: 'max_cadence',
    averagePower: 'avg_power',
    maxPower: 'max_power',
    energyKilocalories: 'calories',
    pauses: 'timer_stops',
    file: 'data',
  }),
);

const vendorPath = (path: string): string =>
  path
    .split('.')
    .map((part, index) => (index > 0 && part === 'distanceMeters' ? 'distance' : (vendorNames.get(part) ?? part)))
    .join('.');

/** No document has an error: a code, and a sentence that names the field. */
function envelope(refusal: Refusal, _request: FastifyRequest) {
  const { status, code, invalid, fields } = refusal;
  const told = invalid
    ? invalid.issues.map(({ path, message }) => [path.join('.'), message])
    : fields && Object.entries(fields).map(([field, [problem = '']]) => [vendorPath(field), problem]);
  const message = told
    ?.slice(0, 5)
    .map(([field, problem]) => [field, problem].filter(Boolean).join(' '))
    .join('; ');
  return { status, body: { error: { code, message: message || refusal.message } } };
}

export const sportTracks: Dialect = {
  name: 'sporttracks',
  title: 'Vitalgate: the SportTracks API',
  version: '2.0.0',
  description:
    'For clients that were written for SportTracks, version 2: change the base URL, and they work. ' +
    'Field by field it is told in `src/dialects/sporttracks/README.md`.',
  base: '/api/v2',
  envelope,
  errorBody,
};
