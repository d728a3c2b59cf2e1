import { randomBetween } from '../../src/server/demo/random.ts';

/** What is left to chance, the same again for the same seed. */
export interface Chance {
  /** A whole number, both ends included. */
  whole: (low: number, high: number) => number;
  /** @param likelihood from 0 to 1 */
  happens: (likelihood: number) => boolean;
  one: <Item>(items: readonly Item[]) => Item;
  /** Each item with the given likelihood, in the order in which they come. */
  some: <Item>(items: readonly Item[], likelihood: number) => Item[];
}

/** @param who everyone who takes chances has a number of their own, so that what they do does not hang on how fast the others are */
export function chanceOf(seed: number, who: number): Chance {
  const between = randomBetween(seed * 1000 + who);
  const whole = (low: number, high: number) => Math.min(high, Math.floor(between(low, high + 1)));
  const happens = (likelihood: number) => between(0, 1) < likelihood;
  return {
    whole,
    happens,
    one: <Item>(items: readonly Item[]) => items[whole(0, items.length - 1)] as Item,
    some: (items, likelihood) => items.filter(() => happens(likelihood)),
  };
}
