import DataLoader from 'dataloader';
import { sql } from 'kysely';
import { once, requireScope, requireViewer, type RequestContext } from '../platform/context.ts';
import { categories, type Category } from './categories.ts';
import { everyDate, isWithin, rangesIn, type DateRange } from './date-ranges.ts';

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
  readonly #ranges: ReadonlyMap<Category, readonly DateRange[]>;

  private constructor(owner: { id: string; timezone: string }, isOwn: boolean, dates: ReadonlyMap<Category, string>) {
    this.ownerId = owner.id;
    this.timezone = owner.timezone;
    this.isOwn = isOwn;
    this.#dates = dates;
    this.#ranges = new Map([...dates].map(([category, text]) => [category, rangesIn(text)]));
  }

  /** Everything of oneself. @throws DomainError UNAUTHENTICATED */
  static own(ctx: RequestContext): DataAccess {
    const { userId, timezone } = requireViewer(ctx);
    const dates = new Map(categories.map((category) => [category, everyDate]));
    return new DataAccess({ id: userId, timezone }, true, dates);
  }

  /**
   * What others share with the viewer, in one statement: the shares of an owner that are live now, added up.
   * @param ownerIds only of these owners; by default of all
   * @throws DomainError FORBIDDEN without `shares:read`
   */
  static async shared(ctx: RequestContext, ownerIds?: readonly string[]): Promise<DataAccess[]> {
    const { userId } = requireScope(ctx, 'shares:read');
    const { rows } = await sql<OpenCategory>`
      select s.owner_id as "ownerId", u.timezone, c.category, range_agg(daterange(s.start_date, s.end_date, '[]')) as dates
      from shares s
      join users u on u.id = s.owner_id
      left join lateral unnest(s.include) as c (category) on true
      where s.viewer_id = ${userId} and s.ended_at is null
        ${ownerIds ? sql`and s.owner_id = any(${ownerIds}::uuid[])` : sql``}
      group by s.owner_id, u.timezone, c.category`.execute(ctx.em.getKysely());
    return [...Map.groupBy(rows, ({ ownerId }) => ownerId)].map(([id, opened]) => {
      const open = opened.flatMap(({ category, dates }) => (category === null ? [] : [[category, dates] as const]));
      return new DataAccess({ id, timezone: opened[0]?.timezone as string }, false, new Map(open));
    });
  }

  /** The categories that are open at any date. */
  get categories(): Category[] {
    return categories.filter((category) => this.#dates.has(category));
  }

  /** The local dates at which a category is open, as a PostgreSQL `datemultirange`; empty when it is not open at all. */
  datesOf(category: Category): string {
    return this.#dates.get(category) ?? '{}';
  }

  /** Whether a category is open at a local date. */
  opens(category: Category, localDate: string): boolean {
    return isWithin(this.#ranges.get(category) ?? [], localDate);
  }
}

/** A category that an owner's live shares open to a viewer, and when; `null` of a share that opens nothing. */
interface OpenCategory {
  ownerId: string;
  timezone: string;
  category: Category | null;
  dates: string;
}

// Gathers, but remembers nothing: what ended a moment ago must not be shown by a later part of the same request.
const loader = (ctx: RequestContext) =>
  new DataLoader<string, DataAccess | null>(
    async (ownerIds) => {
      const found = new Map((await DataAccess.shared(ctx, ownerIds)).map((access) => [access.ownerId, access]));
      return ownerIds.map((id) => found.get(id) ?? null);
    },
    { cache: false },
  );

/** What an owner shares with the viewer; `null`: nothing. For the owners of one level of a query it is one statement. */
export const accessTo = (ctx: RequestContext, ownerId: string): Promise<DataAccess | null> =>
  once(ctx, loader).load(ownerId);
