import { Arg, Ctx, Resolver, Root, Subscription } from 'type-graphql';
import { requireScope, type RequestContext } from '../platform/context.ts';
import { NotificationType, toNotificationRoot, type NotificationRoot } from '../notifications/notification.graphql.ts';
import type { Notification } from '../notifications/notification.ts';
import { placeOf } from '../notifications/notification.read.ts';
import type { Following } from './following.ts';

/** What a subscription needs in its context beside the request's own. */
export interface LiveContext extends RequestContext {
  following: Following;
}

interface FollowArguments {
  after?: string | null;
}

async function follow({ after }: FollowArguments, ctx: LiveContext): Promise<AsyncIterable<Notification>> {
  const { userId } = requireScope(ctx, 'notifications:read');
  const place = after == null ? undefined : await placeOf(ctx.em, userId, 'after', after);
  return ctx.following.follow(userId, place);
}

@Resolver()
export class NotificationAddedResolver {
  @Subscription(() => NotificationType, {
    subscribe: ({ args, context }) => follow(args as FollowArguments, context as LiveContext),
    description:
      'What you are told: first what you missed after a cursor, then live, each once and in order. Without a cursor: from now on. Scope: notifications:read.',
  })
  notificationAdded(
    @Root() notification: Notification,
    @Arg('after', () => String, { nullable: true, description: 'The cursor of the last notification that you have.' })
    _after: string | null,
    @Ctx() ctx: RequestContext,
  ): NotificationRoot {
    return toNotificationRoot(ctx, notification);
  }
}
