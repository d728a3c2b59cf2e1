import { z } from 'zod';
import { text } from '../platform/fields.ts';
import { categories } from '../sharing/categories.ts';

const name = text(200).min(1, 'must not be empty').nullish();

const sources = z
  .array(z.object({ clientId: name, device: name }))
  .max(20, 'must have at most 20 elements')
  .refine(
    (given) =>
      new Set(given.map((source) => JSON.stringify([source.clientId ?? null, source.device ?? null]))).size ===
      given.length,
    'must not name a source twice',
  );

/** The sources that win in a category, best first. */
export const sourcePreference = z.object({ category: z.enum(categories), sources });
