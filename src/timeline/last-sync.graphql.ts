import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { RequestContext } from '../platform/context.ts';
import { DateTimeScalar } from '../platform/relay/scalars.graphql.ts';
import { SharedDashboardType, type SharedDashboardRoot } from '../sharing/dashboard.graphql.ts';
import { lastSyncOf } from './last-sync.ts';

@Resolver(() => SharedDashboardType)
export class LastSyncResolver {
  @FieldResolver(() => DateTimeScalar, {
    nullable: true,
    description:
      'When something came in last of what you may see; of samples the hour of the newest one. `null`: nothing yet.',
    complexity: 20,
  })
  lastSyncAt(@Root() { dashboard }: SharedDashboardRoot, @Ctx() ctx: RequestContext): Promise<string | null> {
    return lastSyncOf(ctx, dashboard.ownerId);
  }
}
