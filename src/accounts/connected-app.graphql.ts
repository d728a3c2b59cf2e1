import { Arg, Ctx, Field, FieldResolver, InputType, Mutation, ObjectType, Resolver } from 'type-graphql';
import type { RequestContext } from '../platform/context.ts';
import { DateTimeScalar } from '../platform/relay/scalars.graphql.ts';
import { connectedApps, disconnectApp, type ConnectedApp } from './connected-apps.service.ts';
import { UserType } from './user.graphql.ts';

@ObjectType('ConnectedApp', { simpleResolvers: true, description: 'An app that you allowed to act for you.' })
class ConnectedAppType implements ConnectedApp {
  @Field(() => String)
  clientId!: string;

  @Field(() => String)
  name!: string;

  @Field(() => [String], { description: 'What you allowed it.' })
  scopes!: string[];

  @Field(() => DateTimeScalar)
  connectedAt!: string;

  @Field(() => DateTimeScalar, { nullable: true, description: 'To the minute.' })
  lastUsedAt!: string | null;
}

@InputType('DisconnectAppInput', { description: 'Which app.' })
class DisconnectAppInput {
  @Field(() => String)
  clientId!: string;
}

@ObjectType('DisconnectAppPayload', { simpleResolvers: true, description: 'What is not connected any more.' })
class DisconnectAppPayload {
  @Field(() => String)
  clientId!: string;
}

@Resolver(() => UserType)
export class ConnectedAppResolver {
  @FieldResolver(() => [ConnectedAppType], {
    nullable: true,
    description:
      'The apps that you allowed to act for you, the newest first. Scope: account:manage; without it `null` with an error.',
  })
  connectedApps(@Ctx() ctx: RequestContext): Promise<ConnectedApp[]> {
    return connectedApps(ctx);
  }

  @Mutation(() => DisconnectAppPayload, {
    description: 'Ends all that an app may do for you: its tokens stop to work within a second. Scope: account:manage.',
  })
  async disconnectApp(
    @Arg('input', () => DisconnectAppInput) { clientId }: DisconnectAppInput,
    @Ctx() ctx: RequestContext,
  ): Promise<DisconnectAppPayload> {
    await disconnectApp(ctx, clientId);
    return { clientId };
  }
}
