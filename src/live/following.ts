import { DomainError } from '../platform/errors.ts';
import type { Follower } from './follower.ts';
import type { Hub } from './hub.ts';

/** How many subscriptions one connection may have at once. */
const mostAtOnce = 20;

/**
 * What one connection follows. It is counted and ended here, since the protocol of a connection loses sight of a subscription that was
 * completed before it began.
 */
export class Following {
  readonly #hub: Hub;
  readonly #followers = new Set<Follower>();
  #starting = 0;
  #isOver = false;

  constructor(hub: Hub) {
    this.#hub = hub;
  }

  /** @throws DomainError BAD_USER_INPUT when the connection has too many subscriptions */
  async follow(viewerId: string, after: number | undefined): Promise<Follower> {
    if (this.#followers.size + this.#starting >= mostAtOnce)
      throw new DomainError('BAD_USER_INPUT', `At most ${mostAtOnce} subscriptions may be open at once.`);
    this.#starting += 1;
    try {
      const follower = await this.#hub.follow(viewerId, after, (left) => this.#followers.delete(left));
      this.#followers.add(follower);
      if (this.#isOver) follower.end();
      return follower;
    } finally {
      this.#starting -= 1;
    }
  }

  /** The connection is gone, and whatever it began later ends at once. */
  end(): void {
    this.#isOver = true;
    for (const follower of this.#followers) follower.end();
  }
}
