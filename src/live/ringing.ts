import type { Hub } from './hub.ts';

/** Rings for what PostgreSQL tells of: `<viewer>:<last number> …`. */
export function ringAll(hub: Hub, payload: string): void {
  for (const ring of payload.split(' ')) {
    const [viewerId = '', last] = ring.split(':');
    hub.ring(viewerId, Number(last));
  }
}

/** What nobody rang for is found so soon. */
const everyMs = 4000;

/** Looks for what nobody rang for: a ring can be lost, with a connection or a process; the log cannot. */
export function pollRegularly(
  hub: Hub,
  failed: (error: unknown) => void,
): { now: () => void; stop: () => Promise<void> } {
  let running = Promise.resolve();
  const now = () => {
    running = running.then(() => hub.poll()).catch(failed);
  };
  const timer = setInterval(now, everyMs).unref();
  return {
    now,
    stop() {
      clearInterval(timer);
      return running;
    },
  };
}
