/** Every right that a token can carry. `account:manage` is for the person's own tokens and is never granted to an OAuth client. */
export const scopes = [
  'profile:read',
  'activities:read',
  'activities:write',
  'body:read',
  'body:write',
  'sleep:read',
  'sleep:write',
  'nutrition:read',
  'nutrition:write',
  'dailyWellness:read',
  'dailyWellness:write',
  'samples:read',
  'samples:write',
  'shares:read',
  'shares:write',
  'notifications:read',
  'account:manage',
] as const;

export type Scope = (typeof scopes)[number];

export const isScope = (text: string): text is Scope => (scopes as readonly string[]).includes(text);
