import { Arg, Ctx, Field, FieldResolver, ID, InputType, Mutation, ObjectType, Resolver } from 'type-graphql';
import { asPerson, PersonType, UserType } from '../accounts/user.graphql.ts';
import type { RequestContext } from '../platform/context.ts';
import { typeId } from '../platform/ids.ts';
import { listComplexity } from '../platform/relay/connection.graphql.ts';
import { blockedPeople, blockPerson, mostBlockedPeople, unblockPerson } from './blocks.ts';
import { personIdOf } from './person-id.ts';

@InputType('BlockPersonInput', { description: 'Who may not share with you any more.' })
class BlockPersonInput {
  @Field(() => ID, { description: 'The id of a `Person`.' })
  personId!: string;
}

@ObjectType('BlockPersonPayload', { simpleResolvers: true, description: 'Who is blocked now.' })
class BlockPersonPayload {
  @Field(() => ID)
  personId!: string;
}

@InputType('UnblockPersonInput', { description: 'Who may share with you again.' })
class UnblockPersonInput {
  @Field(() => ID, { description: 'The id of a `Person`.' })
  personId!: string;
}

@ObjectType('UnblockPersonPayload', { simpleResolvers: true, description: 'Who is not blocked any more.' })
class UnblockPersonPayload {
  @Field(() => ID)
  personId!: string;
}

@Resolver(() => UserType)
export class BlockResolver {
  @FieldResolver(() => [PersonType], {
    nullable: true,
    description: 'Whom you have blocked, the newest first. Scope: shares:read; without it `null` with an error.',
    complexity: listComplexity(mostBlockedPeople),
  })
  async blockedPeople(@Ctx() ctx: RequestContext): Promise<PersonType[]> {
    return (await blockedPeople(ctx)).map((id) => asPerson(ctx, id));
  }

  @Mutation(() => BlockPersonPayload, {
    description:
      'Ends what someone shares with you, hides their invitations, and makes you unknown to them when they share again. 1000 people are blocked at a time. Scope: shares:write.',
  })
  async blockPerson(
    @Arg('input', () => BlockPersonInput) input: BlockPersonInput,
    @Ctx() ctx: RequestContext,
  ): Promise<BlockPersonPayload> {
    const id = personIdOf(input.personId);
    await blockPerson(ctx, id);
    return { personId: typeId('Person', id) };
  }

  @Mutation(() => UnblockPersonPayload, {
    description: 'Lets someone share with you again; what has ended stays so. Scope: shares:write.',
  })
  async unblockPerson(
    @Arg('input', () => UnblockPersonInput) input: UnblockPersonInput,
    @Ctx() ctx: RequestContext,
  ): Promise<UnblockPersonPayload> {
    const id = personIdOf(input.personId);
    await unblockPerson(ctx, id);
    return { personId: typeId('Person', id) };
  }
}
