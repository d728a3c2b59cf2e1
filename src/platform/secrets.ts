import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** A new secret of 256 random bits, after a prefix that tells people and secret scanners what it is. */
export const newSecret = (prefix: string): string => `${prefix}${randomBytes(32).toString('base64url')}`;

/** What is stored of a secret: 256 random bits need neither salt nor a slow hash, for they cannot be guessed. */
export const hashOf = (secret: string): Buffer => createHash('sha256').update(secret).digest();

/** Whether a secret is the one whose hash was stored, in a time that tells nothing of either. */
export const isSecret = (given: string, hash: Buffer): boolean => timingSafeEqual(hashOf(given), hash);
