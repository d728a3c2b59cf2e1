import { createHash } from 'node:crypto';
import type { EntityManager } from '@mikro-orm/postgresql';
import { LRUCache } from 'lru-cache';
import type { Viewer } from '../platform/context.ts';
import { unauthenticated } from '../platform/errors.ts';
import type { Limits } from './limits.ts';
import { viewerOfToken } from './tokens.service.ts';

/** How long a token is believed without asking again. A revocation does not wait for it: `forget` is called. */
const believedMs = 5000;
const remembered = 10_000;

/** The one check of bearer tokens, behind every door. */
export interface BearerCheck {
  /**
   * Who the value of an Authorization header speaks for; `undefined` without one.
   * @throws DomainError UNAUTHENTICATED for a token that is not live, RATE_LIMITED for one that asks too often
   */
  viewerOf: (authorization: string | undefined) => Promise<Viewer | undefined>;
  /** Believes no token any more without asking the database. */
  forget: () => void;
}

/**
 * @param newEm makes an EntityManager for one lookup
 * @param mayRemember whether this process would hear of a revocation; while it would not, it remembers nothing
 */
export function bearerCheck(
  newEm: () => EntityManager,
  limits: Pick<Limits, 'request'>,
  mayRemember: () => boolean,
): BearerCheck {
  const viewers = new LRUCache<string, Viewer>({ max: remembered, ttl: believedMs });
  let generation = 0;

  const forget = () => {
    generation += 1;
    viewers.clear();
  };

  async function lookUp(token: string): Promise<Viewer | undefined> {
    const key = createHash('sha256').update(token).digest('base64');
    const now = Date.now();
    const known = mayRemember() ? viewers.get(key) : undefined;
    if (known) return known.expiresAtMs > now ? known : undefined;
    const asked = generation;
    const viewer = await viewerOfToken(newEm(), token, new Date(now));
    // What was read before a revocation must not be remembered after it.
    if (viewer && asked === generation && mayRemember()) viewers.set(key, viewer);
    return viewer;
  }

  return {
    forget,
    async viewerOf(authorization) {
      if (authorization === undefined) return undefined;
      const token = /^Bearer +([\w.~+/-]+=*) *$/i.exec(authorization)?.[1];
      const viewer = token && (await lookUp(token));
      if (!viewer) throw unauthenticated('This token is unknown, expired or revoked.');
      await limits.request(viewer.tokenId);
      return viewer;
    },
  };
}
