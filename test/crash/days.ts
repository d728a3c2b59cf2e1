import type { Chance } from './chance.ts';

const dayMs = 86_400_000;
const lastDay = Date.parse('2026-03-31');
const window = 100;

/** The day so many days before the last one that this test knows. */
export const dayBefore = (days: number): string => new Date(lastDay - days * dayMs).toISOString().slice(0, 10);

export const someDay = (chance: Chance): string => dayBefore(chance.whole(0, window));

/** The dates of a share: mostly all, else from, until, or some days in between. */
export function someDates(chance: Chance): { startDate: string | null; endDate: string | null } {
  const [far, near] = [dayBefore(chance.whole(window / 2, window)), dayBefore(chance.whole(0, window / 2 - 1))];
  return { startDate: chance.happens(0.3) ? far : null, endDate: chance.happens(0.3) ? near : null };
}
