import { Field, Int, ObjectType, registerEnumType } from 'type-graphql';
import { asPerson, PersonType } from '../accounts/user.graphql.ts';
import type { RequestContext } from '../platform/context.ts';
import { typeId } from '../platform/ids.ts';
import { connectionOf } from '../platform/relay/connection.graphql.ts';
import { enumOf } from '../platform/relay/enum.graphql.ts';
import { NodeType } from '../platform/relay/node.graphql.ts';
import { DateTimeScalar } from '../platform/relay/scalars.graphql.ts';
import type { NotifiableCategory } from '../sharing/categories.ts';
import { CategoryEnum } from '../sharing/health-data.graphql.ts';
import { notificationKinds, type NotificationKind } from '../sharing/notify-viewers.ts';
import { cursorOf, type Notification } from './notification.ts';

const NotificationKindEnum = enumOf(notificationKinds);

registerEnumType(NotificationKindEnum, {
  name: 'NotificationKind',
  description: 'What happened.',
  valuesConfig: {
    LOGGED: { description: 'The owner logged something of a category that you are told of.' },
    SHARE_CREATED: { description: 'Someone shares with you.' },
    SHARE_CHANGED: { description: 'The owner changed what they share.' },
    SHARE_REVOKED: { description: 'The owner ended a share.' },
  },
});

@ObjectType('Notification', {
  implements: NodeType,
  simpleResolvers: true,
  description:
    'That someone who shares with you did something. It holds no data: `record` is read as everything else is.',
})
export class NotificationType extends NodeType {
  @Field(() => String, { description: 'To go on after it, live or in the list.' })
  cursor!: string;

  @Field(() => NotificationKindEnum)
  kind!: NotificationKind;

  @Field(() => CategoryEnum, { nullable: true, description: 'Of what was logged.' })
  category!: NotifiableCategory | null;

  @Field(() => Int, { description: 'How many records of the category came in at once.' })
  count!: number;

  @Field(() => PersonType)
  owner!: PersonType;

  @Field(() => DateTimeScalar)
  occurredAt!: string;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When you marked it as read.' })
  readAt!: string | null;
}

/** A notification as a resolver's root; other fields read what they need from the notification itself. */
export interface NotificationRoot extends NotificationType {
  notification: Notification;
}

/** What is not selected is not made: a live event passes here for every subscriber. */
class Root implements NotificationRoot {
  readonly #ctx: RequestContext;
  readonly notification: Notification;

  constructor(ctx: RequestContext, notification: Notification) {
    this.#ctx = ctx;
    this.notification = notification;
  }

  get id(): string {
    return typeId('Notification', this.notification.id);
  }

  get cursor(): string {
    return cursorOf(this.notification);
  }

  get owner(): PersonType {
    return asPerson(this.#ctx, this.notification.ownerId);
  }

  get kind() {
    return this.notification.kind;
  }

  get category() {
    return this.notification.category;
  }

  get count(): number {
    return this.notification.count;
  }

  get occurredAt(): string {
    return this.notification.occurredAt;
  }

  get readAt(): string | null {
    return this.notification.readAt;
  }
}

export const toNotificationRoot = (ctx: RequestContext, notification: Notification): NotificationRoot =>
  new Root(ctx, notification);

export const NotificationConnection = connectionOf('Notification', () => NotificationType);
