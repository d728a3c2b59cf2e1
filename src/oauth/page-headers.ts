/** A page may load its stylesheet and post its forms, and nothing else; nobody may frame it, keep it, or see where it came from. */
export function pageHeaders(formTargets: readonly string[] = []): Record<string, string> {
  return {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': [
      `default-src 'none'`,
      `style-src 'self'`,
      `img-src 'self' data:`,
      // Browsers hold the redirects after a form to this too, so where an app's address is at the end it is named.
      `form-action ${["'self'", ...formTargets].join(' ')}`,
      `base-uri 'none'`,
      `frame-ancestors 'none'`,
    ].join('; '),
    'x-frame-options': 'DENY',
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'same-origin',
    'cross-origin-opener-policy': 'same-origin',
    'cache-control': 'no-store',
  };
}

/** The source of a Content-Security-Policy that lets a form end at an app's address. */
export function formTargetOf(redirectUri: string): string {
  const { protocol, origin, hostname } = new URL(redirectUri);
  // The policy's grammar has no IPv6 address (CSP3 §2.3.1).
  return origin === 'null' || hostname.startsWith('[') ? protocol : origin;
}
