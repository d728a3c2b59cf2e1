import { median } from './median.ts';
import type { Ratio } from './job.ts';
import { mediansOf, type Comparison } from './rounds.ts';

export type Row = Record<string, string | number>;

const shown = (value: number): number => (value >= 100 ? Math.round(value) : Number(value.toPrecision(3)));

/** Medians over the rounds. */
export const measuredRows = ({ unit, measured }: Comparison): Row[] =>
  measured.map((one) => ({
    who: one.name,
    ...Object.fromEntries(Object.entries(mediansOf(one, unit)).map(([heading, value]) => [heading, shown(value)])),
  }));

export const ratioName = ({ of, against, figure }: Ratio): string =>
  `${of} / ${against}${figure === undefined ? '' : `, ${figure}`}`;

/** A ratio is the median of those within each round. */
export const ratioRows = ({ ratios }: Comparison): Row[] =>
  ratios.map(({ rounds, atLeast, ...ratio }) => ({
    ratio: ratioName(ratio),
    median: median(rounds).toFixed(2),
    'lowest to highest': `${Math.min(...rounds).toFixed(2)} to ${Math.max(...rounds).toFixed(2)}`,
    target: atLeast === undefined ? '' : `≥ ${atLeast}: ${median(rounds) >= atLeast ? 'met' : 'missed'}`,
  }));

export function printComparison(comparison: Comparison): void {
  console.log(`\n${comparison.title}`);
  console.table(measuredRows(comparison));
  if (comparison.ratios.length > 0) console.table(ratioRows(comparison));
}
