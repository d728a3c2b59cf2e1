import { z } from 'zod';
import { instantBound } from '../platform/fields.ts';
import { metricNames } from './metrics.ts';

/** How a series is cut, with the longest span in days that it may have. */
export const buckets = { MINUTE: 7, HOUR: 366, DAY: 3660, WEEK: 18_300, MONTH: 18_300 } as const;

export type Bucket = keyof typeof buckets;

export const bucketNames = Object.keys(buckets) as Bucket[];

const dayInMs = 86_400_000;

/** Samples that start in [from, to), added up by bucket. */
export const seriesRequest = z
  .object({ metric: z.enum(metricNames), from: instantBound, to: instantBound, bucket: z.enum(bucketNames) })
  .refine(({ from, to }) => from.epochMs < to.epochMs, { path: ['to'], message: 'must be after from' })
  .superRefine(({ from, to, bucket }, check) => {
    if (to.epochMs - from.epochMs <= buckets[bucket] * dayInMs) return;
    const message = `must be at most ${buckets[bucket]} days after from for buckets of a ${bucket.toLowerCase()}`;
    check.addIssue({ code: 'custom', path: ['to'], message });
  });
