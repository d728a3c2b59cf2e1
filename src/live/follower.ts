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

type Result = IteratorResult<Notification, undefined>;

const over: Result = { done: true, value: undefined };

/** What someone missed: what they may know of it, and up to which number it was read. */
export interface Missed {
  shown: Notification[];
  readUpTo: number;
}

/**
 * One who follows a log: hears of notifications in order, and takes them when they can. Written out instead of as a generator, since it
 * is what every event of every subscriber passes.
 */
export class Follower implements AsyncIterableIterator<Notification, undefined> {
  readonly #missedAfter: (place: number) => Promise<Missed> | undefined;
  readonly #left: () => void;
  #waiting: Notification[] = [];
  /** Everything up to here was heard, read or left out. */
  #place = 0;
  #isLive = false;
  /** How often what was read before may have ceased to be shared. */
  #withdrawals = 0;
  #state: 'OPEN' | 'SLOW' | 'OVER' = 'OPEN';
  #taker: PromiseWithResolvers<Result> | undefined;

  /**
   * @param missedAfter reads a page of what was missed after a place; `undefined` when there is nothing, and what comes is heard live
   * @param left is called when it follows no more
   */
  constructor(missedAfter: (place: number) => Promise<Missed> | undefined, left: () => void) {
    this.#missedAfter = missedAfter;
    this.#left = left;
  }

  /** Says where it begins, before anything is taken. */
  startAfter(place: number): void {
    this.#place = place;
  }

  /** Tells it of what was added to the log; what it has already is left out. */
  hear(notifications: readonly Notification[]): void {
    if (!this.#isLive || this.#state !== 'OPEN') return;
    for (const notification of notifications) {
      if (notification.number <= this.#place) continue;
      this.#place = notification.number;
      if (this.#taker) {
        this.#taker.resolve({ done: false, value: notification });
        this.#taker = undefined;
      } else this.#waiting.push(notification);
    }
    if (this.#waiting.length <= mostWaiting) return;
    this.#state = 'SLOW';
    this.#waiting = [];
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
    if (this.#state === 'OVER') return;
    this.#state = 'OVER';
    this.#waiting = [];
    this.#taker?.resolve(over);
    this.#left();
  }

  async next(): Promise<Result> {
    if (this.#state === 'SLOW') {
      this.end();
      throw new SlowFollower();
    }
    if (this.#state === 'OVER') return over;
    const value = this.#waiting.shift();
    if (value) return { done: false, value };
    if (this.#isLive) {
      this.#taker = Promise.withResolvers<Result>();
      return this.#taker.promise;
    }
    const reading = this.#missedAfter(this.#place);
    // Nothing may come between: what is told from here on is heard.
    if (!reading) this.#isLive = true;
    else await this.#read(reading);
    return this.next();
  }

  async #read(reading: Promise<Missed>): Promise<void> {
    const withdrawals = this.#withdrawals;
    const { shown, readUpTo } = await reading;
    if (withdrawals !== this.#withdrawals || this.#state !== 'OPEN') return;
    this.#place = readUpTo;
    this.#waiting = shown;
  }

  async return(): Promise<Result> {
    this.end();
    return over;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }
}
