import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Args, Ctx, Field, FieldResolver, ID, Info, InputType, Resolver, Root } from 'type-graphql';
import type { RequestContext } from '../platform/context.ts';
import { idOf } from '../platform/ids.ts';
import { ConnectionArgs, connectionComplexity } from '../platform/relay/connection.graphql.ts';
import { fieldsOfNodes } from '../platform/relay/selected-fields.ts';
import { mapPage } from '../platform/relay/page.ts';
import type { DataAccess } from '../sharing/access.ts';
import { DateFilterType } from '../sharing/date-filter.graphql.ts';
import { HealthDataType } from '../sharing/health-data.graphql.ts';
import { ActivityConnection, ActivityType, toActivityRoot } from './activity.graphql.ts';
import { activityById, countActivities, listActivities } from './activity.read.ts';

@InputType('ActivityFilter', { description: 'Only activities for which all of it holds.' })
class ActivityFilterType extends DateFilterType {
  @Field(() => [String], { nullable: true, description: 'FIT profile names; any of them.' })
  sports?: string[] | null;
}

@Resolver(() => HealthDataType)
export class ActivityListResolver {
  @FieldResolver(() => ActivityConnection, {
    nullable: true,
    description: 'Newest first. Scope: activities:read; without it `null` with an error.',
    complexity: connectionComplexity,
  })
  async activities(
    @Root() access: DataAccess,
    @Args(() => ConnectionArgs) page: ConnectionArgs,
    @Arg('filter', () => ActivityFilterType, { nullable: true }) filter: ActivityFilterType | null,
    @Ctx() ctx: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ) {
    const fields = fieldsOfNodes(info);
    return {
      ...mapPage(await listActivities(ctx, access, filter ?? {}, page, fields), (node) => toActivityRoot(access, node)),
      totalCount: () => countActivities(ctx, access, filter ?? {}),
    };
  }

  @FieldResolver(() => ActivityType, {
    nullable: true,
    description: 'Scope: activities:read; without it `null` with an error. `null` too when you may not know of it.',
  })
  async activity(@Root() access: DataAccess, @Arg('id', () => ID) id: string, @Ctx() ctx: RequestContext) {
    const seen = await activityById(ctx, access, idOf('Activity', id));
    return seen ? toActivityRoot(access, seen.record) : null;
  }
}
