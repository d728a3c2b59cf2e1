import { givenColumns, instantText } from './columns.ts';
import { nutritionDayChange, nutritionDayDraft, nutritionQuantities } from './nutrition-day.input.ts';
import type { RecordKind } from './record-kind.ts';

/** What someone ate and drank on a day, and what they meant to. */
export type NutritionFields = { loggedAt: string | null } & {
  [quantity in keyof typeof nutritionQuantities]: number | null;
};

const quantities = Object.keys(nutritionQuantities) as (keyof typeof nutritionQuantities)[];

export const nutritionDays: RecordKind<NutritionFields, typeof nutritionDayDraft, typeof nutritionDayChange> = {
  name: 'NutritionDay',
  table: 'nutrition_days',
  orderedBy: 'created_at',
  scopes: { read: 'nutrition:read', write: 'nutrition:write' },
  draft: nutritionDayDraft,
  change: nutritionDayChange,
  constant: {},
  sentAgain: 'CHANGES',
  keyOf: (_viewer, { day }) => ({ local_date: day }),
  dayOf: (_viewer, { day }) => day,
  set: (_viewer, given) => ({
    ...givenColumns(given, [...quantities, 'externalId']),
    ...(given.loggedAt !== undefined && { logged_at: instantText(given.loggedAt) }),
  }),
  check: () => {},
};

/** The energy of the meals, of which a day without a total is added up. */
export const mealEnergies = [
  'breakfastEnergyKilocalories',
  'lunchEnergyKilocalories',
  'dinnerEnergyKilocalories',
  'snackEnergyKilocalories',
] as const;

/** The day's energy: the total that was sent, else the sum of the meals; `null` without either. */
export function energyEaten(nutrition: NutritionFields): number | null {
  if (nutrition.energyKilocalories !== null) return nutrition.energyKilocalories;
  const eaten = mealEnergies.map((meal) => nutrition[meal]).filter((energy) => energy !== null);
  return eaten.length === 0 ? null : eaten.reduce((sum, energy) => sum + energy, 0);
}
