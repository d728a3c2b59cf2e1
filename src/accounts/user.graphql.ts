import { Arg, Ctx, Field, InputType, Int, Mutation, ObjectType, Query, Resolver } from 'type-graphql';
import type { RequestContext } from '../platform/context.ts';
import { typeId } from '../platform/ids.ts';
import { NodeType } from '../platform/relay/node.graphql.ts';
import { DateTimeScalar } from '../platform/relay/scalars.graphql.ts';
import { updateProfile, viewerAsUser, type User } from './users.service.ts';

@ObjectType('User', { implements: NodeType, simpleResolvers: true, description: 'The person who is signed in.' })
export class UserType extends NodeType {
  @Field(() => Int, { description: 'A random number, unique to the person, for dialects whose ids are integers.' })
  number!: number;

  @Field(() => String)
  email!: string;

  @Field(() => String, { nullable: true })
  name!: string | null;

  @Field(() => String, { nullable: true, description: 'Address of a picture.' })
  image!: string | null;

  @Field(() => String, { description: 'IANA time zone: the local clock of records that do not bring their own.' })
  timezone!: string;

  @Field(() => DateTimeScalar)
  createdAt!: string;
}

export const toUserType = (user: User): UserType => ({ ...user, id: typeId('User', user.id) });

@InputType('UpdateProfileInput', { description: 'What is absent stays as it is; `null` clears it.' })
class UpdateProfileInput {
  @Field(() => String, { nullable: true })
  name?: string | null;

  @Field(() => String, { nullable: true })
  image?: string | null;

  @Field(() => String, { nullable: true, description: 'IANA time zone, e.g. Europe/Berlin. Cannot be cleared.' })
  timezone?: string;
}

@ObjectType('UpdateProfilePayload', { simpleResolvers: true, description: 'You, as you are now.' })
class UpdateProfilePayload {
  @Field(() => UserType)
  user!: UserType;
}

@Resolver(() => UserType)
export class UserResolver {
  @Query(() => UserType, { description: 'The person whom the bearer token speaks for.' })
  async viewer(@Ctx() ctx: RequestContext): Promise<UserType> {
    return toUserType(await viewerAsUser(ctx));
  }

  @Mutation(() => UpdateProfilePayload, { description: 'Changes your own profile. Scope: account:manage.' })
  async updateProfile(
    @Arg('input', () => UpdateProfileInput) input: UpdateProfileInput,
    @Ctx() ctx: RequestContext,
  ): Promise<UpdateProfilePayload> {
    return { user: toUserType(await updateProfile(ctx, input)) };
  }
}

@ObjectType('Person', {
  implements: NodeType,
  simpleResolvers: true,
  description: 'Someone, as other people see them.',
})
export class PersonType extends NodeType {
  @Field(() => String, { nullable: true })
  name!: string | null;

  @Field(() => String, { nullable: true })
  image!: string | null;
}

export const toPersonType = (user: User): PersonType => ({
  id: typeId('Person', user.id),
  name: user.name,
  image: user.image,
});
