import { setTimeout as sleep } from 'node:timers/promises';
import { createSourceEventStream, type ExecutionArgs, type ExecutionResult, type GraphQLError } from 'graphql';
import { isPromise } from 'graphql/jsutils/isPromise.js';
import type { PromiseOrValue } from 'graphql/jsutils/PromiseOrValue.js';
import type { Follower } from '../../live/follower.ts';
import type { LiveContext } from '../../live/notification-added.graphql.ts';
import type { Notification } from '../../notifications/notification.ts';
import { DomainError } from '../../platform/errors.ts';
import type { Execute } from '../graphql/executor/executor.ts';

/** What of a subscription stays the same from event to event, and what each event gets anew. */
export interface Subscription extends Omit<ExecutionArgs, 'contextValue' | 'rootValue'> {
  newContext: () => LiveContext;
  execute: Execute;
}

/**
 * Starts a subscription.
 * @returns who follows, or why it cannot start
 */
export async function start(subscription: Subscription): Promise<Follower | ExecutionResult> {
  const begin = () => createSourceEventStream({ ...subscription, contextValue: subscription.newContext() });
  // The one subscription of the schema is what `Following` makes.
  return persistently(begin) as Promise<Follower | ExecutionResult>;
}

/**
 * What is told of an event. Each is executed with a context of its own, so that nothing is remembered from one to the next: what is not
 * shared any more is not shown. Most need nothing of the database, and are there at once.
 */
export const resultOf = (
  { newContext, execute, document, operationName, variableValues }: Subscription,
  event: Notification,
): PromiseOrValue<ExecutionResult> =>
  persistently(() =>
    execute({ document, operationName, variableValues, rootValue: event, contextValue: newContext() }),
  );

const mostTries = 10;
const triedAgainMs = 500;

/** Tries again what failed for a reason of ours: while the database is away for a moment an event is late, and does not come without its record. */
function persistently<Result extends object>(execute: () => PromiseOrValue<Result>, tries = 1): PromiseOrValue<Result> {
  const judged = (result: Result): PromiseOrValue<Result> => {
    const { errors } = result as ExecutionResult;
    if (!errors?.some(isOurFault) || tries === mostTries) return result;
    return sleep(triedAgainMs).then(() => persistently(execute, tries + 1));
  };
  const result = execute();
  return isPromise(result) ? result.then(judged) : judged(result);
}

const isOurFault = ({ originalError }: GraphQLError): boolean =>
  originalError != null && !(originalError instanceof DomainError);
