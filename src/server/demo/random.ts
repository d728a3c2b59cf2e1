import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

/** A number between two others, each as likely as the next. */
export type Between = (low: number, high: number) => number;

/** The same seed gives the same numbers. */
export function randomBetween(seed: number): Between {
  const random = xoroshiro128plus(seed);
  return (low, high) => low + ((high - low) * uniformInt(random, 0, 1_000_000)) / 1_000_000;
}
