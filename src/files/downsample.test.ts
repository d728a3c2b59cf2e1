import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { downsample } from './downsample.ts';

const streamOf = (values: readonly number[]) => ({
  offsetsSeconds: Float64Array.from(values, (_, index) => index),
  values: Float64Array.from(values),
});

test('a stream that is short enough stays as it is', () => {
  const stream = streamOf([1, 2, 3]);
  expect(downsample(stream, 3)).toBe(stream);
});

test('a peak among flat values stays', () => {
  const stream = streamOf(Array.from({ length: 1000 }, (_, index) => (index === 437 ? 100 : 0)));
  expect(Math.max(...downsample(stream, 20).values)).toBe(100);
});

test('first and last stay, times ascend, every point is one of the stream, and none is too many', () => {
  const values = fc.array(fc.double({ noNaN: true, min: -1e6, max: 1e6 }), { minLength: 2, maxLength: 300 });
  fc.assert(
    fc.property(values, fc.integer({ min: 2, max: 100 }), (numbers, maxPoints) => {
      const { offsetsSeconds, values: kept } = downsample(streamOf(numbers), maxPoints);
      expect(kept).toHaveLength(Math.min(numbers.length, maxPoints));
      expect(offsetsSeconds[0]).toBe(0);
      expect(offsetsSeconds.at(-1)).toBe(numbers.length - 1);
      expect([...offsetsSeconds]).toEqual([...new Set(offsetsSeconds)].sort((one, other) => one - other));
      expect([...kept]).toEqual(Array.from(offsetsSeconds, (offset) => numbers[offset]));
    }),
  );
});

test('offsets that repeat, or none at all, give points of the stream and no NaN', () => {
  const offset = fc.nat({ max: 5 });
  const points = fc.array(fc.tuple(offset, fc.double({ noNaN: true, min: -1e6, max: 1e6 })), { maxLength: 60 });
  fc.assert(
    fc.property(points, fc.integer({ min: 0, max: 30 }), (unordered, maxPoints) => {
      const sorted = unordered.toSorted(([one], [other]) => one - other);
      const { offsetsSeconds, values } = downsample(
        {
          offsetsSeconds: Float64Array.from(sorted, ([seconds]) => seconds),
          values: Float64Array.from(sorted, ([, value]) => value),
        },
        maxPoints,
      );
      expect(offsetsSeconds).toHaveLength(Math.min(sorted.length, maxPoints));
      const kept = Array.from(offsetsSeconds, (seconds, index) => `${seconds} ${values[index]}`);
      const given = new Set(sorted.map((point) => point.join(' ')));
      expect(kept.filter((point) => !given.has(point))).toEqual([]);
    }),
  );
});
