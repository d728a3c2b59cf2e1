/** All dates, as a PostgreSQL `datemultirange`. */
export const everyDate = '{(,)}';

/** No date, as such a one. */
export const noDate = '{}';

/** The multirange of some `daterange`s, as PostgreSQL reads it: they may touch and overlap. */
export const multirangeOf = (ranges: ReadonlySet<string>): string =>
  ranges.has('(,)') ? everyDate : `{${[...ranges].join()}}`;

/** One range of dates: the first one is in it, the last one is not; empty where there is none. */
export interface DateRange {
  first: string;
  end: string;
}

/** The ranges of a `datemultirange` as PostgreSQL writes it. */
export const rangesIn = (dates: string): DateRange[] =>
  [...dates.matchAll(/[[(]([^,]*),([^)]*)\)/g)].map(([, first = '', end = '']) => ({ first, end }));

/** Whether a date lies in one of the ranges. */
export const isWithin = (ranges: readonly DateRange[], date: string): boolean =>
  ranges.some(({ first, end }) => date >= first && (end === '' || date < end));
