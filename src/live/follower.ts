import type { Notification } from '../notifications/notification.ts';

/** How many notifications may wait for someone to take them. */
const mostWaiting = 500;

/** Someone takes what they are told too slowly. What they have not taken is in the log, where they can go on by their last cursor. */
export class SlowFollower extends Error {
  override readonly name = 'SlowFollower';

  constructor() {
    super(`More than ${mostWaiting} notifications wait to be taken. Go on after the last cursor.`);
  }
}

/** One who follows a log: hears of notifications in order, and takes them when they can. */
export class Follower implements AsyncIterable<Notification> {
  #waiting: Notification[] = [];
  /** Only what comes after it is heard; `undefined` while it is not live. */
  #place: number | undefined;
  #isSlow = false;
  #hasEnded = false;
  #wake: (() => void) | undefined;

  constructor(signal: AbortSignal) {
    signal.addEventListener('abort', () => this.end(), { once: true });
    if (signal.aborted) this.end();
  }

  /** From now on it hears what comes after a number. */
  goLive(place: number): void {
    this.#place = place;
  }

  take(notifications: readonly Notification[]): void {
    const place = this.#place;
    if (place === undefined || this.#isSlow || this.#hasEnded) return;
    const fresh = notifications.filter(({ number }) => number > place);
    if (this.#waiting.length + fresh.length > mostWaiting) {
      this.#isSlow = true;
      this.#waiting = [];
    } else this.#waiting.push(...fresh);
    this.#wake?.();
  }

  end(): void {
    this.#hasEnded = true;
    this.#wake?.();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Notification> {
    for (;;) {
      if (this.#isSlow) throw new SlowFollower();
      if (this.#hasEnded) return;
      const notification = this.#waiting.shift();
      if (notification) yield notification;
      else await new Promise<void>((resolve) => (this.#wake = resolve));
    }
  }
}
