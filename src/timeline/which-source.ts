import type { Source } from '../samples/source.ts';

/** The kinds of data that can tell of a day. */
export const origins = [
  'SAMPLES',
  'WELLNESS_DAY',
  'NUTRITION_DAY',
  'SLEEP_DAY',
  'BODY_METRIC',
  'JOURNAL',
  'ACTIVITIES',
] as const;

export type Origin = (typeof origins)[number];

/** One source's word on something, with what the rule looks at. */
export interface Candidate {
  origin: Origin;
  /** Its place among the person's preferred sources, from 1; `undefined`: not among them. */
  rank: number | undefined;
  /** ISO 8601: when it was measured or last written. */
  writtenAt: string;
}

/** Samples tell more than a day's total, and the total of a tracker more than that of a food diary; the others are equal. */
const precedence: Partial<Record<Origin, number>> = { SAMPLES: 0, WELLNESS_DAY: 1, NUTRITION_DAY: 2 };
const lastPlace = 3;

/**
 * The one rule of which source wins: the person's preference; else samples, then wellness days, then nutrition totals; else the
 * newest.
 */
export function winner<C extends Candidate>(candidates: readonly C[]): C | undefined {
  return candidates.toSorted(
    (a, b) =>
      (a.rank ?? Infinity) - (b.rank ?? Infinity) ||
      (precedence[a.origin] ?? lastPlace) - (precedence[b.origin] ?? lastPlace) ||
      Date.parse(b.writtenAt) - Date.parse(a.writtenAt),
  )[0];
}

/** The place of a record without a device among the preferred sources, from 1. */
export function rankOf(preferred: readonly Source[] | undefined, clientId: string | null): number | undefined {
  const index = preferred?.findIndex((source) => source.device === null && source.clientId === clientId) ?? -1;
  return index < 0 ? undefined : index + 1;
}
