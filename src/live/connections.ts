import type { Viewer } from '../platform/context.ts';

/** A client that listens: by a websocket, or by server-sent events. */
export interface LiveConnection {
  viewer: Viewer;
  /** Ends it, and says why. */
  close: (why: Ending) => void;
}

/** Why a connection is ended by the gateway, with the code of a websocket's closing. */
export const endings = {
  /** The token expired or was revoked. */
  FORBIDDEN: { code: 4403, reason: 'Forbidden' },
  /** It took what it was told too slowly; all of it is in the log. */
  SLOW: { code: 4460, reason: 'Too slow: subscribe again with the last cursor' },
  /** The person has too many connections to this process. */
  TOO_MANY: { code: 4461, reason: 'Too many connections' },
  /** The token asks too often. */
  RATE_LIMITED: { code: 4462, reason: 'Too many requests' },
  /** The process stops; another one goes on. */
  GOING_AWAY: { code: 1001, reason: 'Going away' },
} as const;

export type Ending = (typeof endings)[keyof typeof endings];

/** How many connections one person may have to one process. */
const mostPerPerson = 50;
const lookedAtMs = 500;

interface Tokens {
  /** Which of some tokens still speak for someone. */
  stillLive: (tokenIds: readonly string[]) => Promise<Set<string>>;
  /** Whether this process would hear of a revocation; while it would not, it asks twice a second. */
  hearsOfEnds: () => boolean;
  failed: (error: unknown) => void;
}

/** The clients that listen to this process. Each ends with its token: when it expires, and when it is revoked anywhere. */
export class Connections {
  readonly #open = new Map<LiveConnection, string>();
  readonly #perPerson = new Map<string, number>();
  readonly #tokens: Tokens;
  readonly #timer: NodeJS.Timeout;
  #wantsLook = false;
  #isLooking = false;
  #isClosed = false;

  constructor(tokens: Tokens) {
    this.#tokens = tokens;
    this.#timer = setInterval(() => this.#look(), lookedAtMs).unref();
  }

  get size(): number {
    return this.#open.size;
  }

  /** Takes a connection in; `undefined` when the person has too many. @returns what lets go of it */
  open(connection: LiveConnection): (() => void) | undefined {
    const { userId, tokenId } = connection.viewer;
    const known = this.#perPerson.get(userId) ?? 0;
    if (known >= mostPerPerson) return undefined;
    this.#perPerson.set(userId, known + 1);
    this.#open.set(connection, tokenId);
    // Its token may have ended between the look-up and now.
    this.#wantsLook = true;
    if (this.#isClosed) connection.close(endings.GOING_AWAY);
    return () => {
      if (!this.#open.delete(connection)) return;
      const left = (this.#perPerson.get(userId) ?? 1) - 1;
      if (left === 0) this.#perPerson.delete(userId);
      else this.#perPerson.set(userId, left);
    };
  }

  /** Some token somewhere does not say any more what it said. */
  tokensChanged(): void {
    this.#wantsLook = true;
    this.#look();
  }

  /** Ends them all, and whoever comes later. */
  close(): void {
    this.#isClosed = true;
    clearInterval(this.#timer);
    for (const connection of this.#open.keys()) connection.close(endings.GOING_AWAY);
  }

  #look(): void {
    const now = Date.now();
    for (const connection of this.#open.keys())
      if (connection.viewer.expiresAtMs <= now) connection.close(endings.FORBIDDEN);
    if (!this.#tokens.hearsOfEnds()) this.#wantsLook = true;
    if (this.#wantsLook && !this.#isLooking && this.#open.size > 0) void this.#endRevoked();
  }

  async #endRevoked(): Promise<void> {
    this.#isLooking = true;
    this.#wantsLook = false;
    try {
      const asked = new Set(this.#open.values());
      const live = await this.#tokens.stillLive([...asked]);
      // Whoever came meanwhile was not asked about.
      for (const [connection, tokenId] of this.#open)
        if (asked.has(tokenId) && !live.has(tokenId)) connection.close(endings.FORBIDDEN);
    } catch (error) {
      this.#wantsLook = true;
      this.#tokens.failed(error);
    } finally {
      this.#isLooking = false;
    }
  }
}
