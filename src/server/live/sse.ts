import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { ExecutionResult, GraphQLError } from 'graphql';
import { createHandler } from 'graphql-sse/lib/use/fastify';
import type { BearerCheck } from '../../accounts/bearer.ts';
import type { Connections } from '../../live/connections.ts';
import { Follower } from '../../live/follower.ts';
import { rateLimited, unauthenticated } from '../../platform/errors.ts';
import { WrongDocument, type SubscriptionRequest } from './documents.ts';
import type { LiveDoor } from './live-door.ts';
import { resultOf, start, type Subscription } from './subscribe.ts';

interface Parts {
  door: LiveDoor;
  connections: Connections;
  bearer: BearerCheck;
}

interface Prepared extends Subscription {
  contextValue: undefined;
  reply: FastifyReply;
}

/** Who takes nothing for so long is dropped, as a silent websocket is. */
const longestStallMs = 24_000;

/**
 * GraphQL over server-sent events at `/graphql/stream`, for networks that break websockets: one request for each subscription, by the
 * `graphql-sse` protocol in its mode of distinct connections.
 */
export function acceptEventStreams(app: FastifyInstance, { door, connections, bearer }: Parts): void {
  const prepared = new WeakMap<FastifyRequest, Prepared>();
  const handle = createHandler({
    authenticate: () => null,
    // What is refused is refused before, in the words of every HTTP answer.
    validate: () => [],
    onSubscribe: ({ raw }) => prepared.get(raw) as Prepared,
    async subscribe(args) {
      const { reply, contextValue: _, ...subscription } = args as unknown as Prepared;
      const follower = await start(subscription);
      return follower instanceof Follower ? results(subscription, follower, reply) : follower;
    },
    onNext: (_context, _request, result) =>
      result.errors && { ...result, errors: result.errors.map(door.told) as unknown as GraphQLError[] },
  });

  /** What of a document is wrong is told whole; all else is refused as everywhere. */
  function checked(request: SubscriptionRequest) {
    try {
      return door.check(request);
    } catch (error) {
      if (!(error instanceof WrongDocument)) throw error;
      return { errors: error.mistakes.map(door.told) };
    }
  }

  app.addHook('preClose', async () => connections.close());

  app.route<{ Body: SubscriptionRequest; Querystring: Record<string, string> }>({
    method: ['GET', 'POST'],
    url: '/graphql/stream',
    async handler(request, reply) {
      const viewer = await bearer.viewerOf(request.headers.authorization);
      if (!viewer) throw unauthenticated();
      const asked = checked(request.method === 'GET' ? fromQuery(request.query) : (request.body ?? {}));
      if (!('document' in asked)) return reply.code(400).send(asked);
      // Whoever has gone meanwhile is told of by no event any more.
      if (reply.raw.destroyed) return reply.hijack();
      const end = () => reply.raw.destroy();
      const following = door.following();
      const release = connections.open({ viewer, close: end });
      if (!release) throw rateLimited('You have too many live connections.', 60);
      reply.raw.once('close', () => {
        release();
        following.end();
      });
      prepared.set(request, { ...door.subscriptionOf(asked, viewer, following), contextValue: undefined, reply });
      // The protocol's handler knows only this form of the header.
      request.headers.accept = 'text/event-stream';
      void reply.header('cache-control', 'no-store').header('x-accel-buffering', 'no').hijack();
      await handle(request, reply);
    },
  });
}

function fromQuery({ query, operationName, variables }: Record<string, string>): SubscriptionRequest {
  return { query, operationName, variables: variables === undefined ? undefined : parsed(variables) };
}

/** What is no JSON is refused as what is no object. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}

/** The results of a subscription, one whenever the client has taken the last. */
async function* results(
  subscription: Subscription,
  follower: Follower,
  reply: FastifyReply,
): AsyncGenerator<ExecutionResult, void, void> {
  const events = follower[Symbol.asyncIterator]();
  try {
    for (;;) {
      await drained(reply);
      const { done, value } = await events.next();
      if (done) break;
      yield await resultOf(subscription, value);
    }
    if (follower.ending === 'SLOW') reply.raw.destroy();
  } finally {
    follower.end();
  }
}

/** Waits until the client has taken what it was sent: the protocol's handler would pile it up in memory. */
const drained = ({ raw }: FastifyReply): Promise<void> =>
  new Promise((resolve) => {
    if (!raw.writableNeedDrain || raw.destroyed) return resolve();
    const stalled = setTimeout(() => raw.destroy(), longestStallMs);
    const goOn = () => {
      clearTimeout(stalled);
      raw.off('drain', goOn).off('close', goOn);
      resolve();
    };
    raw.on('drain', goOn).on('close', goOn);
  });
