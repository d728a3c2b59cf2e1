import { Args, Ctx, Field, FieldResolver, ObjectType, registerEnumType, Resolver, Root } from 'type-graphql';
import { asPerson, PersonType, UserType } from '../accounts/user.graphql.ts';
import { doors, type Door, type RequestContext } from '../platform/context.ts';
import { typeId } from '../platform/ids.ts';
import { ConnectionArgs, connectionComplexity, connectionOf } from '../platform/relay/connection.graphql.ts';
import { mapPage } from '../platform/relay/page.ts';
import { NodeType } from '../platform/relay/node.graphql.ts';
import { enumOf } from '../platform/relay/enum.graphql.ts';
import { DateTimeScalar, LocalDateScalar } from '../platform/relay/scalars.graphql.ts';
import { countAccesses, listAccesses, type AccessLogEntry } from './access-log.read.ts';
import type { Category } from './categories.ts';
import { CategoryEnum } from './health-data.graphql.ts';

const DoorEnum = enumOf(doors);

registerEnumType(DoorEnum, {
  name: 'Door',
  description: 'How someone read: by GraphQL, a REST API, the download of a file, or a live notification.',
});

@ObjectType('AccessLogEntry', {
  implements: NodeType,
  simpleResolvers: true,
  description: 'That someone was shown something of one of your categories within an hour.',
})
class AccessLogEntryType extends NodeType {
  @Field(() => PersonType)
  viewer!: PersonType;

  @Field(() => CategoryEnum)
  category!: Category;

  @Field(() => DateTimeScalar, { description: 'When the hour begins.' })
  hour!: string;

  @Field(() => LocalDateScalar, { description: 'Of what they were shown the first local date.' })
  firstDate!: string;

  @Field(() => LocalDateScalar, { description: 'The last one.' })
  lastDate!: string;

  @Field(() => [DoorEnum])
  doors!: Door[];

  @Field(() => DateTimeScalar, { description: 'The last time within the hour.' })
  lastReadAt!: string;
}

const AccessLogConnection = connectionOf('AccessLogEntry', () => AccessLogEntryType);

@Resolver(() => UserType)
export class AccessLogResolver {
  @FieldResolver(() => AccessLogConnection, {
    nullable: true,
    description: 'Who read your data, newest hour first. Scope: shares:read; without it `null` with an error.',
    complexity: connectionComplexity,
  })
  async accessLog(
    @Root() _user: UserType,
    @Args(() => ConnectionArgs) page: ConnectionArgs,
    @Ctx() ctx: RequestContext,
  ) {
    return {
      ...mapPage(await listAccesses(ctx, page), (node) => toAccessLogEntry(ctx, node)),
      totalCount: () => countAccesses(ctx),
    };
  }
}

export const toAccessLogEntry = (
  ctx: RequestContext,
  { id, viewerId, ...entry }: AccessLogEntry,
): AccessLogEntryType => ({
  ...entry,
  id: typeId('AccessLogEntry', id),
  viewer: asPerson(ctx, viewerId),
});
