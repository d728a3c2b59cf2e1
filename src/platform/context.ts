import type { EntityManager } from '@mikro-orm/postgresql';
import { forbidden, unauthenticated } from './errors.ts';
import type { Scope } from './scopes.ts';

/** Who is asking: the person, through which client, with which rights. */
export interface Viewer {
  userId: string;
  tokenId: string;
  /** The OAuth client that the token was made for; `null` for a person's own token. */
  clientId: string | null;
  scopes: ReadonlySet<string>;
  /** The person's IANA zone: the local clock of records that do not bring their own. */
  timezone: string;
  organisationId: string;
  /** The person's integer id, for dialects that have such. */
  number: number;
  /** Whether the person may manage clients. */
  isAdmin: boolean;
  /** When the token ends, in epoch milliseconds. */
  expiresAtMs: number;
}

/** The kinds of door through which someone reads. */
export const doors = ['GRAPHQL', 'REST', 'FILE', 'LIVE'] as const;
export type Door = (typeof doors)[number];

/** That someone read data of another person: what it was of, from the first local date to the last. */
export interface NotedRead {
  ownerId: string;
  viewerId: string;
  category: string;
  door: Door;
  firstDate: string;
  lastDate: string;
  at: Date;
}

/** Takes note of who read what. A note is written soon after, so that no read waits for it. */
export interface ReadNotes {
  take: (read: NotedRead) => void;
  /** Writes what this process has not written yet. */
  flush: () => Promise<void>;
}

/** How other processes hear that viewers' logs have grown. */
export interface Doorbell {
  /** Whether the database rings by itself, with the commit. */
  isInDatabase: boolean;
  /** Otherwise: rings once the transaction of this EntityManager has committed. */
  ringAfterCommit: (em: EntityManager, rings: readonly string[]) => void;
}

/** What every service gets first: its own EntityManager, the viewer, and the clock. */
export interface RequestContext {
  em: EntityManager;
  viewer: Viewer | undefined;
  now: () => Date;
  door: Door;
  readNotes: ReadNotes;
  doorbell: Doorbell;
  /** Forgets at once what this process remembers of bearer tokens; other processes hear of a change from the database. */
  forgetTokens: () => void;
  /** What belongs to this request alone and is made on first use, e.g. DataLoaders; keyed by its maker. */
  memo: Map<unknown, unknown>;
}

/** The request's own instance of what `make` makes. */
export function once<T>(ctx: RequestContext, make: (ctx: RequestContext) => T): T {
  if (!ctx.memo.has(make)) ctx.memo.set(make, make(ctx));
  return ctx.memo.get(make) as T;
}

/** The viewer. @throws DomainError UNAUTHENTICATED */
export function requireViewer(ctx: RequestContext): Viewer {
  if (!ctx.viewer) throw unauthenticated();
  return ctx.viewer;
}

/** The viewer, when their token carries the scope. @throws DomainError UNAUTHENTICATED, FORBIDDEN */
export function requireScope(ctx: RequestContext, scope: Scope): Viewer {
  const viewer = requireViewer(ctx);
  if (!viewer.scopes.has(scope)) throw forbidden(`This needs a token with the scope ${scope}.`);
  return viewer;
}
