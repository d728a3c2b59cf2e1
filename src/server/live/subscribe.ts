import { setTimeout as sleep } from 'node:timers/promises';
import { createSourceEventStream, type ExecutionArgs, type ExecutionResult, type GraphQLError } from 'graphql';
import type { PromiseOrValue } from 'graphql/jsutils/PromiseOrValue.js';
import { SlowFollower } from '../../live/follower.ts';
import type { LiveContext } from '../../live/notification-added.graphql.ts';
import { DomainError } from '../../platform/errors.ts';
import type { Execute } from '../graphql/executor/executor.ts';

/** What of a subscription stays the same from event to event, and what each event gets anew. */
export interface Subscription extends Omit<ExecutionArgs, 'contextValue'> {
  newContext: () => LiveContext;
  execute: Execute;
  /** Waits until the client has taken what it was sent. */
  drained?: () => Promise<void>;
  /** The client is too slow: its connection ends. */
  tooSlow: () => void;
}

/**
 * Starts a subscription. Each event is executed with a context of its own, so that nothing is remembered from one to the next: what is not
 * shared any more is not shown.
 * @returns the results, or why it cannot start
 */
export async function subscribe(
  subscription: Subscription,
): Promise<AsyncGenerator<ExecutionResult, void, void> | ExecutionResult> {
  const { newContext, execute, drained, tooSlow, ...args } = subscription;
  const source = await persistently(() => createSourceEventStream({ ...args, contextValue: newContext() }));
  if (!(Symbol.asyncIterator in source)) return source;
  const events = source[Symbol.asyncIterator]();
  const end = async (): Promise<IteratorResult<ExecutionResult, void>> => {
    await events.return?.();
    return { done: true, value: undefined };
  };
  const results: AsyncGenerator<ExecutionResult, void, void> = {
    async next() {
      try {
        await drained?.();
        const { done, value } = await events.next();
        if (done === true) return { done, value: undefined };
        return {
          done: false,
          value: await persistently(() => execute({ ...args, rootValue: value, contextValue: newContext() })),
        };
      } catch (error) {
        await end();
        if (!(error instanceof SlowFollower)) throw error;
        tooSlow();
        return { done: true, value: undefined };
      }
    },
    return: end,
    async throw(error: unknown) {
      await end();
      throw error;
    },
    [Symbol.asyncIterator]: () => results,
    [Symbol.asyncDispose]: async () => void (await end()),
  };
  return results;
}

const mostTries = 10;
const triedAgainMs = 500;

/** Tries again what failed for a reason of ours: while the database is away for a moment an event is late, and does not come without its record. */
async function persistently<Result extends object>(execute: () => PromiseOrValue<Result>): Promise<Result> {
  for (let tries = 1; ; tries += 1) {
    const result = await execute();
    const { errors = [] } = result as ExecutionResult;
    if (tries === mostTries || !errors.some(isOurFault)) return result;
    await sleep(triedAgainMs);
  }
}

const isOurFault = ({ originalError }: GraphQLError): boolean =>
  originalError != null && !(originalError instanceof DomainError);
