import { z } from 'zod';
import { instantBound, text } from '../platform/fields.ts';
import { metricNames } from './metrics.ts';

/** The samples of a metric that start in [from, to); an absent end is open. */
export const sampleFilter = z.object({
  metric: z.enum(metricNames),
  from: instantBound.nullish(),
  to: instantBound.nullish(),
});

/** The samples of a metric that start in [from, to), of one device or of all. */
export const sampleDeletion = z
  .object({ metric: z.enum(metricNames), from: instantBound, to: instantBound, device: text(200).nullish() })
  .refine(({ from, to }) => from.epochMs < to.epochMs, { path: ['to'], message: 'must be after from' });
