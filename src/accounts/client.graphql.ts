import {
  Arg,
  Args,
  Ctx,
  Field,
  InputType,
  Mutation,
  ObjectType,
  Query,
  registerEnumType,
  Resolver,
} from 'type-graphql';
import type { RequestContext } from '../platform/context.ts';
import { typeId } from '../platform/ids.ts';
import { ConnectionArgs, connectionComplexity, connectionOf } from '../platform/relay/connection.graphql.ts';
import { mapPage } from '../platform/relay/page.ts';
import { NodeType } from '../platform/relay/node.graphql.ts';
import { DateTimeScalar } from '../platform/relay/scalars.graphql.ts';
import type { ClientProfile } from './accounts.input.ts';
import {
  countClients,
  createClient,
  listClients,
  rotateClientSecret,
  updateClient,
  type AddedClient,
  type Client,
} from './clients.service.ts';

/** GraphQL's names cannot have the dashes that the command line has. */
const ClientProfileEnum = { TRAIN_IT_ALL: 'train-it-all', SPORTTRACKS: 'sporttracks' } as const satisfies Record<
  string,
  ClientProfile
>;

registerEnumType(ClientProfileEnum, {
  name: 'ClientProfile',
  description: "Which vendor's OAuth a client was written for.",
  valuesConfig: {
    TRAIN_IT_ALL: {
      description: 'The strict one: PKCE always, secrets in the Basic header, refresh tokens that rotate.',
    },
    SPORTTRACKS: {
      description: 'No scope or address need be sent, the secret may come in the body, refresh tokens stay.',
    },
  },
});

const admins = 'For administrators. Scope: account:manage.';

@ObjectType('OAuthClient', {
  implements: NodeType,
  simpleResolvers: true,
  description: 'An app that may ask people for access.',
})
class ClientType extends NodeType {
  @Field(() => String)
  clientId!: string;

  @Field(() => String, { description: 'What people are shown.' })
  name!: string;

  @Field(() => [String], { description: 'What it may ask for.' })
  scopes!: string[];

  @Field(() => [String], { description: 'Where people may be sent back to, character by character.' })
  redirectUris!: string[];

  @Field(() => Boolean, { description: 'An app that cannot keep a secret, and has none.' })
  isPublic!: boolean;

  @Field(() => ClientProfileEnum)
  profile!: ClientProfile;

  @Field(() => DateTimeScalar)
  createdAt!: string;
}

export const toClientType = (client: Client): ClientType => ({ ...client, id: typeId('OAuthClient', client.uid) });

const ClientConnection = connectionOf('OAuthClient', () => ClientType);

@InputType('CreateClientInput', { description: 'A new app.' })
class CreateClientInput {
  @Field(() => String, { description: 'What people are shown.' })
  name!: string;

  @Field(() => String, {
    nullable: true,
    description: 'Letters, digits, dots, dashes, underscores; made up by default.',
  })
  clientId?: string;

  @Field(() => [String], { description: 'What it may ask for; never account:manage.' })
  scopes!: string[];

  @Field(() => [String], {
    description: 'At most 20, with https, http for this device itself, or a scheme of the app.',
  })
  redirectUris!: string[];

  @Field(() => Boolean, { defaultValue: false, description: 'An app that cannot keep a secret.' })
  isPublic!: boolean;

  @Field(() => ClientProfileEnum, { defaultValue: 'train-it-all' })
  profile!: ClientProfile;
}

@InputType('UpdateClientInput', { description: 'What is absent stays as it is.' })
class UpdateClientInput {
  @Field(() => String)
  clientId!: string;

  @Field(() => String, { nullable: true })
  name?: string;

  @Field(() => [String], { nullable: true, description: 'What it loses, its tokens lose at once.' })
  scopes?: string[];

  @Field(() => [String], { nullable: true })
  redirectUris?: string[];
}

@InputType('RotateClientSecretInput', { description: 'Which app.' })
class RotateClientSecretInput {
  @Field(() => String)
  clientId!: string;
}

@ObjectType('ClientWithSecretPayload', { simpleResolvers: true, description: 'A client, and its new secret.' })
class ClientWithSecretPayload {
  @Field(() => ClientType)
  client!: ClientType;

  @Field(() => String, {
    nullable: true,
    description: 'Shown this once: only its hash is stored. `null` for a public client.',
  })
  clientSecret!: string | null;
}

@ObjectType('UpdateClientPayload', { simpleResolvers: true, description: 'The client as it is now.' })
class UpdateClientPayload {
  @Field(() => ClientType)
  client!: ClientType;
}

const withSecret = ({ clientSecret, ...client }: AddedClient): ClientWithSecretPayload => ({
  client: toClientType(client),
  clientSecret,
});

@Resolver()
export class ClientResolver {
  @Query(() => ClientConnection, {
    nullable: true,
    description: `The registered apps, by their ids. ${admins}`,
    complexity: connectionComplexity,
  })
  async clients(@Args(() => ConnectionArgs) args: ConnectionArgs, @Ctx() ctx: RequestContext): Promise<object> {
    return {
      ...mapPage(await listClients(ctx, args), (node) => toClientType(node)),
      totalCount: () => countClients(ctx),
    };
  }

  @Mutation(() => ClientWithSecretPayload, { description: `Registers an app. ${admins}` })
  async createClient(
    @Arg('input', () => CreateClientInput) { clientId, ...input }: CreateClientInput,
    @Ctx() ctx: RequestContext,
  ): Promise<ClientWithSecretPayload> {
    return withSecret(await createClient(ctx, { ...input, id: clientId ?? undefined }));
  }

  @Mutation(() => UpdateClientPayload, { description: `Changes an app. ${admins}` })
  async updateClient(
    @Arg('input', () => UpdateClientInput) input: UpdateClientInput,
    @Ctx() ctx: RequestContext,
  ): Promise<UpdateClientPayload> {
    return { client: toClientType(await updateClient(ctx, input)) };
  }

  @Mutation(() => ClientWithSecretPayload, {
    description: `Gives an app another secret; the one before stops to work. ${admins}`,
  })
  async rotateClientSecret(
    @Arg('input', () => RotateClientSecretInput) { clientId }: RotateClientSecretInput,
    @Ctx() ctx: RequestContext,
  ): Promise<ClientWithSecretPayload> {
    return withSecret(await rotateClientSecret(ctx, clientId));
  }
}
