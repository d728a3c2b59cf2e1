import { z } from 'zod';
import type { DraftOf, RecordOf } from '../../../src/daily/record-kind.ts';
import type { wellnessDays } from '../../../src/daily/wellness-day.ts';

const kilojoulesPerKilocalorie = 4.184;

/** What a client sends of a day. Keys that are not here are ignored. */
export const dayRequest = z.object({
  date: z.string('must be a date'),
  footfalls: z.int('must be a whole number').nullish(),
  burnt_kj: z.number('must be a number').nullish().meta({ description: 'Kilojoules.' }),
});

/** What a client gets of a day. */
export const dayResponse = z.object({
  date: z.iso.date(),
  footfalls: z.int().nullable(),
  burnt_kj: z.number().nullable(),
  changed: z.iso.datetime(),
});

/** A checked request under the domain's names. What was left out stays out, so that it leaves the stored value alone. */
export const toWellnessDay = ({
  date,
  footfalls,
  burnt_kj: burnt,
}: z.output<typeof dayRequest>): DraftOf<typeof wellnessDays> => ({
  day: date,
  steps: footfalls,
  activityEnergyKilocalories: burnt == null ? burnt : burnt / kilojoulesPerKilocalorie,
});

/** A stored day as the API gives it: energy to the hundredth of a kilojoule, so that what was sent comes back. */
export const fromWellnessDay = (day: RecordOf<typeof wellnessDays>): z.output<typeof dayResponse> => ({
  date: day.localDate,
  footfalls: day.steps,
  burnt_kj:
    day.activityEnergyKilocalories === null
      ? null
      : Math.round(day.activityEnergyKilocalories * kilojoulesPerKilocalorie * 100) / 100,
  changed: day.updatedAt,
});

const vendorNames: Record<string, string> = {
  day: 'date',
  steps: 'footfalls',
  activityEnergyKilocalories: 'burnt_kj',
};

/** The vendor's name of a field that a service refused under the domain's. */
export const vendorName = (field: string): string => vendorNames[field] ?? field;
