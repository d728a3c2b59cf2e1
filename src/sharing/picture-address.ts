import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Dashboard } from './share.ts';

/** How long an address works; every read gives a new one. */
const lifetimeSeconds = 7 * 86_400;
const idBytes = 16;
const expiryBytes = 6;

/**
 * The addresses of pictures: whoever has one sees the picture without a token, as pages show pictures, until it has expired or the picture
 * is gone. It tells nothing of the people, and cannot be made without the key.
 */
export interface PictureAddresses {
  /** Absolute, and good for 7 days; `null` without a picture. */
  of(dashboard: Dashboard, now: Date): string | null;
  /** Which picture an address means; `undefined` when it has expired, or was never given out. */
  pictureIdIn(token: string, now: Date): string | undefined;
}

/**
 * @param key known to every process, and to nobody else
 * @param publicUrl the gateway's own address, without a slash at its end
 */
export function pictureAddresses(key: string, publicUrl: () => string): PictureAddresses {
  const signatureOf = (claim: Buffer) => createHmac('sha256', key).update(claim).digest();
  return {
    of({ pictureId }, now) {
      if (pictureId === null) return null;
      const claim = Buffer.alloc(idBytes + expiryBytes);
      claim.write(pictureId.replaceAll('-', ''), 'hex');
      claim.writeUIntBE(Math.floor(now.getTime() / 1000) + lifetimeSeconds, idBytes, expiryBytes);
      return `${publicUrl()}/pictures/${Buffer.concat([claim, signatureOf(claim)]).toString('base64url')}`;
    },
    pictureIdIn(token, now) {
      // The decoder takes other texts too for the same bytes.
      if (!/^[\w-]{72}$/.test(token)) return undefined;
      const bytes = Buffer.from(token, 'base64url');
      const claim = bytes.subarray(0, idBytes + expiryBytes);
      if (!timingSafeEqual(signatureOf(claim), bytes.subarray(claim.length))) return undefined;
      if (claim.readUIntBE(idBytes, expiryBytes) * 1000 <= now.getTime()) return undefined;
      return claim.toString('hex', 0, idBytes).replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
    },
  };
}
