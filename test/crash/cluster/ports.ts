import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:net';

/**
 * A free port that is free again whenever its server is down: systems give connections on their way out ports from 32768 on, and one of
 * the test's own could else sit on it.
 */
export async function freePort(): Promise<number> {
  for (;;) {
    const probe = createServer().listen(randomInt(20_000, 32_768), '127.0.0.1');
    const isFree = await once(probe, 'listening').then(
      () => true,
      () => false,
    );
    const address = probe.address();
    probe.close();
    if (isFree && address !== null && typeof address !== 'string') return address.port;
  }
}
