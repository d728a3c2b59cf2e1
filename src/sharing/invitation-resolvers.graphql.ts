import { Arg, Ctx, Field, FieldResolver, ID, InputType, Mutation, ObjectType, Resolver } from 'type-graphql';
import { UserType } from '../accounts/user.graphql.ts';
import type { RequestContext } from '../platform/context.ts';
import { idOf } from '../platform/ids.ts';
import { listComplexity } from '../platform/relay/connection.graphql.ts';
import { readBack } from '../platform/relay/read-back.ts';
import { InvitationType, toInvitationRoot } from './invitation.graphql.ts';
import {
  acceptInvitation,
  declineInvitation,
  mostOpenInvitations,
  receivedInvitations,
  sentInvitations,
  withdrawInvitation,
} from './invitations.ts';
import { ShareType, toShareRoot } from './share.graphql.ts';

const guarded = 'Scope: shares:read; without it `null` with an error.';
const complexity = listComplexity(mostOpenInvitations);

@InputType('AcceptInvitationInput', { description: 'Which invitation you accept.' })
class AcceptInvitationInput {
  @Field(() => ID)
  id!: string;
}

@ObjectType('AcceptInvitationPayload', { simpleResolvers: true, description: 'What came of the invitation.' })
class AcceptInvitationPayload {
  @Field(() => ShareType, {
    nullable: true,
    description: 'Of it all but the id needs the scope shares:read; without it `null` with an error.',
  })
  share!: object;

  @Field(() => ID, { description: 'The invitation, which is gone.' })
  deletedId!: string;
}

@InputType('DeclineInvitationInput', { description: 'Which invitation you decline.' })
class DeclineInvitationInput {
  @Field(() => ID)
  id!: string;
}

@ObjectType('DeclineInvitationPayload', {
  simpleResolvers: true,
  description: 'What a client takes out of its store.',
})
class DeclineInvitationPayload {
  @Field(() => ID)
  deletedId!: string;
}

@InputType('WithdrawInvitationInput', { description: 'Which invitation you take back.' })
class WithdrawInvitationInput {
  @Field(() => ID)
  id!: string;
}

@ObjectType('WithdrawInvitationPayload', {
  simpleResolvers: true,
  description: 'What a client takes out of its store.',
})
class WithdrawInvitationPayload {
  @Field(() => ID)
  deletedId!: string;
}

@Resolver(() => UserType)
export class InvitationResolver {
  @FieldResolver(() => [InvitationType], {
    nullable: true,
    description: `What others offer to share with you, newest first. ${guarded}`,
    complexity,
  })
  async invitations(@Ctx() ctx: RequestContext): Promise<InvitationType[]> {
    return (await receivedInvitations(ctx)).map((invitation) => toInvitationRoot(ctx, invitation));
  }

  @FieldResolver(() => [InvitationType], {
    nullable: true,
    description: `What you offer to share, and nobody has accepted, newest first. ${guarded}`,
    complexity,
  })
  async sentInvitations(@Ctx() ctx: RequestContext): Promise<InvitationType[]> {
    return (await sentInvitations(ctx)).map((invitation) => toInvitationRoot(ctx, invitation));
  }

  @Mutation(() => AcceptInvitationPayload, {
    description: 'Makes the share that an invitation offers you. Scope: shares:write.',
  })
  async acceptInvitation(
    @Arg('input', () => AcceptInvitationInput) { id }: AcceptInvitationInput,
    @Ctx() ctx: RequestContext,
  ): Promise<AcceptInvitationPayload> {
    const share = await acceptInvitation(ctx, idOf('Invitation', id));
    return { share: readBack(ctx, 'shares:read', toShareRoot(ctx, share)), deletedId: id };
  }

  @Mutation(() => DeclineInvitationPayload, {
    description: 'Turns an invitation down; who sent it is not told. Scope: shares:write.',
  })
  async declineInvitation(
    @Arg('input', () => DeclineInvitationInput) { id }: DeclineInvitationInput,
    @Ctx() ctx: RequestContext,
  ): Promise<DeclineInvitationPayload> {
    await declineInvitation(ctx, idOf('Invitation', id));
    return { deletedId: id };
  }

  @Mutation(() => WithdrawInvitationPayload, {
    description: 'Takes back an invitation that you sent. Scope: shares:write.',
  })
  async withdrawInvitation(
    @Arg('input', () => WithdrawInvitationInput) { id }: WithdrawInvitationInput,
    @Ctx() ctx: RequestContext,
  ): Promise<WithdrawInvitationPayload> {
    await withdrawInvitation(ctx, idOf('Invitation', id));
    return { deletedId: id };
  }
}
