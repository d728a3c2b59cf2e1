import DataLoader from 'dataloader';
import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { NotificationType, type NotificationRoot } from '../notifications/notification.graphql.ts';
import type { Notification } from '../notifications/notification.ts';
import { once, type RequestContext } from '../platform/context.ts';
import { DomainError } from '../platform/errors.ts';
import { NodeType } from '../platform/relay/node.graphql.ts';
import { accessTo } from '../sharing/access.ts';
import { recordsById, type FoundRecord } from './records.graphql.ts';

/** One statement for each type of record, whoever they belong to. */
const loader = (ctx: RequestContext) =>
  new DataLoader<Notification, object | null>(
    async (notifications) => {
      const accesses = await Promise.all(notifications.map(({ ownerId }) => accessTo(ctx, ownerId)));
      const open = [
        ...new Map(accesses.filter((access) => access !== null).map((access) => [access.ownerId, access])).values(),
      ];
      const found = new Map<string, object | DomainError>();
      for (const [type, own] of Map.groupBy(notifications, ({ recordType }) => recordType)) {
        if (type === null || open.length === 0) continue;
        const ids = [...new Set(own.flatMap(({ recordId }) => recordId ?? []))];
        const records = await readOrRefusal(recordsById(ctx, type, open, ids));
        if (records instanceof DomainError) for (const id of ids) found.set(id, records);
        else for (const { id, root } of records) found.set(id, root);
      }
      return notifications.map(({ recordId }) => (recordId === null ? null : (found.get(recordId) ?? null)));
    },
    { cache: false },
  );

/** A type that the token may not read takes no other along. */
const readOrRefusal = (work: Promise<FoundRecord[]>): Promise<FoundRecord[] | DomainError> =>
  work.catch((error: unknown) => {
    if (error instanceof DomainError) return error;
    throw error;
  });

@Resolver(() => NotificationType)
export class NotificationRecordResolver {
  @FieldResolver(() => NodeType, {
    nullable: true,
    description:
      'What was logged, as you may see it now; of several the first. `null`: it is not there or not shared any more. Scopes: shares:read and that of the record; without one `null` with an error.',
    complexity: 20,
  })
  record(@Root() { notification }: NotificationRoot, @Ctx() ctx: RequestContext): Promise<object | null> {
    return once(ctx, loader).load(notification);
  }
}
