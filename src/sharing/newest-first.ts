import { sql, type Expression, type SqlBool } from 'kysely';
import { keyPart } from '../platform/relay/cursor.ts';
import type { PageRequest } from '../platform/relay/page.ts';

/** The key of a list that is ordered by an instant, then an id, the newest first. */
export const newestFirstKey = [keyPart.instant, keyPart.id];

/** What bounds a page of such a list. @param at the columns of the instant and the id */
export function betweenCursors(request: PageRequest, [at, id]: readonly [string, string]): Expression<SqlBool>[] {
  const place = sql`(${sql.ref(at)}, ${sql.ref(id)})`;
  const key = ([instant, uuid]: readonly string[]) => sql`(${instant}::timestamptz, ${uuid}::uuid)`;
  return [
    ...(request.after ? [sql<SqlBool>`${place} < ${key(request.after)}`] : []),
    ...(request.before ? [sql<SqlBool>`${place} > ${key(request.before)}`] : []),
  ];
}

/** The direction in which a page is read. */
export const readingOrder = ({ backward }: Pick<PageRequest, 'backward'>): 'asc' | 'desc' =>
  backward ? 'asc' : 'desc';
