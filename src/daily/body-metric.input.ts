import { z } from 'zod';
import { between, instant, timezone } from '../platform/fields.ts';
import { bodily } from './daily.input.ts';

export const bodyQuantities = {
  weightKilograms: between(0.5, 650).nullish(),
  heightCentimeters: between(20, 280).nullish(),
  bodyFatPercent: between(1, 80).nullish(),
  muscleMassKilograms: between(0.1, 300).nullish(),
  restingHeartRate: bodily.restingHeartRate,
  sleepHours: between(0, 24).nullish(),
  neckCentimeters: between(5, 120).nullish(),
  chestCentimeters: between(20, 350).nullish(),
  waistCentimeters: between(20, 400).nullish(),
  hipCentimeters: between(20, 400).nullish(),
  thighCentimeters: between(5, 200).nullish(),
  armCentimeters: between(3, 150).nullish(),
};

const fields = { ...bodyQuantities, notes: bodily.notes };

/** What was measured of a body at one instant. */
export const bodyMetricDraft = z.object({
  measuredAt: instant,
  timezone: timezone.nullish(),
  ...fields,
  externalId: bodily.externalId,
});

export const bodyMetricChange = z.object(fields);
