import { Arg, Ctx, Field, ID, InputType, Mutation, ObjectType, Resolver } from 'type-graphql';
import type { RequestContext } from '../platform/context.ts';
import { idOf } from '../platform/ids.ts';
import { readBack } from '../platform/relay/read-back.ts';
import { DashboardGroupType, toGroupRoot } from './dashboard-group.graphql.ts';
import { ownerOfDashboard } from './dashboards.ts';
import { addToGroup, createGroup, deleteGroup, removeFromGroup, renameGroup } from './groups.ts';
import type { DashboardGroup } from './share.ts';

const readBackWords = 'Of it all but the id needs the scope shares:read; without it `null` with an error.';

const asPayload = (ctx: RequestContext, group: DashboardGroup) => ({
  group: readBack(ctx, 'shares:read', toGroupRoot(group)),
});

@InputType('CreateGroupInput', { description: 'A new group of dashboards.' })
class CreateGroupInput {
  @Field(() => String, { description: '1 to 100 characters.' })
  name!: string;
}

@ObjectType('CreateGroupPayload', { simpleResolvers: true, description: 'The new group.' })
class CreateGroupPayload {
  @Field(() => DashboardGroupType, { nullable: true, description: readBackWords })
  group!: object;
}

@InputType('RenameGroupInput', { description: 'A new name for a group.' })
class RenameGroupInput {
  @Field(() => ID)
  groupId!: string;

  @Field(() => String, { description: '1 to 100 characters.' })
  name!: string;
}

@ObjectType('RenameGroupPayload', { simpleResolvers: true, description: 'The group as it is now.' })
class RenameGroupPayload {
  @Field(() => DashboardGroupType, { nullable: true, description: readBackWords })
  group!: object;
}

@InputType('DeleteGroupInput', { description: 'Which group goes.' })
class DeleteGroupInput {
  @Field(() => ID)
  groupId!: string;
}

@ObjectType('DeleteGroupPayload', { simpleResolvers: true, description: 'What a client takes out of its store.' })
class DeleteGroupPayload {
  @Field(() => ID)
  deletedId!: string;
}

@InputType('AddToGroupInput', { description: 'Which dashboard goes into which group.' })
class AddToGroupInput {
  @Field(() => ID)
  groupId!: string;

  @Field(() => ID)
  dashboardId!: string;
}

@ObjectType('AddToGroupPayload', { simpleResolvers: true, description: 'The group as it is now.' })
class AddToGroupPayload {
  @Field(() => DashboardGroupType, { nullable: true, description: readBackWords })
  group!: object;
}

@InputType('RemoveFromGroupInput', { description: 'Which dashboard goes out of which group.' })
class RemoveFromGroupInput {
  @Field(() => ID)
  groupId!: string;

  @Field(() => ID)
  dashboardId!: string;
}

@ObjectType('RemoveFromGroupPayload', { simpleResolvers: true, description: 'The group as it is now.' })
class RemoveFromGroupPayload {
  @Field(() => DashboardGroupType, { nullable: true, description: readBackWords })
  group!: object;
}

@Resolver()
export class GroupMutationResolver {
  @Mutation(() => CreateGroupPayload, {
    description: 'Makes a group of dashboards; 100 are there at a time. Scope: shares:write.',
  })
  async createGroup(
    @Arg('input', () => CreateGroupInput) input: CreateGroupInput,
    @Ctx() ctx: RequestContext,
  ): Promise<CreateGroupPayload> {
    return asPayload(ctx, await createGroup(ctx, input));
  }

  @Mutation(() => RenameGroupPayload, { description: 'Scope: shares:write.' })
  async renameGroup(
    @Arg('input', () => RenameGroupInput) { groupId, name }: RenameGroupInput,
    @Ctx() ctx: RequestContext,
  ): Promise<RenameGroupPayload> {
    return asPayload(ctx, await renameGroup(ctx, idOf('DashboardGroup', groupId), { name }));
  }

  @Mutation(() => DeleteGroupPayload, { description: 'Deletes a group; its dashboards stay. Scope: shares:write.' })
  async deleteGroup(
    @Arg('input', () => DeleteGroupInput) { groupId }: DeleteGroupInput,
    @Ctx() ctx: RequestContext,
  ): Promise<DeleteGroupPayload> {
    await deleteGroup(ctx, idOf('DashboardGroup', groupId));
    return { deletedId: groupId };
  }

  @Mutation(() => AddToGroupPayload, {
    description: 'Puts a dashboard into a group; twice is as good as once. Scope: shares:write.',
  })
  async addToGroup(
    @Arg('input', () => AddToGroupInput) { groupId, dashboardId }: AddToGroupInput,
    @Ctx() ctx: RequestContext,
  ): Promise<AddToGroupPayload> {
    const ownerId = await ownerOfDashboard(ctx, idOf('SharedDashboard', dashboardId));
    return asPayload(ctx, await addToGroup(ctx, idOf('DashboardGroup', groupId), ownerId));
  }

  @Mutation(() => RemoveFromGroupPayload, {
    description: 'Takes a dashboard out of a group; of one that is not in it nothing changes. Scope: shares:write.',
  })
  async removeFromGroup(
    @Arg('input', () => RemoveFromGroupInput) { groupId, dashboardId }: RemoveFromGroupInput,
    @Ctx() ctx: RequestContext,
  ): Promise<RemoveFromGroupPayload> {
    const ownerId = await ownerOfDashboard(ctx, idOf('SharedDashboard', dashboardId));
    return asPayload(ctx, await removeFromGroup(ctx, idOf('DashboardGroup', groupId), ownerId));
  }
}
