import { z } from 'zod';
import { day } from '../platform/fields.ts';
import { bodily } from './daily.input.ts';

const fields = {
  steps: bodily.steps,
  waterMilliliters: bodily.waterMilliliters,
  activityEnergyKilocalories: bodily.energyKilocalories,
};

/** The totals of a day, as one source counted them. */
export const wellnessDayDraft = z.object({ day, ...fields, externalId: bodily.externalId });

export const wellnessDayChange = z.object(fields);
