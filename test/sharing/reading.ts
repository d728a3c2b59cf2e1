import type { Category } from '../../src/sharing/categories.ts';
import type { Doors } from './doors.ts';
import { opensEver } from './model.ts';
import type { Reader } from './viewers.ts';
import type { World } from './world.ts';

/** Someone before the doors of a world, for the tests of one role: both are there once the tests run. */
export interface Reading {
  world: World;
  reader: Reader;
  doors: Doors;
}

/** Whether the reader has the owner's data before them at all, be there anything in it or not. */
export const hasHealth = ({ reader: { sight } }: Reading): boolean => sight.isOwner || sight.shares.length > 0;

/** Whether one of the categories is open at any date. */
export const isOpen = ({ reader: { sight } }: Reading, wanted: readonly Category[]): boolean =>
  wanted.some((category) => opensEver(sight, category));

/** What is answered of fields of `HealthData`: what they hold, or null each with an error, or nothing of them. */
export function answered<Data extends object>(
  reading: Reading,
  categories: readonly Category[],
  data: Data,
): { health: Data | Record<string, null> | null; codes: Record<string, string> } {
  if (!hasHealth(reading)) return { health: null, codes: noCodes(reading) };
  if (isOpen(reading, categories)) return { health: data, codes: {} };
  const names = Object.keys(data);
  return {
    health: Object.fromEntries(names.map((name) => [name, null])),
    codes: Object.fromEntries(names.map((name) => [name, 'FORBIDDEN'])),
  };
}

const noCodes = ({ reader }: Reading): Record<string, string> => (reader.who ? {} : { viewer: 'UNAUTHENTICATED' });
