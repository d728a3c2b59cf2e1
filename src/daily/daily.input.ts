import { text } from '../platform/fields.ts';
import { between, wholeBetween } from '../platform/fields.ts';

/** The bounds that several kinds of records share: what a human body can do or take in a day, with room to spare. */
export const bodily = {
  externalId: text(200).min(1, 'must not be empty').nullish(),
  notes: text(20_000).nullish(),
  steps: wholeBetween(0, 250_000).nullish(),
  waterMilliliters: between(0, 30_000).nullish(),
  energyKilocalories: between(0, 20_000).nullish(),
  macroGrams: between(0, 3000).nullish(),
  restingHeartRate: between(20, 220).nullish(),
};
