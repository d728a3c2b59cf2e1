import type { Source } from '../samples/source.ts';

/** The kinds of data that can tell of a day. */
export const dayOrigins = [
  'SAMPLES',
  'WELLNESS_DAY',
  'NUTRITION_DAY',
  'SLEEP_DAY',
  'BODY_METRIC',
  'JOURNAL',
  'ACTIVITIES',
] as const;

export type DayOrigin = (typeof dayOrigins)[number];

/** One source's word on something, with what the rule looks at. */
export interface Candidate {
  origin: DayOrigin;
  /** Its place among the person's preferred sources, from 1; `undefined`: not among them. */
  rank: number | undefined;
  /** ISO 8601: when it was measured or last written. */
  writtenAt: string;
  /** Who wrote it; `null`: the person themself. */
  clientIds: readonly (string | null)[];
  /** The devices whose samples count. */
  devices: readonly string[];
}

/** Samples tell more than a day's total, and the total of a tracker more than that of a food diary; the others are equal. */
const precedence: Partial<Record<DayOrigin, number>> = { SAMPLES: 0, WELLNESS_DAY: 1, NUTRITION_DAY: 2 };
const lastPlace = 3;

/**
 * The one rule of which source wins: the person's preference; else samples, then wellness days, then nutrition totals; else the
 * newest. Of equals always the same one wins.
 */
export function winner<C extends Candidate>(candidates: readonly C[]): C | undefined {
  return candidates.toSorted(
    (a, b) =>
      (a.rank ?? Infinity) - (b.rank ?? Infinity) ||
      (precedence[a.origin] ?? lastPlace) - (precedence[b.origin] ?? lastPlace) ||
      Date.parse(b.writtenAt) - Date.parse(a.writtenAt) ||
      (nameOf(a) < nameOf(b) ? -1 : 1),
  )[0];
}

const nameOf = ({ origin, clientIds }: Candidate) => `${origin} ${clientIds.join()}`;

/** The best place that one of the clients has among the preferred sources without a device, from 1. */
export function bestRank(
  preferred: readonly Source[] | undefined,
  clientIds: readonly (string | null)[],
): number | undefined {
  const index = preferred?.findIndex(({ device, clientId }) => device === null && clientIds.includes(clientId)) ?? -1;
  return index < 0 ? undefined : index + 1;
}
