import { BlockResolver } from './block.graphql.ts';
import { AccessLogResolver } from './access-log.graphql.ts';
import { DashboardHealthResolver } from './dashboard-health.graphql.ts';
import { DashboardGroupsResolver, DashboardListResolver, GroupDashboardsResolver } from './dashboard-list.graphql.ts';
import { DashboardMutationResolver } from './dashboard-mutations.graphql.ts';
import { GroupMutationResolver } from './group-mutations.graphql.ts';
import { InvitationResolver } from './invitation-resolvers.graphql.ts';
import { PictureResolver } from './picture.graphql.ts';
import { ShareListResolver } from './share-list.graphql.ts';
import { ShareMutationResolver } from './share-mutations.graphql.ts';

/** Everything that sharing has in the schema. */
export const sharingResolvers = [
  ShareListResolver,
  ShareMutationResolver,
  InvitationResolver,
  DashboardListResolver,
  DashboardGroupsResolver,
  GroupDashboardsResolver,
  DashboardHealthResolver,
  DashboardMutationResolver,
  PictureResolver,
  GroupMutationResolver,
  BlockResolver,
  AccessLogResolver,
];
