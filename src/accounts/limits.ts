import ipaddr from 'ipaddr.js';
import type { Pool } from 'pg';
import {
  RateLimiterMemory,
  RateLimiterPostgres,
  RateLimiterRes,
  type RateLimiterAbstract,
} from 'rate-limiter-flexible';
import { rateLimited } from '../platform/errors.ts';
import { hashOf } from '../platform/secrets.ts';

const hourInSeconds = 3600;

/** How often things may be tried. */
export interface Limits {
  /** Counts a request with a token, in this process. @throws DomainError RATE_LIMITED */
  request: (tokenId: string) => Promise<void>;
  /** Counts a try of a password, in all processes. @throws DomainError RATE_LIMITED */
  signIn: (accountKey: string, address: string) => Promise<void>;
  /** Counts an app's request for access that a browser brings, in this process. @throws DomainError RATE_LIMITED */
  authorization: (address: string) => Promise<void>;
  /** Counts a new account, in all processes, together with the tries of passwords from there. @throws DomainError RATE_LIMITED */
  signUp: (address: string) => Promise<void>;
}

export interface LimitSettings {
  requestsPerMinute: number;
  signInsPerHour: number;
  signInsPerAddress: number;
  authorizationsPerMinute: number;
}

/** Requests are counted in memory, since a write for each would cost more than they do; passwords in the database, which every process shares. */
export function limitsOn(pool: Pool, settings: LimitSettings): Limits {
  const requests = new RateLimiterMemory({ points: settings.requestsPerMinute, duration: 60 });
  const authorizations = new RateLimiterMemory({ points: settings.authorizationsPerMinute, duration: 60 });
  const shared = { storeClient: pool, storeType: 'pool', tableName: 'rate_limits', tableCreated: true } as const;
  const hourly = (keyPrefix: string, points: number) =>
    new RateLimiterPostgres({ ...shared, keyPrefix, points, duration: hourInSeconds, clearExpiredByTimeout: false });
  const accounts = hourly('account', settings.signInsPerHour);
  const addresses = hourly('address', settings.signInsPerAddress);
  return {
    request: (tokenId) => count(requests, tokenId, 'requests with this token'),
    authorization: (address) => count(authorizations, network(address), 'requests for access from this address'),
    async signIn(accountKey, address) {
      await count(addresses, network(address), 'sign-ins from this address');
      // Hashed, so that the table does not tell who tries to sign in.
      await count(accounts, hashOf(accountKey).toString('base64'), 'sign-ins to this account');
    },
    signUp: (address) => count(addresses, network(address), 'sign-ups from this address'),
  };
}

async function count(limiter: RateLimiterAbstract, key: string, what: string): Promise<void> {
  try {
    await limiter.consume(key);
  } catch (reason) {
    if (!(reason instanceof RateLimiterRes)) throw reason;
    const seconds = Math.max(1, Math.ceil(reason.msBeforeNext / 1000));
    throw rateLimited(`Too many ${what}. Try again in ${inWords(seconds)}.`, seconds);
  }
}

const inWords = (seconds: number): string =>
  seconds < 120 ? `${seconds} seconds` : `${Math.ceil(seconds / 60)} minutes`;

/** One subscriber has a whole /64 of IPv6 addresses (RFC 6177), so they count as one. */
export function network(address: string): string {
  if (!ipaddr.isValid(address)) return address;
  const parsed = ipaddr.process(address);
  if (parsed.kind() === 'ipv4') return parsed.toString();
  return `${(parsed as ipaddr.IPv6).parts
    .slice(0, 4)
    .map((part) => part.toString(16))
    .join(':')}::/64`;
}
