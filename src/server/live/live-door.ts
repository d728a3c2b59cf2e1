import type { FastifyBaseLogger } from 'fastify';
import type { GraphQLError, GraphQLFormattedError, GraphQLSchema } from 'graphql';
import { Following } from '../../live/following.ts';
import type { Viewer } from '../../platform/context.ts';
import { asGraphqlError, errorTeller } from '../graphql/errors.ts';
import type { Execute } from '../graphql/executor/executor.ts';
import type { Gateway } from '../gateway.ts';
import { EventContext } from './event-context.ts';
import { subscriptionCheck, WrongDocument, type CheckedSubscription, type SubscriptionRequest } from './documents.ts';
import type { Subscription } from './subscribe.ts';

/** What both live doors have in common: the same schema, limits, contexts and words for errors. */
export interface LiveDoor {
  /** Checks what a client subscribes with. @throws what is wrong with it */
  check: (request: SubscriptionRequest) => CheckedSubscription;
  /** What a new connection follows. */
  following: () => Following;
  subscriptionOf: (request: CheckedSubscription, viewer: Viewer, following: Following) => Subscription;
  /** What was thrown, as a client is told of it once each has gone through `told`. */
  problemsOf: (error: unknown) => readonly GraphQLError[];
  told: (error: unknown) => GraphQLFormattedError;
}

export function liveDoor(gateway: Gateway, schema: GraphQLSchema, execute: Execute, log: FastifyBaseLogger): LiveDoor {
  return {
    check: subscriptionCheck(schema, gateway.config.production),
    following: () => new Following(gateway.hub),
    subscriptionOf: ({ document, operationName, variables }, viewer, following) => ({
      schema,
      document,
      operationName,
      variableValues: variables,
      newContext: () => new EventContext(gateway, viewer, following),
      execute,
    }),
    problemsOf: (error) => (error instanceof WrongDocument ? error.mistakes : [asGraphqlError(error)]),
    told: errorTeller(log),
  };
}
