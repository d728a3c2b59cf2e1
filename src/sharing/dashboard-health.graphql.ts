import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { RequestContext } from '../platform/context.ts';
import { accessTo, type DataAccess } from './access.ts';
import type { Category } from './categories.ts';
import { SharedDashboardType, type SharedDashboardRoot } from './dashboard.graphql.ts';
import type { Dashboard } from './share.ts';
import { CategoryEnum, HealthDataType } from './health-data.graphql.ts';

@Resolver(() => SharedDashboardType)
export class DashboardHealthResolver {
  @FieldResolver(() => HealthDataType, {
    nullable: true,
    description: "The owner's health data, as far as they share it. `null`: they ended it at this very moment.",
  })
  health(@Root() { dashboard }: SharedDashboardRoot, @Ctx() ctx: RequestContext) {
    return accessOf(ctx, dashboard);
  }

  @FieldResolver(() => [CategoryEnum], { description: 'The categories that are open to you at any date.' })
  async categories(@Root() { dashboard }: SharedDashboardRoot, @Ctx() ctx: RequestContext): Promise<Category[]> {
    return (await accessOf(ctx, dashboard))?.categories ?? [];
  }
}

const accessOf = (
  ctx: RequestContext,
  { access, ownerId }: Dashboard,
): DataAccess | null | Promise<DataAccess | null> => (access === undefined ? accessTo(ctx, ownerId) : access);
