import type { ExecutionResult } from 'graphql';
import { isPromise } from 'graphql/jsutils/isPromise.js';
import type { Follower } from '../../live/follower.ts';
import { resultOf, type Subscription } from './subscribe.ts';

/** Where the results of a subscription go. */
export interface Sink {
  send: (result: ExecutionResult) => void;
  /** Whether the client has to take something first. */
  isFull: () => boolean;
  /** Has someone called once the client took something; one who asks twice is called once. */
  onceTaken: (goOn: () => void) => void;
  /** They do not want to be called any more. */
  forget: (goOn: () => void) => void;
  tooSlow: () => void;
}

/**
 * Tells what someone follows as they hear of it, in the same turn of the event loop where nothing has to be read: the promises between a
 * log and a socket would cost more than the event itself.
 * @returns what `graphql-ws` takes for results: there are none, and it ends when nothing is told any more
 */
export function pushed(subscription: Subscription, follower: Follower, sink: Sink): AsyncGenerator<never, void, void> {
  const over = Promise.withResolvers<void>();
  let isExecuting = false;

  const failed = (error: unknown): void => {
    over.reject(error);
    follower.end();
  };

  function send(result: ExecutionResult): void {
    isExecuting = false;
    if (follower.ending !== 'OVER') sink.send(result);
  }

  /** Executes what comes next. @returns whether there was something that was told at once */
  function tellNext(): boolean {
    const event = follower.take();
    if (!event) return false;
    const result = resultOf(subscription, event);
    isExecuting = isPromise(result);
    if (!isPromise(result)) send(result);
    else result.then(send).then(tell).catch(failed);
    return !isExecuting;
  }

  function tell(): void {
    // It is called from the loop that tells all others, too.
    try {
      if (follower.ending) return ended();
      if (isExecuting) return;
      while (!sink.isFull()) if (!tellNext()) return;
      sink.onceTaken(tell);
    } catch (error) {
      failed(error);
    }
  }

  function ended(): void {
    // Whoever subscribes and completes over and over leaves nothing behind.
    sink.forget(tell);
    if (follower.ending === 'SLOW') sink.tooSlow();
    over.resolve();
  }

  const end = async (): Promise<IteratorResult<never, void>> => {
    follower.end();
    return { done: true, value: undefined };
  };
  const results: AsyncGenerator<never, void, void> = {
    // From here on the protocol knows the subscription.
    async next() {
      follower.whenReady(tell);
      tell();
      await over.promise;
      return { done: true, value: undefined };
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
