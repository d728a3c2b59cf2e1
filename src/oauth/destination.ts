/** Where a person is sent after their choice, in words that they can check. */
export interface Destination {
  words: string;
  /** For an app that has no host of its own. */
  address?: string;
}

/** RFC 8252 §7: an app on the device has a scheme of its own, or listens at an address that every device calls itself. */
export function destinationOf(redirectUri: string): Destination {
  const { protocol, hostname, host } = new URL(redirectUri);
  const isWeb = protocol === 'https:' || protocol === 'http:';
  if (isWeb && !['localhost', '127.0.0.1', '[::1]'].includes(hostname)) return { words: host };
  const [address = ''] = redirectUri.split('?', 1);
  return { words: 'an app on this device', address };
}
