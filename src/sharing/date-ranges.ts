/** All dates, as a PostgreSQL `datemultirange`. */
export const everyDate = '{(,)}';

/** One range of dates as PostgreSQL writes it: the first date is in it, the last one is not; open where there is none. */
const range = /[[(]([^,]*),([^)]*)\)/g;

/** Whether a date lies in a `datemultirange` as PostgreSQL writes it. */
export function isWithin(dates: string, date: string): boolean {
  if (dates === everyDate) return true;
  for (const [, first = '', end = ''] of dates.matchAll(range))
    if (date >= first && (end === '' || date < end)) return true;
  return false;
}
