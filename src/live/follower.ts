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

/**
 * One who follows a log: hears of notifications in order, and takes them when they can. Written out instead of as a generator, since it
 * is what every event of every subscriber passes.
 */
export class Follower implements AsyncIterableIterator<Notification, undefined> {
  readonly #readMissed: () => Promise<Notification[]>;
  readonly #left: () => void;
  #waiting: Notification[] = [];
  /** Only what comes after it is heard; `undefined` while it is not live. */
  #place: number | undefined;
  #state: 'OPEN' | 'SLOW' | 'OVER' = 'OPEN';
  #taker: PromiseWithResolvers<Result> | undefined;

  /**
   * @param readMissed reads a page of what was missed, and makes it live when there is no more
   * @param left is called when it follows no more
   */
  constructor(readMissed: () => Promise<Notification[]>, left: () => void) {
    this.#readMissed = readMissed;
    this.#left = left;
  }

  /** From now on it hears what comes after a number. */
  goLive(place: number): void {
    this.#place = place;
  }

  /** Tells it of what was added to the log; what it has already is left out. */
  hear(notifications: readonly Notification[]): void {
    const place = this.#place;
    if (place === undefined || this.#state !== 'OPEN') return;
    for (const notification of notifications) {
      if (notification.number <= place) continue;
      if (this.#taker) {
        this.#taker.resolve({ done: false, value: notification });
        this.#taker = undefined;
      } else this.#waiting.push(notification);
    }
    if (this.#waiting.length <= mostWaiting) return;
    this.#state = 'SLOW';
    this.#waiting = [];
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
    const [value] = this.#waiting;
    if (value) {
      this.#waiting.shift();
      return { done: false, value };
    }
    if (this.#place === undefined) {
      this.#waiting = await this.#readMissed();
      return this.next();
    }
    this.#taker = Promise.withResolvers<Result>();
    return this.#taker.promise;
  }

  async return(): Promise<Result> {
    this.end();
    return over;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }
}
