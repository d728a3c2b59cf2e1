import { Arg, Ctx, Field, InputType, Int, Mutation, ObjectType, Query, Resolver } from 'type-graphql';
import { requireViewer, type RequestContext } from '../platform/context.ts';
import { typeId } from '../platform/ids.ts';
import { NodeType } from '../platform/relay/node.graphql.ts';
import { DateTimeScalar } from '../platform/relay/scalars.graphql.ts';
import { personOf } from './people.loaders.ts';
import { ownProfile, updateProfile, type User } from './users.service.ts';

const guarded = 'Scope: profile:read; without it `null` with an error.';

/** Of the profile nothing is read unless it is selected: any token may ask whom it speaks for, and no more. */
@ObjectType('User', { implements: NodeType, simpleResolvers: true, description: 'The person who is signed in.' })
export class UserType extends NodeType {
  @Field(() => Int, { description: 'A random number, unique to the person, for dialects whose ids are integers.' })
  number!: number;

  @Field(() => String, { nullable: true, description: guarded })
  email!: () => Promise<string>;

  @Field(() => String, { nullable: true, description: guarded })
  name!: () => Promise<string | null>;

  @Field(() => String, { nullable: true, description: `Address of a picture. ${guarded}` })
  image!: () => Promise<string | null>;

  @Field(() => String, {
    nullable: true,
    description: `IANA time zone: the local clock of records that do not bring their own. ${guarded}`,
  })
  timezone!: () => Promise<string>;

  @Field(() => DateTimeScalar, { nullable: true, description: guarded })
  createdAt!: () => Promise<string>;
}

/** Reads the profile once, when it is first asked for. */
function lazyProfile(ctx: RequestContext): <Key extends keyof User>(key: Key) => () => Promise<User[Key]> {
  let profile: Promise<User> | undefined;
  return (key) => async () => (await (profile ??= ownProfile(ctx)))[key];
}

/** The viewer as a `User`. @throws DomainError UNAUTHENTICATED */
export function viewerAsUser(ctx: RequestContext): UserType {
  const { userId, number } = requireViewer(ctx);
  const of = lazyProfile(ctx);
  return {
    id: typeId('User', userId),
    number,
    email: of('email'),
    name: of('name'),
    image: of('image'),
    timezone: of('timezone'),
    createdAt: of('createdAt'),
  };
}

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
  viewer(@Ctx() ctx: RequestContext): UserType {
    return viewerAsUser(ctx);
  }

  @Mutation(() => UpdateProfilePayload, { description: 'Changes your own profile. Scope: account:manage.' })
  async updateProfile(
    @Arg('input', () => UpdateProfileInput) input: UpdateProfileInput,
    @Ctx() ctx: RequestContext,
  ): Promise<UpdateProfilePayload> {
    await updateProfile(ctx, input);
    return { user: viewerAsUser(ctx) };
  }
}

@ObjectType('Person', {
  implements: NodeType,
  simpleResolvers: true,
  description: 'Someone, as other people see them.',
})
export class PersonType extends NodeType {
  @Field(() => String, { nullable: true, description: `Of yourself: ${guarded}` })
  name!: (() => Promise<string | null>) | string | null;

  @Field(() => String, { nullable: true, description: `Of yourself: ${guarded}` })
  image!: (() => Promise<string | null>) | string | null;
}

/** The viewer as others see them. @throws DomainError UNAUTHENTICATED */
export function viewerAsPerson(ctx: RequestContext): PersonType {
  const of = lazyProfile(ctx);
  return { id: typeId('Person', requireViewer(ctx).userId), name: of('name'), image: of('image') };
}

/** Someone whom the viewer may know of, as others see them; read when the name or the picture is selected. */
export function asPerson(ctx: RequestContext, userId: string): PersonType {
  if (userId === requireViewer(ctx).userId) return viewerAsPerson(ctx);
  return {
    id: typeId('Person', userId),
    name: async () => (await personOf(ctx, userId)).name,
    image: async () => (await personOf(ctx, userId)).image,
  };
}
