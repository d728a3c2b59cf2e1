import DataLoader from 'dataloader';
import {
  Arg,
  Args,
  Ctx,
  Field,
  FieldResolver,
  InputType,
  Int,
  Mutation,
  ObjectType,
  Resolver,
  Root,
} from 'type-graphql';
import { UserType } from '../accounts/user.graphql.ts';
import { once, type RequestContext } from '../platform/context.ts';
import { ConnectionArgs, connectionComplexity } from '../platform/relay/connection.graphql.ts';
import { mapPage } from '../platform/relay/page.ts';
import { toShareRoot, ShareType } from '../sharing/share.graphql.ts';
import { sharesById } from '../sharing/share.read.ts';
import type { Share } from '../sharing/share.ts';
import { markNotificationsRead } from './mark-read.ts';
import { countNotifications, listNotifications } from './notification.read.ts';
import {
  NotificationConnection,
  NotificationType,
  toNotificationRoot,
  type NotificationRoot,
} from './notification.graphql.ts';

const guarded = 'Scope: notifications:read; without it `null` with an error.';

@InputType('MarkNotificationsReadInput', { description: 'How far you have read.' })
class MarkNotificationsReadInput {
  @Field(() => String, { description: 'The cursor of the newest one that is read; all before it are then read too.' })
  upTo!: string;
}

@ObjectType('MarkNotificationsReadPayload', { simpleResolvers: true, description: 'What is left.' })
class MarkNotificationsReadPayload {
  @Field(() => Int)
  unreadNotificationCount!: () => Promise<number>;
}

const shareLoader = (ctx: RequestContext) =>
  new DataLoader<string, Share | null>(async (ids) => {
    const found = new Map((await sharesById(ctx, [...new Set(ids)])).map((share) => [share.id, share]));
    return ids.map((id) => found.get(id) ?? null);
  });

@Resolver(() => UserType)
export class NotificationListResolver {
  @FieldResolver(() => NotificationConnection, {
    nullable: true,
    description: `What you were told, newest first; what is not shared any more is left out. ${guarded}`,
    complexity: connectionComplexity,
  })
  async notifications(
    @Args(() => ConnectionArgs) page: ConnectionArgs,
    @Arg('unreadOnly', () => Boolean, { defaultValue: false }) unreadOnly: boolean,
    @Ctx() ctx: RequestContext,
  ) {
    return {
      ...mapPage(await listNotifications(ctx, { unreadOnly }, page), (node) => toNotificationRoot(ctx, node)),
      totalCount: () => countNotifications(ctx, { unreadOnly }),
    };
  }

  @FieldResolver(() => Int, {
    nullable: true,
    description: `How many you have not marked as read. ${guarded}`,
    complexity: 10,
  })
  unreadNotificationCount(@Ctx() ctx: RequestContext): Promise<number> {
    return countNotifications(ctx, { unreadOnly: true });
  }

  @Mutation(() => MarkNotificationsReadPayload, { description: 'Scope: notifications:read.' })
  async markNotificationsRead(
    @Arg('input', () => MarkNotificationsReadInput) { upTo }: MarkNotificationsReadInput,
    @Ctx() ctx: RequestContext,
  ): Promise<MarkNotificationsReadPayload> {
    await markNotificationsRead(ctx, upTo);
    return { unreadNotificationCount: () => countNotifications(ctx, { unreadOnly: true }) };
  }
}

@Resolver(() => NotificationType)
export class NotificationShareResolver {
  @FieldResolver(() => ShareType, {
    nullable: true,
    description:
      'The share by which you were told, also one that has ended. Scope: shares:read; without it `null` with an error.',
    complexity: 5,
  })
  async share(@Root() { notification }: NotificationRoot, @Ctx() ctx: RequestContext) {
    const share = await once(ctx, shareLoader).load(notification.shareId);
    return share && toShareRoot(ctx, share);
  }
}
