import { badInput } from '../errors.ts';
import { cursorsOf, decodeCursor, type CursorBinding, type KeyShape } from './cursor.ts';

export const defaultPageSize = 25;
export const maxPageSize = 200;

/** Relay's connection arguments as a client writes them. */
export interface ConnectionArguments {
  first?: number | null | undefined;
  after?: string | null | undefined;
  last?: number | null | undefined;
  before?: string | null | undefined;
}

/** A checked page request: so many records after and/or before a place, from the front or from the back. */
export interface PageRequest {
  size: number;
  backward: boolean;
  after: string[] | undefined;
  before: string[] | undefined;
}

/** A record at its place in a list. The cursor is made when it is asked for: most queries select none. */
export class Edge<T> {
  readonly node: T;
  readonly #row: unknown;
  readonly #cursorOf: (row: unknown) => string;

  /** @param row what the place was read from */
  constructor(node: T, row: unknown, cursorOf: (row: unknown) => string) {
    this.node = node;
    this.#row = row;
    this.#cursorOf = cursorOf;
  }

  get cursor(): string {
    return this.#cursorOf(this.#row);
  }

  /** Another record at the same place, such as the same one in other words. */
  with<Other>(node: Other): Edge<Other> {
    return new Edge(node, this.#row, this.#cursorOf);
  }
}

/** Relay's facts of a page. A class, since the getters of an object literal would keep the page until a full collection. */
class PageInfo {
  readonly hasNextPage: boolean;
  readonly hasPreviousPage: boolean;
  readonly #edges: readonly Edge<unknown>[];

  constructor(edges: readonly Edge<unknown>[], hasNextPage: boolean, hasPreviousPage: boolean) {
    this.#edges = edges;
    this.hasNextPage = hasNextPage;
    this.hasPreviousPage = hasPreviousPage;
  }

  get startCursor(): string | null {
    return this.#edges[0]?.cursor ?? null;
  }

  get endCursor(): string | null {
    return this.#edges.at(-1)?.cursor ?? null;
  }
}

export interface Page<T> {
  edges: Edge<T>[];
  pageInfo: PageInfo;
}

/** The same page of other records, one for each. */
export const mapPage = <T, Other>(
  { edges, pageInfo }: Page<T>,
  toOther: (node: T, index: number) => Other,
): Page<Other> => ({ edges: edges.map((edge, index) => edge.with(toOther(edge.node, index))), pageInfo });

/** @throws DomainError BAD_USER_INPUT naming `first`, `last`, `after` or `before` */
export function pageRequest(args: ConnectionArguments, binding: CursorBinding, shape: KeyShape): PageRequest {
  if (args.first != null && args.last != null) throw badInput('last', 'cannot be combined with first');
  const backward = args.last != null;
  const size = args.last ?? args.first ?? defaultPageSize;
  const argument = backward ? 'last' : 'first';
  if (!Number.isInteger(size) || size < 0) throw badInput(argument, 'must be a whole number that is not negative');
  if (size > maxPageSize) throw badInput(argument, `must be at most ${maxPageSize}`);
  return {
    size,
    backward,
    after: args.after == null ? undefined : decodeCursor(binding, 'after', args.after, shape),
    before: args.before == null ? undefined : decodeCursor(binding, 'before', args.before, shape),
  };
}

/**
 * Makes the page from up to `size + 1` rows read in the direction of travel; the extra row only tells that there are more.
 * On the side that one came from, a given cursor tells that there is more.
 */
export function toPage<T>(
  request: PageRequest,
  rows: readonly T[],
  binding: CursorBinding,
  keyOf: (row: T) => readonly string[],
): Page<T> {
  const more = rows.length > request.size;
  const kept = rows.slice(0, request.size);
  if (request.backward) kept.reverse();
  const cursorAt = cursorsOf(binding);
  const cursorOf = (row: unknown) => cursorAt(keyOf(row as T));
  const edges = kept.map((row) => new Edge(row, row, cursorOf));
  const hasNextPage = request.backward ? request.before !== undefined : more;
  const hasPreviousPage = request.backward ? more : request.after !== undefined;
  return { edges, pageInfo: new PageInfo(edges, hasNextPage, hasPreviousPage) };
}
