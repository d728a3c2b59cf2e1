import { setTimeout as sleep } from 'node:timers/promises';
import type { Answer } from './answers.ts';
import type { Chance } from './chance.ts';
import type { Postgres } from './cluster/postgres.ts';
import { someDates } from './days.ts';
import type { Someone } from './people.ts';
import { givenShares, type Read } from './reading.ts';
import type { RecordDoor } from './record-doors.ts';
import type { Act, Terms } from './rules.ts';
import { categories, type FoundShare, type ShareDoor } from './share-doors.ts';

export interface Done {
  act: Act;
  /** Of what is not acknowledged the store tells whether it was done. */
  isAcknowledged: boolean;
}

export interface OwnerParts {
  who: Someone;
  records: RecordDoor;
  shares: ShareDoor;
  viewers: readonly Someone[];
  urls: readonly string[];
  chance: Chance;
  read: Read;
  postgres: Postgres;
}

type Tried = 'ACKNOWLEDGED' | 'UNKNOWN';

/** Someone who writes one thing after the other through processes that die under them, and keeps book of what was acknowledged. */
export class Owner {
  readonly done: Done[] = [];
  readonly who: Someone;
  /** Requests that were sent again, and those whose answer never came. */
  repeats = 0;
  unanswered = 0;
  readonly #parts: OwnerParts;
  #count = 0;
  #turns = 0;

  constructor(parts: OwnerParts) {
    this.#parts = parts;
    this.who = parts.who;
  }

  async writeUntil(isOver: () => boolean): Promise<void> {
    const { chance } = this.#parts;
    while (!isOver()) {
      await (chance.happens(0.15) ? this.#actOnShares() : this.record());
      await sleep(chance.whole(0, 100));
    }
  }

  /** Shares with someone, on terms of chance. */
  async share(viewer: Someone): Promise<void> {
    const { chance, shares, who } = this.#parts;
    const share = `${who.name}-share-${(this.#count += 1)}`;
    const terms: Terms = {
      include: chance.some(categories, 0.8),
      notify: chance.some(categories, 0.7),
      ...someDates(chance),
    };
    const tried = await this.#try((url, token) => shares.give(url, token, share, viewer, terms), false);
    if (tried === 'ACKNOWLEDGED' || (await this.#given()).some(({ description }) => description === share))
      this.#note({ kind: 'SHARED', share, viewer: viewer.id, terms }, tried);
  }

  async record(): Promise<void> {
    const { records, chance } = this.#parts;
    const { name, carried, date, send } = records.draft((this.#count += 1), chance);
    const tried = await this.#try(send, records.isRepeatable);
    this.#note({ kind: 'RECORDED', record: name, carried, date }, tried);
  }

  /** In turns, so that even a short storm sees all of them. */
  async #actOnShares(): Promise<void> {
    const { chance, viewers } = this.#parts;
    const given = await this.#given();
    const turn = (this.#turns += 1) % 4;
    if (given.length === 0 || turn === 0) return this.share(chance.one(viewers));
    const found = chance.one(given);
    return turn === 2 ? this.#revoke(found) : this.#change(found);
  }

  async #change(found: FoundShare): Promise<void> {
    const { chance, shares } = this.#parts;
    const other = chance.one(categories);
    const terms = {
      include: categories.filter((category) => found.include.includes(category) !== (category === other)),
      startDate: chance.happens(0.5) ? found.startDate : someDates(chance).startDate,
    };
    const tried = await this.#try((url, token) => shares.change(url, token, found, terms), false);
    const isThere = (now: FoundShare) => now.id === found.id && now.include.join() === terms.include.join();
    if (tried === 'ACKNOWLEDGED' || (await this.#given()).some(isThere))
      this.#note({ kind: 'CHANGED', ...this.#named(found), terms }, tried);
  }

  async #revoke(found: FoundShare): Promise<void> {
    const tried = await this.#try((url, token) => this.#parts.shares.revoke(url, token, found), false);
    if (tried === 'ACKNOWLEDGED' || !(await this.#given()).some(({ id }) => id === found.id))
      this.#note({ kind: 'REVOKED', ...this.#named(found) }, tried);
  }

  /**
   * Sends something until it is acknowledged, or until nobody knows. What can be repeated is at times cut off and sent again, or sent
   * again after a crash; of all else it is waited for the end, so that what is done next is done after it.
   */
  async #try(
    send: (url: string, token: string, cut?: AbortSignal) => Promise<Answer>,
    isRepeatable: boolean,
  ): Promise<Tried> {
    const { chance, urls, who } = this.#parts;
    let mustRepeat = isRepeatable && chance.happens(0.5);
    for (;;) {
      const isCut = isRepeatable && chance.happens(0.04);
      const cut = isCut ? AbortSignal.timeout(chance.whole(0, 30)) : undefined;
      const { is } = await send(chance.one(urls), who.token, cut);
      if (is === 'ACKNOWLEDGED') return is;
      // A process that lives may begin with what was cut off whenever it likes.
      if (isCut) mustRepeat = true;
      if (is === 'UNKNOWN') {
        this.unanswered += 1;
        if (!mustRepeat) {
          await this.#nothingIsUnderWay();
          return is;
        }
        this.repeats += 1;
      }
      await sleep(chance.whole(20, 100));
    }
  }

  /** Waits until every transaction that is open now has ended: the one of a killed process, too, does so soon. */
  async #nothingIsUnderWay(): Promise<void> {
    const { postgres } = this.#parts;
    const [now] = await postgres.query<{ now: string }>('select clock_timestamp()::text as now');
    const open = `select count(*)::int as count from pg_stat_activity
      where datname = current_database() and backend_type = 'client backend' and pid <> pg_backend_pid() and xact_start <= $1`;
    while ((await postgres.query<{ count: number }>(open, [now?.now]))[0]?.count !== 0) await sleep(10);
  }

  readonly #given = (): Promise<FoundShare[]> => givenShares(this.#parts.read, this.who.token);

  #named({ description }: FoundShare): { share: string; viewer: string } {
    const made = this.done.find(({ act }) => act.kind === 'SHARED' && act.share === description)?.act;
    if (made?.kind !== 'SHARED') throw new Error(`Nobody gave the share ${description}.`);
    return { share: description, viewer: made.viewer };
  }

  #note(act: Act, tried: Tried): void {
    this.done.push({ act, isAcknowledged: tried === 'ACKNOWLEDGED' });
  }
}
