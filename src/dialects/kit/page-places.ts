import { LRUCache } from 'lru-cache';

/** Where a page of a list begins: after a place that is known, or after so many records. */
export interface PageStart {
  after: readonly string[] | undefined;
  skip: number;
}

/** A page that someone asks for by its number. */
export interface NumberedPage {
  /** Whose walk through which list it is: pages of different walks must not meet. */
  walk: string;
  /** From 1. */
  page: number;
  perPage: number;
}

/** The page that a walk was at last: where it began and ended, as keys of records. */
interface LastPage {
  page: number;
  start: PageStart;
  end: readonly string[];
}

const rememberedMs = 600_000;
const remembered = 20_000;

/**
 * Remembers where the page ended that was read last, so that whoever reads one page after another goes on at that very record: what others
 * write meanwhile neither repeats nor hides one, and page 4,000 is found as fast as page 2. Any other page is counted off, in the list
 * as it is now; the last page asked for again is the same.
 */
export class PagePlaces {
  readonly #lastPages = new LRUCache<string, LastPage>({ max: remembered, ttl: rememberedMs });

  startOf(asked: NumberedPage): PageStart {
    const last = asked.page === 1 ? undefined : this.#lastPages.get(keyOf(asked));
    if (last?.page === asked.page) return last.start;
    if (last && last.page + 1 === asked.page) return { after: last.end, skip: 0 };
    return { after: undefined, skip: (asked.page - 1) * asked.perPage };
  }

  /** @param end the key of the page's last record; `undefined` of an empty page */
  wasRead(asked: NumberedPage, start: PageStart, end: readonly string[] | undefined): void {
    if (end) this.#lastPages.set(keyOf(asked), { page: asked.page, start, end });
  }
}

const keyOf = ({ walk, perPage }: NumberedPage): string => `${walk} ${perPage}`;
