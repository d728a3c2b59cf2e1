import 'reflect-metadata';
import type { GraphQLSchema } from 'graphql';
import { buildSchema } from 'type-graphql';
import { ClientResolver } from '../../accounts/client.graphql.ts';
import { ConnectedAppResolver } from '../../accounts/connected-app.graphql.ts';
import { TokenResolver } from '../../accounts/token.graphql.ts';
import { UserResolver } from '../../accounts/user.graphql.ts';
import { ActivityFieldResolver } from '../../activities/activity-fields.graphql.ts';
import { ActivityListResolver } from '../../activities/activity-list.graphql.ts';
import { ActivityMutationResolver } from '../../activities/activity-mutations.graphql.ts';
import { dailyResolvers } from '../../daily/daily.graphql.ts';
import { SampleMutationResolver } from '../../samples/sample-mutations.graphql.ts';
import { SampleResolver } from '../../samples/sample.graphql.ts';
import { HealthDataResolver, OwnHealthResolver } from '../../sharing/health-data.graphql.ts';
import { NotificationAddedResolver } from '../../live/notification-added.graphql.ts';
import { NotificationListResolver, NotificationShareResolver } from '../../notifications/notification-list.graphql.ts';
import { sharingResolvers } from '../../sharing/sharing.graphql.ts';
import { timelineResolvers } from '../../timeline/timeline.graphql.ts';
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
export async function buildGraphqlSchema(): Promise<GraphQLSchema> {
  const schema = await buildSchema({
    resolvers: [
      UserResolver,
      TokenResolver,
      ConnectedAppResolver,
      ClientResolver,
      HealthDataResolver,
      OwnHealthResolver,
      ...sharingResolvers,
      ActivityListResolver,
      ActivityFieldResolver,
      ActivityMutationResolver,
      ...dailyResolvers,
      SampleResolver,
      SampleMutationResolver,
      ...timelineResolvers,
      NotificationListResolver,
      NotificationShareResolver,
      NotificationAddedResolver,
      NodeResolver,
    ],
    pubSub: noPubSub,
    validate: false,
  });
  // type-graphql makes the root types itself and leaves them without a word.
  Object.assign(schema.getQueryType() ?? {}, { description: 'What can be read.' });
  Object.assign(schema.getMutationType() ?? {}, { description: 'What can be done; each takes one input.' });
  Object.assign(schema.getSubscriptionType() ?? {}, { description: 'What is told as it happens.' });
  return schema;
}
