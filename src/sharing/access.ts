import DataLoader from 'dataloader';
import { sql, type RawBuilder } from 'kysely';
import { plainArray } from '../platform/database/plain-array.ts';
import { once, requireScope, requireViewer, type RequestContext } from '../platform/context.ts';
import { categories, type Category } from './categories.ts';
import { everyDate, isWithin, noDate } from './date-ranges.ts';
import { openDates, openedBy, type OpenDates } from './open-dates.ts';

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
  readonly #open: OpenDates;

  private constructor(owner: { id: string; timezone: string }, isOwn: boolean, open: OpenDates) {
    this.ownerId = owner.id;
    this.timezone = owner.timezone;
    this.isOwn = isOwn;
    this.#open = open;
  }

  /** Everything of oneself. @throws DomainError UNAUTHENTICATED */
  static own(ctx: RequestContext): DataAccess {
    const { userId, timezone } = requireViewer(ctx);
    return new DataAccess({ id: userId, timezone }, true, everything);
  }

  /**
   * What others share with the viewer, in one statement: the shares of an owner that are live now, added up.
   * @param ownerIds only of these owners; by default of all
   * @throws DomainError FORBIDDEN without `shares:read`
   */
  static async shared(ctx: RequestContext, ownerIds?: readonly string[]): Promise<DataAccess[]> {
    const { userId } = requireScope(ctx, 'shares:read');
    const { rows } = await sql<{ ownerId: string; timezone: string; share: string }>`
      select s.owner_id as "ownerId", u.timezone, ${shareText} as share
      from shares s
      join users u on u.id = s.owner_id
      where s.viewer_id = ${userId} and s.ended_at is null
        ${ownerIds ? sql`and s.owner_id = any(${plainArray(ownerIds)}::uuid[])` : sql``}`.execute(ctx.em.getKysely());
    return [...Map.groupBy(rows, ({ ownerId }) => ownerId)].map(([id, shares]) => {
      const open = openedBy(shares.map(({ share }) => share).join(';'));
      return new DataAccess({ id, timezone: shares[0]?.timezone as string }, false, open);
    });
  }

  /**
   * The same of one owner, by what `liveShares` told; `null`: nothing.
   * @throws DomainError FORBIDDEN without `shares:read`
   */
  static told(
    ctx: RequestContext,
    owner: { id: string; timezone: string },
    told: LiveShares | null,
  ): DataAccess | null {
    requireScope(ctx, 'shares:read');
    return told === null ? null : new DataAccess(owner, false, openedBy(told));
  }

  /** The categories that are open at any date. */
  get categories(): Category[] {
    return categories.filter((category) => this.#open.has(category));
  }

  /** The local dates at which a category is open, as a PostgreSQL `datemultirange`; empty when it is not open at all. */
  datesOf(category: Category): string {
    return this.#open.get(category)?.dates ?? noDate;
  }

  /** Whether a category is open at a local date. */
  opens(category: Category, localDate: string): boolean {
    const open = this.#open.get(category);
    return open !== undefined && (open.dates === everyDate || isWithin(open.ranges, localDate));
  }
}

const everything = openDates(new Map(categories.map((category) => [category, everyDate])));

/** SQL: what a share `s` opens, as `openedBy` reads it. */
const shareText = sql`concat(array_to_string(s.include, ' '), '|', daterange(s.start_date, s.end_date, '[]'))`;

/** What `liveShares` tells; a text of its own kind, so that no other is taken for it. */
export type LiveShares = string & { readonly from: unique symbol };

/** SQL: all that an owner shares with a viewer now, for a statement that reads the two of them anyway. */
export const liveShares = (
  viewerId: RawBuilder<unknown>,
  ownerId: RawBuilder<unknown>,
): RawBuilder<LiveShares | null> => sql`(
  select string_agg(${shareText}, ';') from shares s
  where s.viewer_id = ${viewerId} and s.owner_id = ${ownerId} and s.ended_at is null)`;

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
