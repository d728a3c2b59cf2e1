import { median } from './median.ts';
import { medianOf, type Comparison } from './rounds.ts';

const rounded = (value: number) => Number(value.toPrecision(3));

/** Medians over the rounds; a ratio is the median of those within each round. */
export function printComparison({ title, unit, measured, ratios }: Comparison): void {
  console.log(`\n${title}`);
  console.table(
    measured.map((one) => {
      const p50 = medianOf(one, ({ p50Ms }) => p50Ms);
      const p99 = medianOf(one, ({ p99Ms }) => p99Ms);
      return {
        who: one.name,
        [unit]: rounded(medianOf(one, ({ perSecond }) => perSecond)),
        ...(!Number.isNaN(p50) && { 'p50 ms': p50, 'p99 ms': p99 }),
      };
    }),
  );
  console.table(
    ratios.map(({ of, against, rounds, atLeast }) => ({
      ratio: `${of} / ${against}`,
      median: rounded(median(rounds)),
      rounds: rounds.map((ratio) => ratio.toFixed(2)).join(' '),
      ...(atLeast !== undefined && { target: `≥ ${atLeast}`, met: median(rounds) >= atLeast }),
    })),
  );
}
