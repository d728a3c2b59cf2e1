import { z } from 'zod';
import { text } from '../platform/fields.ts';

/** What is absent stays as it is; `null` clears it. */
export const dashboardChange = z.object({
  customName: text(100).trim().min(1, 'must not be empty').nullish(),
  iconColor: z
    .string('must be text')
    .regex(/^[A-Za-z0-9#_(),.% -]{1,32}$/, 'must be 1 to 32 letters, digits, spaces or characters of #_(),.%-')
    .nullish(),
});
