import type { EntityManager } from '@mikro-orm/postgresql';
import type { FastifyBaseLogger } from 'fastify';
import type { GraphQLError, GraphQLFormattedError, GraphQLSchema } from 'graphql';
import { Following } from '../../live/following.ts';
import type { LiveContext } from '../../live/notification-added.graphql.ts';
import type { Viewer } from '../../platform/context.ts';
import type { GraphqlContext } from '../graphql/context.ts';
import { formatErrors } from '../graphql/errors.ts';
import type { Gateway } from '../gateway.ts';
import { subscriptionCheck, WrongDocument, type CheckedSubscription, type SubscriptionRequest } from './documents.ts';
import { asGraphqlError, type Subscription } from './subscribe.ts';

/** What both live doors have in common: the same schema, limits, contexts and words for errors. */
export interface LiveDoor {
  /** Checks what a client subscribes with. @throws what is wrong with it */
  check: (request: SubscriptionRequest) => CheckedSubscription;
  /** What a new connection follows. */
  following: () => Following;
  subscriptionOf: (
    request: CheckedSubscription,
    viewer: Viewer,
    following: Following,
    rest: Pick<Subscription, 'drained' | 'tooSlow'>,
  ) => Subscription;
  /** What was thrown, as a client is told of it once each has gone through `told`. */
  problemsOf: (error: unknown) => readonly GraphQLError[];
  told: (error: unknown) => GraphQLFormattedError;
}

export function liveDoor(gateway: Gateway, schema: GraphQLSchema, log: FastifyBaseLogger): LiveDoor {
  const format = formatErrors(log);
  const contextOf = (viewer: Viewer, following: Following): LiveContext & GraphqlContext => {
    let em: EntityManager | undefined;
    return {
      // Most events are told without a statement, and an EntityManager takes as long to make as all the rest.
      get em() {
        return (em ??= gateway.orm.em.fork());
      },
      viewer,
      now: () => new Date(),
      door: 'LIVE',
      readNotes: gateway.readNotes,
      doorbell: gateway.doorbell,
      forgetTokens: gateway.bearer.forget,
      memo: new Map(),
      following,
      shelf: gateway.shelf,
      pictures: gateway.pictures,
      publicUrl: gateway.publicUrl(),
    };
  };
  return {
    check: subscriptionCheck(schema, gateway.config.production),
    following: () => new Following(gateway.hub),
    subscriptionOf: ({ document, operationName, variables }, viewer, following, rest) => ({
      schema,
      document,
      operationName,
      variableValues: variables,
      newContext: () => contextOf(viewer, following),
      ...rest,
    }),
    problemsOf: (error) => (error instanceof WrongDocument ? error.mistakes : [asGraphqlError(error)]),
    told(error) {
      const wrapped = asGraphqlError(error);
      return format(wrapped.toJSON(), wrapped);
    },
  };
}
