import { setImmediate as immediately, setTimeout as sleep } from 'node:timers/promises';
import { Follower, type Missed } from './follower.ts';

/** The viewers' logs, as the hub reads them. */
export interface Logs {
  /** The number of each viewer's last notification; 0 of who has none. */
  lastNumbers: (viewerIds: readonly string[]) => Promise<Map<string, number>>;
  /**
   * What was added to each viewer's log after a number, in order, at most so many of each.
   * @returns what each may know, and the number of the last one, shown or not; without one, of the place
   */
  after: (places: ReadonlyMap<string, number>, most: number) => Promise<Map<string, Missed>>;
}

/** One viewer who is followed in this process. */
interface Channel {
  followers: Set<Follower>;
  /** Up to here all followers that are live have been told; `undefined` while it is not known. */
  toldUpTo: number | undefined;
  /** The highest number that was heard of. */
  heardOf: number;
}

/** How many notifications of one viewer are read at once. */
const pageSize = 100;
/** How many viewers' logs are read by one statement: enough that a statement is little of it, few enough that the first are told soon. */
const mostViewers = 500;
/** A log that cannot be read is asked for again so soon. */
const triedAgainMs = 500;

/**
 * Brings what is added to viewers' logs to those who follow them. The log is the truth: a ring only says that there is something to read,
 * and `poll` finds what was not rung for. Logs are read for many viewers at once, one reading after the other, so that however many
 * follow, the database is asked no more than it can answer.
 */
export class Hub {
  readonly #logs: Logs;
  readonly #failed: (error: unknown) => void;
  readonly #channels = new Map<string, Channel>();
  readonly #waiting = new Set<string>();
  #isReading = false;

  constructor(logs: Logs, failed: (error: unknown) => void) {
    this.#logs = logs;
    this.#failed = failed;
  }

  /** How many viewers are followed. */
  get size(): number {
    return this.#channels.size;
  }

  /** Something was added to a viewer's log, up to this number. */
  ring(viewerId: string, last: number): void {
    const channel = this.#channels.get(viewerId);
    if (!channel || last <= channel.heardOf) return;
    channel.heardOf = last;
    this.#want(viewerId, channel);
  }

  /** Asks the database for what nobody rang for. */
  async poll(): Promise<void> {
    const viewerIds = [...this.#channels.keys()];
    for (let from = 0; from < viewerIds.length; from += mostViewers) {
      const numbers = await this.#logs.lastNumbers(viewerIds.slice(from, from + mostViewers));
      for (const [viewerId, last] of numbers) this.ring(viewerId, last);
    }
  }

  /**
   * Follows a viewer's log: first what came after a place, then what comes, each once and in order. Without a place: from now on.
   * @param left is called when it is followed no more
   */
  async follow(viewerId: string, after: number | undefined, left: (follower: Follower) => void): Promise<Follower> {
    const channel = this.#channels.get(viewerId) ?? { followers: new Set(), toldUpTo: undefined, heardOf: 0 };
    this.#channels.set(viewerId, channel);
    const missedAfter = (place: number): Promise<Missed> | undefined => {
      // What the others have been told already is read here; from then on this one hears of it with them.
      const told = channel.toldUpTo ?? 0;
      return place >= told ? undefined : this.#missed(viewerId, place, told);
    };
    const follower: Follower = new Follower(missedAfter, () => {
      this.#leave(viewerId, channel, follower);
      left(follower);
    });
    channel.followers.add(follower);
    try {
      channel.toldUpTo ??= await this.#startOf(viewerId, channel);
      follower.startAfter(after ?? channel.toldUpTo);
      return follower;
    } catch (error) {
      follower.end();
      throw error;
    }
  }

  /** Everyone who follows is told that it ends. */
  close(): void {
    for (const { followers } of this.#channels.values()) for (const follower of [...followers]) follower.end();
  }

  /** What a follower missed; nothing, after a while, when it cannot be read: it will be asked for again. */
  async #missed(viewerId: string, place: number, told: number): Promise<Missed> {
    try {
      const page = (await this.#logs.after(new Map([[viewerId, place]]), pageSize)).get(viewerId);
      return page && page.readUpTo > place ? page : { shown: [], readUpTo: told };
    } catch (error) {
      this.#failed(error);
      await sleep(triedAgainMs);
      return { shown: [], readUpTo: place };
    }
  }

  #leave(viewerId: string, channel: Channel, follower: Follower): void {
    channel.followers.delete(follower);
    if (channel.followers.size === 0 && this.#channels.get(viewerId) === channel) this.#channels.delete(viewerId);
  }

  /** Where a new channel begins. Whatever is rung for from here on is after it, or is read twice and told once. */
  async #startOf(viewerId: string, channel: Channel): Promise<number> {
    const last = (await this.#logs.lastNumbers([viewerId])).get(viewerId) ?? 0;
    if (channel.toldUpTo !== undefined) return channel.toldUpTo;
    channel.toldUpTo = last;
    if (channel.heardOf > last) this.#want(viewerId, channel);
    return last;
  }

  #want(viewerId: string, channel: Channel): void {
    if (channel.toldUpTo === undefined || channel.toldUpTo >= channel.heardOf) return;
    this.#waiting.add(viewerId);
    if (this.#isReading) return;
    this.#isReading = true;
    // After this turn of the event loop: rings come in crowds.
    setImmediate(() => void this.#readAll());
  }

  async #readAll(): Promise<void> {
    try {
      let reading = this.#readSome();
      while (reading) {
        const pages = await reading;
        // The next is read while these are told; it has to be on its way before, since telling keeps the process busy.
        reading = this.#readSome();
        if (reading) await immediately();
        for (const [viewerId, page] of pages) this.#tell(viewerId, page);
        reading ??= this.#readSome();
      }
    } catch (error) {
      // The next ring or poll reads it again: nothing is marked as told that was not.
      for (const channel of this.#channels.values()) channel.heardOf = channel.toldUpTo ?? 0;
      this.#failed(error);
    } finally {
      this.#isReading = false;
    }
  }

  /** Reads the logs of viewers for whom something waits; `undefined` when there are none. */
  #readSome(): Promise<Map<string, Missed>> | undefined {
    const places = new Map<string, number>();
    for (const viewerId of this.#waiting) {
      if (places.size === mostViewers) break;
      this.#waiting.delete(viewerId);
      const place = this.#channels.get(viewerId)?.toldUpTo;
      if (place !== undefined) places.set(viewerId, place);
    }
    if (places.size === 0) return undefined;
    const reading = this.#logs.after(places, pageSize);
    // It may fail before its turn comes; then it is told of, and this keeps the process alive until then.
    reading.catch(() => {});
    return reading;
  }

  #tell(viewerId: string, { shown, readUpTo }: Missed): void {
    const channel = this.#channels.get(viewerId);
    if (channel?.toldUpTo === undefined) return;
    if (readUpTo <= channel.toldUpTo) {
      // A ring for more than there is must not keep the next ones from being heard.
      if (!this.#waiting.has(viewerId)) channel.heardOf = channel.toldUpTo;
      return;
    }
    const withdraws = shown.some(({ kind }) => kind === 'SHARE_CHANGED' || kind === 'SHARE_REVOKED');
    for (const follower of channel.followers) {
      if (withdraws) follower.readAgain();
      follower.hear(shown);
    }
    channel.toldUpTo = readUpTo;
    this.#want(viewerId, channel);
  }
}
