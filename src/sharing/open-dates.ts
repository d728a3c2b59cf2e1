import { LRUCache } from 'lru-cache';
import type { Category } from './categories.ts';
import { multirangeOf, rangesIn, type DateRange } from './date-ranges.ts';

/** When each category that is open at any date is so: as a PostgreSQL `datemultirange`, and its ranges. */
export type OpenDates = ReadonlyMap<Category, { dates: string; ranges: readonly DateRange[] }>;

export const openDates = (dates: ReadonlyMap<Category, string>): OpenDates =>
  new Map([...dates].map(([category, open]) => [category, { dates: open, ranges: rangesIn(open) }]));

// By their length: hundreds of shares may be live between two people.
const remembered = new LRUCache<string, OpenDates>({
  maxSize: 1_000_000,
  sizeCalculation: (_open, shares) => shares.length + 1,
});

/**
 * What some shares of one owner open, added up. Not what is shared is remembered, but what a text says: the database is asked each time.
 * @param shares for each of them its categories, `|` and a `daterange`; between them `;`
 */
export function openedBy(shares: string): OpenDates {
  const known = remembered.get(shares);
  if (known) return known;
  const ranges = new Map<Category, Set<string>>();
  for (const share of shares.split(';')) {
    const [include = '', dates = ''] = share.split('|');
    if (include === '') continue;
    for (const category of include.split(' ') as Category[])
      ranges.set(category, (ranges.get(category) ?? new Set()).add(dates));
  }
  const open = openDates(new Map([...ranges].map(([category, dates]) => [category, multirangeOf(dates)])));
  remembered.set(shares, open);
  return open;
}
