import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import type { ExecutionResult } from 'graphql';
import { CloseCode, handleProtocols, makeServer, MessageType } from 'graphql-ws';
import { WebSocketServer, type WebSocket } from 'ws';
import { endings, type Connections, type Ending } from '../../live/connections.ts';
import { Follower } from '../../live/follower.ts';
import type { Following } from '../../live/following.ts';
import type { Viewer } from '../../platform/context.ts';
import { DomainError } from '../../platform/errors.ts';
import type { BearerCheck } from '../../accounts/bearer.ts';
import type { Limits } from '../../accounts/limits.ts';
import type { LiveDoor } from './live-door.ts';
import { pushed, type Sink } from './push.ts';
import { start, type Subscription } from './subscribe.ts';
import { textFrame } from './text-frame.ts';

/** What a client may send at once; a subscription is far smaller. */
const mostBytes = 128 * 1024;
/** How much may wait for a client to take it before it is taken for gone: each subscription waits by itself, answers to pings do not. */
const mostUnsentBytes = 1024 * 1024;
/** So often a silent client is asked whether it is there; who has not answered by the next time is dropped. */
const askedMs = 12_000;

interface Extra extends Record<PropertyKey, unknown> {
  socket: WebSocket;
  /** Below the socket; it knows whether the client takes what it is sent. */
  stream: Duplex;
  /** Subscriptions that wait until the client has taken something. */
  waiting: Set<() => void>;
  following: Following;
  viewer?: Viewer;
  release?: () => void;
}

/** What else belongs to a subscription here. */
interface Told {
  contextValue: undefined;
  sink: Sink;
}

interface Parts {
  door: LiveDoor;
  connections: Connections;
  bearer: BearerCheck;
  limits: Pick<Limits, 'request'>;
}

/** Whether a request becomes a websocket; all else that asks for another protocol, such as HTTP/2, is answered as if it had not. */
export const isUpgrade = ({ url, headers }: IncomingMessage): boolean =>
  url?.split('?', 1)[0] === '/graphql' && headers.upgrade?.toLowerCase() === 'websocket';

/** `graphql-transport-ws` at `/graphql`, for subscriptions. The bearer token comes in `connection_init`. */
export function acceptWebsockets(app: FastifyInstance, { door, connections, bearer, limits }: Parts): void {
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: mostBytes,
    perMessageDeflate: false,
    handleProtocols,
  });
  const server = makeServer<Record<string, unknown>, Extra>({
    async onConnect({ connectionParams, extra }) {
      const close = ({ code, reason }: Ending) => extra.socket.close(code, reason);
      const authorization = connectionParams?.['authorization'] ?? connectionParams?.['Authorization'];
      const viewer = await bearer.viewerOf(String(authorization ?? '')).catch((error: unknown) => endingOf(error, app));
      if (!viewer || 'code' in viewer) {
        close(viewer ?? endings.FORBIDDEN);
        return false;
      }
      // It may have gone while its token was looked up.
      if (extra.socket.readyState !== extra.socket.OPEN) return false;
      const release = connections.open({ viewer, close });
      if (!release) {
        close(endings.TOO_MANY);
        return false;
      }
      Object.assign(extra, { viewer, release });
      return true;
    },
    async onSubscribe({ extra }, id, payload) {
      const viewer = extra.viewer as Viewer;
      try {
        await limits.request(viewer.tokenId);
        const subscription = door.subscriptionOf(door.check(payload), viewer, extra.following);
        return { ...subscription, contextValue: undefined, sink: sinkOf(extra, id, door.told) };
      } catch (error) {
        // What is no refusal of ours is logged where it is told.
        return door.problemsOf(error);
      }
    },
    async subscribe(args) {
      const { sink, contextValue: _, ...subscription } = args as unknown as Subscription & Told;
      const follower = await start(subscription);
      return follower instanceof Follower ? pushed(subscription, follower, sink) : follower;
    },
    // Why one cannot start; what follows is told by `pushed`.
    onNext: (_context, _id, _payload, _args, result) => asTold(result, door.told),
    onError: (_context, _id, _payload, errors) => errors.map(door.told),
  });

  const asking = askRegularly(sockets);
  function connected(socket: WebSocket, stream: Duplex): void {
    const extra: Extra = { socket, stream, waiting: new Set(), following: door.following() };
    stream.on('drain', () => {
      const goOn = [...extra.waiting];
      extra.waiting.clear();
      for (const each of goOn) each();
    });
    const closed = server.opened(
      {
        protocol: socket.protocol,
        send: (text) => send(socket, text),
        close: (code, reason) => socket.close(code, reason),
        onMessage: (heard) =>
          socket.on('message', (bytes: Buffer) => {
            if (socket.bufferedAmount > mostUnsentBytes) return socket.terminate();
            heard(bytes.toString()).catch((error: unknown) => {
              app.log.error({ err: error }, 'unforeseen error of a websocket');
              socket.close(CloseCode.InternalServerError, 'Internal server error');
            });
          }),
      },
      extra,
    );
    // What a client sends wrong, such as a message that is too large, closes its socket by itself.
    socket.on('error', (error) => app.log.debug({ err: error }, 'a websocket failed'));
    socket.on('ping', () => socket.bufferedAmount > mostUnsentBytes && socket.terminate());
    socket.once('close', (code, reason) => {
      extra.following.end();
      extra.release?.();
      void closed(code, reason.toString());
    });
  }

  app.server.on('upgrade', (request: IncomingMessage, stream: Duplex, head: Buffer) => {
    sockets.handleUpgrade(request, stream, head, (socket) => {
      connected(socket, stream);
      sockets.emit('connection', socket, request);
    });
  });
  app.addHook('preClose', async () => {
    clearInterval(asking);
    for (const socket of sockets.clients) socket.close(endings.GOING_AWAY.code, endings.GOING_AWAY.reason);
    // Who does not say goodbye in time is dropped, so that a stop takes no longer.
    const drop = setTimeout(() => sockets.clients.forEach((socket) => socket.terminate()), 2000);
    await new Promise<void>((resolve) => sockets.close(() => resolve()));
    clearTimeout(drop);
  });
}

/** Why a token is not let in. */
function endingOf(error: unknown, { log }: FastifyInstance): Ending {
  if (!(error instanceof DomainError)) {
    log.error({ err: error }, 'a token could not be looked up');
    return endings.AWAY;
  }
  return error.code === 'RATE_LIMITED' ? endings.RATE_LIMITED : endings.FORBIDDEN;
}

const asTold = ({ data, errors }: Pick<ExecutionResult, 'data' | 'errors'>, told: LiveDoor['told']) => ({
  ...(data !== undefined && { data }),
  ...(errors && { errors: errors.map(told) }),
});

/** Where the results of a subscription go: each as a message of the protocol, for as long as the client takes them. */
const sinkOf = ({ socket, stream, waiting }: Extra, id: string, told: LiveDoor['told']): Sink => ({
  send(result) {
    if (socket.readyState !== socket.OPEN) return;
    // Without compression nothing waits in `ws`, so that what is told may pass it by.
    stream.write(textFrame(JSON.stringify({ id, type: MessageType.Next, payload: asTold(result, told) })));
  },
  isFull: () => stream.writableNeedDrain,
  onceTaken: (goOn) => void waiting.add(goOn),
  forget: (goOn) => void waiting.delete(goOn),
  tooSlow: () => socket.close(endings.SLOW.code, endings.SLOW.reason),
});

/** Resolves when the text is on its way, so that whoever sends waits for a slow client. */
const send = (socket: WebSocket, text: string): Promise<void> =>
  new Promise((resolve) => {
    if (socket.readyState !== socket.OPEN) return resolve();
    // A socket that fails closes, which is what ends everything that hangs on it.
    socket.send(text, () => resolve());
  });

/** Asks all clients regularly whether they are there, and drops those who have not answered by the next time. */
function askRegularly(sockets: WebSocketServer): NodeJS.Timeout {
  const asked = new WeakSet<WebSocket>();
  sockets.on('connection', (socket) => socket.on('pong', () => asked.delete(socket)));
  const ask = () => {
    for (const socket of sockets.clients) {
      if (asked.has(socket)) socket.terminate();
      else {
        asked.add(socket);
        socket.ping();
      }
    }
  };
  return setInterval(ask, askedMs).unref();
}
