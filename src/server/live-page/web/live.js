import { createClient as createWebsocketClient } from './lib/graphql-ws/client.js';
import { createClient as createEventStreamClient } from './lib/graphql-sse/client.mjs';
import { notificationAdded } from './operations.js';
import { SignedOut } from './sign-in.js';

/** A connection that does not stand by then, or is silent for as long after it was asked, is given up. */
const patienceMs = 5000;
const askedEveryMs = 10_000;
const longestPauseMs = 15_000;
/** With these a websocket is closed when its token does not work any more, as an event stream is answered 401. */
const tokenRefused = 4403;

/** The usual door: `graphql-transport-ws`, whose token goes with the first message. */
function byWebsocket(token, connected) {
  let silence;
  const client = createWebsocketClient({
    url: new URL('graphql', location.href).href.replace(/^http/, 'ws'),
    connectionParams: { authorization: `Bearer ${token}` },
    retryAttempts: 0,
    keepAlive: askedEveryMs,
    on: {
      connected,
      ping: (received) => {
        if (!received) silence = setTimeout(() => client.terminate(), patienceMs);
      },
      pong: () => clearTimeout(silence),
      closed: () => clearTimeout(silence),
    },
  });
  return client;
}

/** The other one, for networks that break websockets: server-sent events, an HTTP answer that does not end. */
function byEventStream(token, connected) {
  return createEventStreamClient({
    url: new URL('graphql/stream', location.href).href,
    headers: { authorization: `Bearer ${token}` },
    retryAttempts: 0,
    on: { connected },
  });
}

const doors = [
  { open: byWebsocket, state: 'live' },
  { open: byEventStream, state: 'live by SSE' },
];

/**
 * Follows what the viewer is told for as long as they are signed in, over whatever breaks: each time it goes on after the last cursor, so
 * that nothing is missed and nothing comes twice. Both libraries could try again by themselves, but only with the cursor of the first time.
 * @param place holds the last cursor: `read()` it, or `forget()` it when the gateway does not know it
 * @param heard is handed each notification
 * @param changed is told `live`, `live by SSE` or `reconnecting`
 * @returns a promise that rejects with `SignedOut` at the end
 */
export async function follow({ signIn, place, heard, changed }) {
  let refused;
  let failures = 0;

  /** @returns whether the connection stood, for however long */
  async function listen(door) {
    const token = await signIn.accessToken(refused);
    const broken = Promise.withResolvers();
    const giveUp = () => broken.reject(new Error('The network is away, or the person is.'));
    const patience = setTimeout(giveUp, patienceMs);
    addEventListener('offline', giveUp);
    signIn.ended.addEventListener('abort', giveUp);
    let stood = false;
    const client = door.open(token, () => {
      stood = true;
      clearTimeout(patience);
      changed(door.state);
    });
    try {
      const results = client.iterate({ query: notificationAdded, variables: { after: place.read() } });
      for (;;) {
        const { done, value } = await Promise.race([results.next(), broken.promise]);
        if (done) return stood;
        if (value.errors && !value.data) throw value.errors;
        heard(value.data.notificationAdded);
      }
    } catch (error) {
      if (error.code === tokenRefused || error.response?.status === 401) refused = token;
      // A list of errors is the gateway's refusal of the subscription itself.
      if (Array.isArray(error)) place.forget();
      return stood && !Array.isArray(error);
    } finally {
      clearTimeout(patience);
      removeEventListener('offline', giveUp);
      signIn.ended.removeEventListener('abort', giveUp);
      client.dispose();
    }
  }

  for (;;) {
    let stood = false;
    try {
      for (const door of doors) if (!stood) stood = await listen(door);
    } catch (error) {
      if (error instanceof SignedOut) throw error;
      // The token could not be renewed: the gateway is away.
    }
    failures = stood ? 0 : failures + 1;
    changed('reconnecting');
    await pause(failures);
  }
}

/** Longer each time, and not the same for everyone, so that those who were cut off together do not come back together. */
function pause(failures) {
  const longest = Math.min(1000 * 2 ** failures, longestPauseMs);
  return new Promise((resolve) => {
    const go = () => {
      clearTimeout(timer);
      removeEventListener('online', go);
      resolve();
    };
    const timer = setTimeout(go, longest * (0.3 + 0.7 * Math.random()));
    addEventListener('online', go);
  });
}
