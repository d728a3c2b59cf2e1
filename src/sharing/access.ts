import { requireViewer, type RequestContext } from '../platform/context.ts';
import { categories, type Category } from './categories.ts';

/** All dates, as a PostgreSQL `datemultirange`. */
export const everyDate = '{(,)}';

/**
 * The lock that every read of health data goes through: whose data, and per category the local dates that the viewer may see.
 * Only this file makes one, so holding one is the proof that it may be used.
 */
export class DataAccess {
  readonly ownerId: string;
  /** Whether the viewer is the owner: only they see external ids, raw payloads and original files. */
  readonly isOwn: boolean;
  /** The owner's IANA zone, in which their days are cut. */
  readonly timezone: string;
  readonly #dates: ReadonlyMap<Category, string>;

  private constructor(owner: { id: string; timezone: string }, isOwn: boolean, dates: ReadonlyMap<Category, string>) {
    this.ownerId = owner.id;
    this.timezone = owner.timezone;
    this.isOwn = isOwn;
    this.#dates = dates;
  }

  /** Everything of oneself. @throws DomainError UNAUTHENTICATED */
  static own(ctx: RequestContext): DataAccess {
    const { userId, timezone } = requireViewer(ctx);
    const dates = new Map(categories.map((category) => [category, everyDate]));
    return new DataAccess({ id: userId, timezone }, true, dates);
  }

  /** The categories that are open at any date. */
  get categories(): Category[] {
    return categories.filter((category) => this.#dates.has(category));
  }

  /** The local dates at which a category is open, as a PostgreSQL `datemultirange`; empty when it is not open at all. */
  datesOf(category: Category): string {
    return this.#dates.get(category) ?? '{}';
  }
}
