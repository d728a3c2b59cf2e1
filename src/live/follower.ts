import type { Notification } from '../notifications/notification.ts';

/** How many notifications may wait for someone to take them. */
const mostWaiting = 500;

/** What someone missed: what they may know of it, and up to which number it was read. */
export interface Missed {
  shown: Notification[];
  readUpTo: number;
}

/**
 * One who follows a log: hears of notifications in order, and takes them when they can. What is heard can be taken in the same turn of the
 * event loop, by `whenReady` and `take`; as an iterable it waits.
 */
export class Follower implements AsyncIterable<Notification> {
  readonly #missedAfter: (place: number) => Promise<Missed> | undefined;
  readonly #left: () => void;
  #waiting: Notification[] = [];
  /** Everything up to here was heard, read or left out. */
  #place = 0;
  #isLive = false;
  #isReading = false;
  /** How often what was read before may have ceased to be shared. */
  #withdrawals = 0;
  #state: 'OPEN' | 'SLOW' | 'OVER' = 'OPEN';
  #wake = () => {};

  /**
   * @param missedAfter reads a page of what was missed after a place; `undefined` when there is nothing, and what comes is heard live
   * @param left is called when it follows no more
   */
  constructor(missedAfter: (place: number) => Promise<Missed> | undefined, left: () => void) {
    this.#missedAfter = missedAfter;
    this.#left = left;
  }

  /** Nothing is told any more: too much waited to be taken (it is in the log), or it was ended. */
  get ending(): 'SLOW' | 'OVER' | undefined {
    return this.#state === 'OPEN' ? undefined : this.#state;
  }

  /** Says where it begins, before anything is taken. */
  startAfter(place: number): void {
    this.#place = place;
  }

  /** @param wake is called whenever there may be something to take, or nothing any more */
  whenReady(wake: () => void): void {
    this.#wake = wake;
  }

  /** The next notification, if there is one; when there is not, `wake` is called once there is. */
  take(): Notification | undefined {
    const next = this.#waiting.shift();
    if (next || this.#isLive || this.#isReading || this.#state !== 'OPEN') return next;
    const reading = this.#missedAfter(this.#place);
    // Nothing may come between: what is told from here on is heard.
    if (!reading) this.#isLive = true;
    else void this.#read(reading);
    return undefined;
  }

  /** Tells it of what was added to the log; what it has already is left out. */
  hear(notifications: readonly Notification[]): void {
    if (!this.#isLive || this.#state !== 'OPEN') return;
    for (const notification of notifications) {
      if (notification.number <= this.#place) continue;
      this.#place = notification.number;
      this.#waiting.push(notification);
    }
    // Whoever takes at once never has many waiting.
    this.#wake();
    if (this.#waiting.length > mostWaiting) this.#stop('SLOW');
  }

  /** Something is shared no more: what waits is read anew when its turn comes, by the lock of then. */
  readAgain(): void {
    this.#withdrawals += 1;
    const [first] = this.#waiting;
    if (!first) return;
    this.#place = first.number - 1;
    this.#waiting = [];
    this.#isLive = false;
  }

  end(): void {
    this.#stop('OVER');
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Notification, void, void> {
    try {
      for (;;) {
        const woken = new Promise<void>((resolve) => this.whenReady(resolve));
        for (let next = this.take(); next; next = this.take()) yield next;
        if (this.#state !== 'OPEN') return;
        await woken;
      }
    } finally {
      this.end();
    }
  }

  #stop(how: 'SLOW' | 'OVER'): void {
    if (this.#state !== 'OPEN') return;
    this.#state = how;
    this.#waiting = [];
    this.#left();
    this.#wake();
  }

  async #read(reading: Promise<Missed>): Promise<void> {
    this.#isReading = true;
    const withdrawals = this.#withdrawals;
    const { shown, readUpTo } = await reading;
    this.#isReading = false;
    if (this.#state !== 'OPEN') return;
    if (withdrawals === this.#withdrawals) {
      this.#place = readUpTo;
      this.#waiting = shown;
    }
    this.#wake();
  }
}
