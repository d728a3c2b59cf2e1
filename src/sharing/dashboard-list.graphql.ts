import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Args, Ctx, FieldResolver, ID, Info, Resolver, Root } from 'type-graphql';
import { UserType } from '../accounts/user.graphql.ts';
import type { RequestContext } from '../platform/context.ts';
import { idOf } from '../platform/ids.ts';
import { ConnectionArgs, connectionComplexity, listComplexity } from '../platform/relay/connection.graphql.ts';
import { defaultPageSize, mapPage, type Page } from '../platform/relay/page.ts';
import { fieldsOfNodes } from '../platform/relay/selected-fields.ts';
import { DashboardGroupType, toGroupRoot, type DashboardGroupRoot } from './dashboard-group.graphql.ts';
import {
  SharedDashboardConnection,
  SharedDashboardType,
  toDashboardRoot,
  type SharedDashboardRoot,
} from './dashboard.graphql.ts';
import { countDashboards, listDashboards } from './dashboards.ts';
import { groupsOfIds, pageOfGroup } from './group-pages.ts';
import { listGroups, mostGroups } from './groups.ts';
import type { Dashboard } from './share.ts';

const guarded = 'Scope: shares:read; without it `null` with an error.';

/** The fields of a dashboard that look at what its owner shares. */
const needAccess = ['health', 'categories'];

const toConnection = (page: Page<Dashboard>, totalCount: () => Promise<number>) => ({
  ...mapPage(page, toDashboardRoot),
  totalCount,
});

@Resolver(() => UserType)
export class DashboardListResolver {
  @FieldResolver(() => SharedDashboardConnection, {
    nullable: true,
    description: `Who shares with you; whom you know for the shortest time comes first. ${guarded}`,
    complexity: connectionComplexity,
  })
  async dashboards(
    @Args(() => ConnectionArgs) page: ConnectionArgs,
    @Arg('groupId', () => ID, { nullable: true, description: 'Only those in this group.' }) groupId: string | null,
    @Ctx() ctx: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ) {
    const filter = { groupId: groupId == null ? null : idOf('DashboardGroup', groupId) };
    const fields = fieldsOfNodes(info);
    const looksInside = needAccess.some((field) => fields.has(field));
    return toConnection(await listDashboards(ctx, filter, page, looksInside), () => countDashboards(ctx, filter));
  }

  @FieldResolver(() => [DashboardGroupType], {
    nullable: true,
    description: `Your groups of dashboards, the oldest first. ${guarded}`,
    // Few have more. It stands but once in a query, so that nothing multiplies what is too low; the list within a dashboard would.
    complexity: listComplexity(defaultPageSize),
  })
  async groups(@Ctx() ctx: RequestContext): Promise<DashboardGroupRoot[]> {
    return (await listGroups(ctx)).map(toGroupRoot);
  }
}

@Resolver(() => SharedDashboardType)
export class DashboardGroupsResolver {
  @FieldResolver(() => [DashboardGroupType], {
    description: 'Your groups that it is in, the oldest first.',
    complexity: listComplexity(mostGroups),
  })
  async groups(@Root() { dashboard }: SharedDashboardRoot, @Ctx() ctx: RequestContext): Promise<DashboardGroupRoot[]> {
    return (await groupsOfIds(ctx, dashboard.groupIds)).map(toGroupRoot);
  }
}

@Resolver(() => DashboardGroupType)
export class GroupDashboardsResolver {
  @FieldResolver(() => SharedDashboardConnection, {
    description: 'The dashboards in it; whom you know for the shortest time comes first.',
    complexity: connectionComplexity,
  })
  async dashboards(
    @Root() { group }: DashboardGroupRoot,
    @Args(() => ConnectionArgs) page: ConnectionArgs,
    @Ctx() ctx: RequestContext,
  ) {
    return toConnection(await pageOfGroup(ctx, group, page), async () => group.ownerIds.length);
  }
}
