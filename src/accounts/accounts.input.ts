import { z } from 'zod';
import { timezone } from '../platform/fields.ts';
import { isScope, type Scope } from '../platform/scopes.ts';

const name = z.string().trim().min(1, 'must not be empty').max(200, 'must have at most 200 characters');
const password = z.string().min(10, 'must have at least 10 characters').max(1000, 'must have at most 1000 characters');

export const scopeList = z
  .array(z.string())
  .min(1, 'must name at least one scope')
  .superRefine((list, check) => {
    const unknown = list.filter((scope) => !isScope(scope));
    if (unknown.length > 0) check.addIssue({ code: 'custom', message: `has no scope called ${unknown.join(', ')}` });
  })
  .transform((list) => [...new Set(list)] as Scope[]);

export const newUser = z.object({
  email: z.email('must be an e-mail address').max(320),
  name: name.optional(),
  password,
  timezone: timezone.default('UTC'),
  isAdmin: z.boolean().default(false),
});

export const newPassword = z.object({ password });

/** An absent field stays as it is; `null` clears it. */
export const profileChange = z.object({
  name: name.nullish(),
  image: z
    .url({ protocol: /^https?$/, error: 'must be an http or https URL' })
    .max(2000)
    .nullish(),
  timezone: timezone.optional(),
});

export const clientProfiles = ['train-it-all', 'sporttracks'] as const;

export const newClient = z.object({
  id: z
    .string()
    .regex(/^[A-Za-z0-9._-]{1,100}$/, 'must have 1 to 100 letters, digits, dots, dashes or underscores')
    .optional(),
  name,
  scopes: scopeList.refine(
    (list) => !list.includes('account:manage'),
    'must not have account:manage: no client may get it',
  ),
  redirectUris: z.array(z.url('must be a URL')).max(20),
  isPublic: z.boolean().default(false),
  profile: z.enum(clientProfiles).default('train-it-all'),
});

export const newToken = z.object({
  scopes: scopeList,
  clientId: z.string().optional(),
  lifetimeSeconds: z
    .number()
    .int()
    .min(60, 'must be at least a minute')
    .max(366 * 86_400, 'must be at most 366 days'),
});
