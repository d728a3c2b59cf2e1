import { z } from 'zod';
import { between, instant, text, timezone } from '../platform/fields.ts';
import { bodily } from './daily.input.ts';

const moment = { occurredAt: instant, timezone: timezone.nullish(), notes: bodily.notes };
const name = text(200).trim().min(1, 'must not be empty');

/** What each kind of entry says beside its moment. */
const said = {
  WAKEUP: {},
  MEAL: {
    name,
    energyKilocalories: bodily.energyKilocalories,
    carbohydrateGrams: bodily.macroGrams,
    proteinGrams: bodily.macroGrams,
    fatGrams: bodily.macroGrams,
  },
  SUPPLEMENT: { name, dose: text(200).trim().min(1, 'must not be empty').nullish() },
  WATER: { volumeMilliliters: between(1, 10_000) },
};

const draftOf = <Shape extends z.ZodRawShape>(shape: Shape) =>
  z.object({ ...moment, ...shape, externalId: bodily.externalId });
const changeOf = <Shape extends z.ZodRawShape>(shape: Shape) => z.object({ ...moment, ...shape }).partial();

export const wakeupDraft = draftOf(said.WAKEUP);
export const wakeupChange = changeOf(said.WAKEUP);
export const mealDraft = draftOf(said.MEAL);
export const mealChange = changeOf(said.MEAL);
export const supplementDraft = draftOf(said.SUPPLEMENT);
export const supplementChange = changeOf(said.SUPPLEMENT);
export const waterDraft = draftOf(said.WATER);
export const waterChange = changeOf(said.WATER);

export const journalKinds = ['WAKEUP', 'MEAL', 'SUPPLEMENT', 'WATER'] as const;

export type JournalKindName = (typeof journalKinds)[number];
