import type { Adapter, AdapterFactory } from 'oidc-provider';
import { accessTokenStore } from './access-tokens.ts';
import { artifactStore } from './artifacts.ts';
import { clientMetadata } from './clients.ts';
import { grantStore, type GrantEnd } from './grants.ts';

/** Keeps what oidc-provider wants kept in PostgreSQL, each kind in its place. */
export const adapterOn =
  (end: GrantEnd, issuer: string): AdapterFactory =>
  (kind) => {
    if (kind === 'AccessToken') return accessTokenStore(end);
    if (kind === 'Grant') return grantStore(end);
    if (kind === 'Client') return { ...unused, find: (clientId) => clientMetadata(end.newEm, clientId, issuer) };
    if (kind === 'Session') return unused;
    return artifactStore(kind, end);
  };

/**
 * Who is signed in is known by `browser_sessions` alone, so that one sign-out ends it everywhere. The authorization server's own session
 * lives as long as the request that it is made in.
 */
const nothing = async () => undefined;
const unused: Adapter = {
  upsert: nothing,
  find: nothing,
  findByUid: nothing,
  findByUserCode: nothing,
  consume: nothing,
  destroy: nothing,
  revokeByGrantId: nothing,
};
