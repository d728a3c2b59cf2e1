import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

export interface Stylesheet {
  /** Tells one version from another, so that browsers may keep each for ever. */
  version: string;
  text: string;
}

/** The one stylesheet of all pages. */
export function readStylesheet(): Stylesheet {
  const text = readFileSync(new URL('pages/style.css', import.meta.url), 'utf8');
  return { version: createHash('sha256').update(text).digest('base64url').slice(0, 12), text };
}
