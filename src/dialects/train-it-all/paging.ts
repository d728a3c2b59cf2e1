import { z } from 'zod';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { requireViewer } from '../../platform/context.ts';
import type { NumberedPage, PagePlaces, PageStart } from '../kit/page-places.ts';

const defaultPerPage = 30;
const mostPerPage = 200;
const positive = z.coerce.number('must be a number').int('must be a whole number').min(1, 'must be at least 1');
/** More is as good as the most; of more than that nobody has records. */
const perPage = positive.transform((given) => Math.min(given, mostPerPage));

export const pageQuery = z.object({
  page: positive.max(1_000_000_000, 'must be at most 1000000000').default(1).meta({ description: 'From 1.' }),
  per_page: perPage.optional().meta({ description: `At most ${mostPerPage}; ${defaultPerPage} by default.` }),
  limit: perPage.optional().meta({ description: 'Another name for per_page, which wins.', deprecated: true }),
});

export const pagination = z.object({
  page: z.int(),
  perPage: z.int(),
  prevPage: z.int().nullable(),
  nextPage: z.int().nullable(),
  hasNextPage: z.boolean(),
});

/** A page as the vendor's clients know it. */
export const pageOf = <Item extends z.ZodType>(item: Item) =>
  z.object({ items: z.array(item), pagination }).meta({ description: 'A page, newest first.' });

/** The headers that say the same as `pagination`. */
export const pageHeaders = {
  'X-Page': 'page',
  'X-Per-Page': 'perPage',
  'X-Prev-Page': 'prevPage; empty where there is none',
  'X-Next-Page': 'nextPage; empty where there is none',
  'X-Has-Next-Page': 'hasNextPage',
} as const;

interface ReadPage<Item> {
  items: Item[];
  hasMore: boolean;
  end: readonly string[] | undefined;
}

/** Reads the page that a request asks for, and says in body and headers where it stands. */
export async function numberedPage<Item>(
  places: PagePlaces,
  request: FastifyRequest & { query: z.output<typeof pageQuery> },
  reply: FastifyReply,
  read: (start: PageStart & { size: number }) => Promise<ReadPage<Item>>,
): Promise<{ items: Item[]; pagination: z.output<typeof pagination> }> {
  const { page, per_page: perPage, limit } = request.query;
  const asked: NumberedPage = {
    walk: `${requireViewer(request.ctx).tokenId} ${request.routeOptions.url}`,
    page,
    perPage: perPage ?? limit ?? defaultPerPage,
  };
  const start = places.startOf(asked);
  const { items, hasMore, end } = await read({ ...start, size: asked.perPage });
  places.wasRead(asked, start, end);
  const [prevPage, nextPage] = [page > 1 ? page - 1 : null, hasMore ? page + 1 : null];
  void reply.headers({
    'x-page': String(page),
    'x-per-page': String(asked.perPage),
    'x-prev-page': String(prevPage ?? ''),
    'x-next-page': String(nextPage ?? ''),
    'x-has-next-page': String(hasMore),
  });
  return { items, pagination: { page, perPage: asked.perPage, prevPage, nextPage, hasNextPage: hasMore } };
}
