import { Arg, Ctx, Field, ID, InputType, Mutation, ObjectType, Resolver } from 'type-graphql';
import type { RequestContext } from '../platform/context.ts';
import { idOf } from '../platform/ids.ts';
import { readBack } from '../platform/relay/read-back.ts';
import { SharedDashboardType, toDashboardRoot } from './dashboard.graphql.ts';
import { customizeDashboard, leaveDashboard } from './dashboards.ts';

@InputType('CustomizeDashboardInput', { description: 'What is absent stays as it is; `null` clears it.' })
class CustomizeDashboardInput {
  @Field(() => ID)
  dashboardId!: string;

  @Field(() => String, { nullable: true, description: 'What you call the person: 1 to 100 characters.' })
  customName?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Such as `#1e90ff` or `hsl(210, 100%, 56%)`: 1 to 32 characters.',
  })
  iconColor?: string | null;
}

@ObjectType('CustomizeDashboardPayload', { simpleResolvers: true, description: 'The dashboard as it is now.' })
class CustomizeDashboardPayload {
  @Field(() => SharedDashboardType, {
    nullable: true,
    description: 'Of it all but the id needs the scope shares:read; without it `null` with an error.',
  })
  dashboard!: object;
}

@InputType('LeaveDashboardInput', { description: 'Whose shares with you end.' })
class LeaveDashboardInput {
  @Field(() => ID)
  dashboardId!: string;
}

@ObjectType('LeaveDashboardPayload', { simpleResolvers: true, description: 'What a client takes out of its store.' })
class LeaveDashboardPayload {
  @Field(() => ID)
  deletedId!: string;
}

@Resolver()
export class DashboardMutationResolver {
  @Mutation(() => CustomizeDashboardPayload, {
    description: 'Changes how you see someone; nobody else sees it. Scope: shares:write.',
  })
  async customizeDashboard(
    @Arg('input', () => CustomizeDashboardInput) { dashboardId, ...change }: CustomizeDashboardInput,
    @Ctx() ctx: RequestContext,
  ): Promise<CustomizeDashboardPayload> {
    const dashboard = await customizeDashboard(ctx, idOf('SharedDashboard', dashboardId), change);
    return { dashboard: readBack(ctx, 'shares:read', toDashboardRoot(dashboard)) };
  }

  @Mutation(() => LeaveDashboardPayload, {
    description: 'Ends every share of this person with you. Scope: shares:write.',
  })
  async leaveDashboard(
    @Arg('input', () => LeaveDashboardInput) { dashboardId }: LeaveDashboardInput,
    @Ctx() ctx: RequestContext,
  ): Promise<LeaveDashboardPayload> {
    await leaveDashboard(ctx, idOf('SharedDashboard', dashboardId));
    return { deletedId: dashboardId };
  }
}
