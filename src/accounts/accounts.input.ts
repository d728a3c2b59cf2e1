import { z } from 'zod';
import { text, timezone } from '../platform/fields.ts';
import { isScope, type Scope } from '../platform/scopes.ts';

/** A name that is shown to people: nothing in it may turn other words around, or break the line. */
const name = text(200)
  .trim()
  .min(1, 'must not be empty')
  .refine((given) => !/[\p{Cc}\u202a-\u202e\u2066-\u2069]/u.test(given), 'must not have control characters');
const password = z.string().min(10, 'must have at least 10 characters').max(1000, 'must have at most 1000 characters');

export const scopeList = z
  .array(z.string())
  .min(1, 'must name at least one scope')
  .superRefine((list, check) => {
    const unknown = list.filter((scope) => !isScope(scope));
    if (unknown.length > 0) check.addIssue({ code: 'custom', message: `has no scope called ${unknown.join(', ')}` });
  })
  .transform((list) => [...new Set(list)] as Scope[]);

/** What a client's id looks like; nothing else can be the id of one. */
export const clientIdPattern = /^[A-Za-z0-9._-]{1,100}$/;

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
export type ClientProfile = (typeof clientProfiles)[number];

const clientScopes = scopeList.refine(
  (list) => !list.includes('account:manage'),
  'must not have account:manage: no client may get it',
);

/** Where an app may have people sent back to: an address of the web, or of an app on the same device (RFC 8252 §7). */
const redirectUri = z.string().superRefine((uri, check) => {
  const problem = redirectUriProblem(uri);
  if (problem) check.addIssue({ code: 'custom', message: problem });
});

function redirectUriProblem(uri: string): string | undefined {
  const url = URL.parse(uri);
  if (!url || uri.length > 2000 || !/^[\x21-\x7e]+$/.test(uri)) return 'must be a URL';
  if (url.hash || uri.endsWith('#')) return 'must have no fragment';
  if (url.username || url.password) return 'must have no user';
  if (url.protocol === 'http:' && !isLoopback(url.hostname)) return 'must use https, unless it is this device itself';
  return browserSchemes.has(url.protocol) ? 'must use https or a scheme of the app itself' : undefined;
}

const isLoopback = (host: string): boolean => ['localhost', '127.0.0.1', '[::1]'].includes(host);

/** What a browser would run, show or open by itself instead of handing it to an app. */
const browserSchemes = new Set(
  [
    'javascript',
    'data',
    'blob',
    'file',
    'filesystem',
    'about',
    'vbscript',
    'view-source',
    'ws',
    'wss',
    'ftp',
    'mailto',
  ].map((scheme) => `${scheme}:`),
);

/** An app on the same device has no certificate for it, so beside a scheme of its own https there is a mistake. */
const redirectUriList = z
  .array(redirectUri)
  .max(20, 'must be at most 20')
  .refine(
    (list) => list.every((uri) => /^https?:/.test(uri)) || !list.some((uri) => isLoopbackHttps(uri)),
    'must not mix a scheme of the app with https on this device itself',
  );

const isLoopbackHttps = (uri: string): boolean => {
  const url = URL.parse(uri);
  return url?.protocol === 'https:' && isLoopback(url.hostname);
};

export const newClient = z.object({
  id: z.string().regex(clientIdPattern, 'must have 1 to 100 letters, digits, dots, dashes or underscores').optional(),
  name,
  scopes: clientScopes,
  redirectUris: redirectUriList,
  isPublic: z.boolean().default(false),
  profile: z.enum(clientProfiles).default('train-it-all'),
});

/** What is absent stays as it is. */
export const clientChange = z.object({
  clientId: z.string().regex(clientIdPattern, 'is not the id of a client'),
  name: name.optional(),
  scopes: clientScopes.optional(),
  redirectUris: redirectUriList.optional(),
});

export const newToken = z.object({
  name: name.optional(),
  scopes: scopeList,
  clientId: z.string().optional(),
  lifetimeSeconds: z
    .number()
    .int()
    .min(60, 'must be at least a minute')
    .max(366 * 86_400, 'must be at most 366 days'),
});
