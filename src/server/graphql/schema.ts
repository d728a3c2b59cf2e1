import 'reflect-metadata';
import type { GraphQLSchema } from 'graphql';
import { buildSchema } from 'type-graphql';
import { UserResolver } from '../../accounts/user.graphql.ts';
import { ActivityFieldResolver } from '../../activities/activity-fields.graphql.ts';
import { ActivityListResolver } from '../../activities/activity-list.graphql.ts';
import { ActivityMutationResolver } from '../../activities/activity-mutations.graphql.ts';
import { HealthDataResolver, OwnHealthResolver } from '../../sharing/health-data.graphql.ts';
import { NodeResolver } from './node.graphql.ts';

// buildSchema insists on a PubSub although there are no subscriptions here.
const noPubSub = {
  publish: () => {
    throw new Error('Nothing is published through type-graphql.');
  },
  subscribe: () => {
    throw new Error('Nothing is published through type-graphql.');
  },
};

/** The whole GraphQL schema, code first. Input is validated once, in the services, so not here. */
export const buildGraphqlSchema = (): Promise<GraphQLSchema> =>
  buildSchema({
    resolvers: [
      UserResolver,
      HealthDataResolver,
      OwnHealthResolver,
      ActivityListResolver,
      ActivityFieldResolver,
      ActivityMutationResolver,
      NodeResolver,
    ],
    pubSub: noPubSub,
    validate: false,
  });
