import { sql } from 'kysely';
import { z } from 'zod';
import { requireScope, type Door, type RequestContext } from '../platform/context.ts';
import { keyPart } from '../platform/relay/cursor.ts';
import { pageRequest, toPage, type ConnectionArguments, type Page } from '../platform/relay/page.ts';
import { categories, type Category } from './categories.ts';

/** That a viewer read something of a category within an hour. */
export interface AccessLogEntry {
  id: string;
  viewerId: string;
  category: Category;
  /** When the hour begins, in UTC. */
  hour: string;
  /** Of what they were shown the first and the last local date. */
  firstDate: string;
  lastDate: string;
  doors: Door[];
  lastReadAt: string;
}

const entryColumns = sql`
  l.id, l.viewer_id as "viewerId", l.category, l.hour, l.first_date as "firstDate", l.last_date as "lastDate", l.doors,
  l.last_read_at as "lastReadAt"`;

const keyShape = [keyPart.instant, keyPart.id, z.enum(categories)];

/**
 * Who read the viewer's own data, newest hour first. What another process answered in the last second may not be there yet.
 * @throws DomainError FORBIDDEN without `shares:read`, BAD_USER_INPUT for a wrong size or cursor
 */
export async function listAccesses(ctx: RequestContext, args: ConnectionArguments): Promise<Page<AccessLogEntry>> {
  const { userId } = requireScope(ctx, 'shares:read');
  const binding = { list: 'access_log', filter: [userId] };
  const request = pageRequest(args, binding, keyShape);
  await ctx.readNotes.flush();
  const direction = sql.raw(request.backward ? 'asc' : 'desc');
  const key = ([hour, viewerId, category]: readonly string[]) =>
    sql`(${hour}::timestamptz, ${viewerId}::uuid, ${category})`;
  const { rows } = await sql<AccessLogEntry>`
    select ${entryColumns}
    from access_log l
    where l.owner_id = ${userId}
      ${request.after ? sql`and (l.hour, l.viewer_id, l.category) < ${key(request.after)}` : sql``}
      ${request.before ? sql`and (l.hour, l.viewer_id, l.category) > ${key(request.before)}` : sql``}
    order by l.hour ${direction}, l.viewer_id ${direction}, l.category ${direction}
    limit ${request.size + 1}`.execute(ctx.em.getKysely());
  return toPage(request, rows, binding, ({ hour, viewerId, category }) => [hour, viewerId, category]);
}

/** How many entries the log has. @throws DomainError FORBIDDEN without `shares:read` */
export async function countAccesses(ctx: RequestContext): Promise<number> {
  const { userId } = requireScope(ctx, 'shares:read');
  const { rows } = await sql<{ count: number }>`
    select count(*) as count from access_log l where l.owner_id = ${userId}`.execute(ctx.em.getKysely());
  return rows[0]?.count ?? 0;
}

/** Entries of the viewer's own log by id. @throws DomainError FORBIDDEN without `shares:read` */
export async function accessesById(ctx: RequestContext, ids: readonly string[]): Promise<AccessLogEntry[]> {
  const { userId } = requireScope(ctx, 'shares:read');
  const { rows } = await sql<AccessLogEntry>`
    select ${entryColumns} from access_log l where l.owner_id = ${userId} and l.id = any(${ids}::uuid[])`.execute(
    ctx.em.getKysely(),
  );
  return rows;
}
