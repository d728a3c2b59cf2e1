import { setTimeout as sleep } from 'node:timers/promises';
import type { Chance } from './chance.ts';
import type { Event, Line, OpenLine } from './lines.ts';
import type { Someone } from './people.ts';

export interface ViewerParts {
  who: Someone;
  /** The last notification from before, after which it begins. */
  last: { id: string; cursor: string };
  open: OpenLine;
  urls: readonly string[];
  chance: Chance;
}

/** Someone who follows their notifications, and goes on after the last one at another process whenever the connection is gone. */
export class Viewer {
  readonly who: Someone;
  /** The notification that it begins after. */
  readonly startId: string;
  /** The ids of what they were told, in the order in which it came. */
  readonly told: string[] = [];
  /** What no crash is a reason for. */
  readonly problems: string[] = [];
  /** Connections that stood, and those of them that were cut. */
  connections = 0;
  cuts = 0;
  /** Events of which a part could not be read, and came as an error. */
  broken = 0;
  longestDelayMs = 0;
  readonly #parts: ViewerParts;
  #cursor: string;
  /** The connection, while it stands. */
  #line: Line | undefined;
  #isOver = false;

  constructor(parts: ViewerParts) {
    this.#parts = parts;
    this.who = parts.who;
    this.startId = parts.last.id;
    this.#cursor = parts.last.cursor;
  }

  async follow(): Promise<void> {
    const { open, urls, chance, who } = this.#parts;
    for (let url = chance.one(urls); !this.#isOver; url = chance.one(urls.filter((other) => other !== url))) {
      const line = open(url, who.token, this.#cursor, {
        opened: () => {
          this.connections += 1;
          this.#line = line;
          if (this.#isOver) line.cut();
        },
        heard: (event) => this.#hear(event),
      });
      const why = await line.ended;
      this.#line = undefined;
      // A token that is said to be wrong, or a cursor, is none of a crash.
      if (/4403|4401|FORBIDDEN|UNAUTHENTICATED|BAD_USER_INPUT/i.test(why)) this.problems.push(why);
      await sleep(chance.whole(10, 200));
    }
  }

  cut(): void {
    if (!this.#line) return;
    this.cuts += 1;
    this.#line.cut();
  }

  stop(): void {
    this.#isOver = true;
    this.#line?.cut();
  }

  #hear({ data, errors }: Event): void {
    for (const { message, extensions } of errors ?? [])
      if (extensions?.code !== 'INTERNAL_SERVER_ERROR') this.problems.push(message);
    // By GraphQL a subscription that cannot begin has no data at all; it ends with this.
    if (data === undefined) return;
    if (errors) this.broken += 1;
    if (data === null) {
      // Its cursor is lost with it, and clients that go on would never hear of it.
      this.problems.push('An event came without its data.');
      return;
    }
    const { id, cursor, occurredAt } = data.notificationAdded;
    this.#cursor = cursor;
    this.told.push(id);
    this.longestDelayMs = Math.max(this.longestDelayMs, Date.now() - Date.parse(occurredAt));
  }
}
