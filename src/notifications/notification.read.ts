import type { EntityManager } from '@mikro-orm/postgresql';
import { sql } from 'kysely';
import { requireScope, type RequestContext } from '../platform/context.ts';
import { badInput } from '../platform/errors.ts';
import { decodeCursor } from '../platform/relay/cursor.ts';
import { pageRequest, toPage, type ConnectionArguments, type Page } from '../platform/relay/page.ts';
import { openToViewer } from '../sharing/lock.ts';
import { binding, keyOf, keyShape, type Notification } from './notification.ts';

export const notificationColumns = sql`
  n.viewer_id as "viewerId", n.number, n.id, n.kind, n.category, n.count, n.owner_id as "ownerId", n.share_id as "shareId",
  n.record_type as "recordType", n.record_id as "recordId", n.local_date as "localDate", n.occurred_at as "occurredAt",
  n.read_at as "readAt"`;

export interface NotificationFilter {
  unreadOnly: boolean;
}

/** SQL: whether the viewer of a notification `n` may know of it: what was logged, as long as a live share opens it. */
export const isShown = sql<boolean>`(n.kind <> 'LOGGED' or ${openToViewer('n')})`;

/** SQL: the viewer's notifications `n`. */
function writtenTo(ctx: RequestContext, { unreadOnly }: NotificationFilter) {
  const { userId } = requireScope(ctx, 'notifications:read');
  return sql`
    from notifications n
    where n.viewer_id = ${userId} ${unreadOnly ? sql`and n.read_at is null` : sql``}`;
}

/** SQL: the viewer's notifications `n`, but for those of what is not shared any more. */
const shownTo = (ctx: RequestContext, filter: NotificationFilter) => sql`${writtenTo(ctx, filter)} and ${isShown}`;

/**
 * The viewer's notifications, newest first.
 * @throws DomainError FORBIDDEN without `notifications:read`, BAD_USER_INPUT for a wrong size or cursor
 */
export async function listNotifications(
  ctx: RequestContext,
  filter: NotificationFilter,
  args: ConnectionArguments,
): Promise<Page<Notification>> {
  const { userId } = requireScope(ctx, 'notifications:read');
  const request = pageRequest(args, binding, keyShape);
  // A cursor does not say whose it is, but of which notification.
  const { after, before } = args;
  if (after != null) await placeOf(ctx.em, userId, 'after', after);
  if (before != null) await placeOf(ctx.em, userId, 'before', before);
  const direction = sql.raw(request.backward ? 'asc' : 'desc');
  const { rows } = await sql<Notification>`
    select ${notificationColumns} ${shownTo(ctx, filter)}
      ${request.after ? sql`and n.number < ${request.after[0]}` : sql``}
      ${request.before ? sql`and n.number > ${request.before[0]}` : sql``}
    order by n.number ${direction}
    limit ${request.size + 1}`.execute(ctx.em.getKysely());
  return toPage(request, rows, binding, keyOf);
}

/** How many notifications a list has. @throws DomainError FORBIDDEN without `notifications:read` */
export async function countNotifications(ctx: RequestContext, filter: NotificationFilter): Promise<number> {
  // What tells of the same owner, category and day is shown or not together: it is counted first, so that the lock is asked once for all of it.
  const { rows } = await sql<{ count: number }>`
    select coalesce(sum(n.count), 0)::float8 as count
    from (
      select n.viewer_id, n.owner_id, n.kind, n.category, n.local_date, count(*) as count ${writtenTo(ctx, filter)}
      group by n.viewer_id, n.owner_id, n.kind, n.category, n.local_date
    ) n
    where ${isShown}`.execute(ctx.em.getKysely());
  return rows[0]?.count ?? 0;
}

/** The viewer's notifications by id, in no particular order. @throws DomainError FORBIDDEN without `notifications:read` */
export async function notificationsById(ctx: RequestContext, ids: readonly string[]): Promise<Notification[]> {
  const { rows } = await sql<Notification>`
    select ${notificationColumns} ${shownTo(ctx, { unreadOnly: false })} and n.id = any(${ids}::uuid[])`.execute(
    ctx.em.getKysely(),
  );
  return rows;
}

/**
 * The number that a viewer's cursor stands for. It names the notification too, so that one of another log, or of a database that was set
 * back, is not taken for a place in this one.
 * @throws DomainError BAD_USER_INPUT
 */
export async function placeOf(em: EntityManager, viewerId: string, argument: string, cursor: string): Promise<number> {
  const [number = '', id = ''] = decodeCursor(binding, argument, cursor, keyShape);
  const { rows } = await sql`
    select from notifications n where n.viewer_id = ${viewerId} and n.number = ${number} and n.id = ${id}`.execute(
    em.getKysely(),
  );
  if (rows.length === 0) throw badInput(argument, 'is a cursor of a notification that there is not');
  return Number(number);
}
