import { Arg, Ctx, Field, FieldResolver, ID, InputType, Int, Mutation, ObjectType, Resolver } from 'type-graphql';
import type { RequestContext } from '../platform/context.ts';
import { typeId } from '../platform/ids.ts';
import { NodeType } from '../platform/relay/node.graphql.ts';
import { DateTimeScalar } from '../platform/relay/scalars.graphql.ts';
import { createToken, ownTokens, revokeOwnToken, type TokenFacts } from './tokens.service.ts';
import { UserType } from './user.graphql.ts';

@ObjectType('AccessToken', {
  implements: NodeType,
  simpleResolvers: true,
  description: 'A token that you or the operator made. What apps got by your consent is under `connectedApps`.',
})
class AccessTokenType extends NodeType implements TokenFacts {
  @Field(() => String, { nullable: true, description: 'What you call it.' })
  name!: string | null;

  @Field(() => String, { nullable: true, description: 'The client that it was made for.' })
  clientId!: string | null;

  @Field(() => [String])
  scopes!: string[];

  @Field(() => DateTimeScalar)
  createdAt!: string;

  @Field(() => DateTimeScalar)
  expiresAt!: string;

  @Field(() => DateTimeScalar, { nullable: true, description: 'To the minute.' })
  lastUsedAt!: string | null;
}

export const toAccessToken = (facts: TokenFacts): AccessTokenType => ({
  ...facts,
  id: typeId('AccessToken', facts.id),
});

@InputType('CreateTokenInput', { description: 'Another token for yourself.' })
class CreateTokenInput {
  @Field(() => String, { nullable: true, description: 'What you call it, at most 200 characters.' })
  name?: string;

  @Field(() => [String], { description: 'What it may do: at most what the token does with which you ask.' })
  scopes!: string[];

  @Field(() => Int, { description: 'How long it works: 60 to 31622400, which is 366 days.' })
  lifetimeSeconds!: number;
}

@ObjectType('CreateTokenPayload', { simpleResolvers: true, description: 'The new token.' })
class CreateTokenPayload {
  @Field(() => String, { description: 'The token itself. It is shown this once: only its hash is stored.' })
  token!: string;

  @Field(() => AccessTokenType)
  accessToken!: AccessTokenType;
}

@InputType('RevokeTokenInput', { description: 'Which token ends.' })
class RevokeTokenInput {
  @Field(() => ID)
  id!: string;
}

@ObjectType('RevokeTokenPayload', { simpleResolvers: true, description: 'What has ended.' })
class RevokeTokenPayload {
  @Field(() => ID)
  id!: string;
}

@Resolver(() => UserType)
export class TokenResolver {
  @FieldResolver(() => [AccessTokenType], {
    nullable: true,
    description: 'Your tokens that work, newest first. Scope: account:manage; without it `null` with an error.',
  })
  async tokens(@Ctx() ctx: RequestContext): Promise<AccessTokenType[]> {
    return (await ownTokens(ctx)).map(toAccessToken);
  }

  @Mutation(() => CreateTokenPayload, {
    description: 'Makes another token, with at most the scopes of your own; 100 work at a time. Scope: account:manage.',
  })
  async createToken(
    @Arg('input', () => CreateTokenInput) input: CreateTokenInput,
    @Ctx() ctx: RequestContext,
  ): Promise<CreateTokenPayload> {
    const { token, ...facts } = await createToken(ctx, { ...input, name: input.name ?? undefined });
    return { token, accessToken: toAccessToken(facts) };
  }

  @Mutation(() => RevokeTokenPayload, { description: 'Ends one of your tokens. Scope: account:manage.' })
  async revokeToken(
    @Arg('input', () => RevokeTokenInput) { id }: RevokeTokenInput,
    @Ctx() ctx: RequestContext,
  ): Promise<RevokeTokenPayload> {
    await revokeOwnToken(ctx, id);
    return { id };
  }
}
