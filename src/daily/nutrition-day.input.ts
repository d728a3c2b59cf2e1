import { z } from 'zod';
import { day, instant } from '../platform/fields.ts';
import { bodily } from './daily.input.ts';

export const nutritionQuantities = {
  breakfastEnergyKilocalories: bodily.energyKilocalories,
  lunchEnergyKilocalories: bodily.energyKilocalories,
  dinnerEnergyKilocalories: bodily.energyKilocalories,
  snackEnergyKilocalories: bodily.energyKilocalories,
  energyKilocalories: bodily.energyKilocalories,
  goalEnergyKilocalories: bodily.energyKilocalories,
  carbohydrateGrams: bodily.macroGrams,
  proteinGrams: bodily.macroGrams,
  fatGrams: bodily.macroGrams,
  goalCarbohydrateGrams: bodily.macroGrams,
  goalProteinGrams: bodily.macroGrams,
  goalFatGrams: bodily.macroGrams,
  activityEnergyKilocalories: bodily.energyKilocalories,
  steps: bodily.steps,
  waterMilliliters: bodily.waterMilliliters,
};

const fields = { loggedAt: instant.nullish(), ...nutritionQuantities };

/** What someone ate and drank on a day: one record for the person, whoever writes it. */
export const nutritionDayDraft = z.object({ day, ...fields, externalId: bodily.externalId });

export const nutritionDayChange = z.object(fields);
