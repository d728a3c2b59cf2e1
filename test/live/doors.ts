import { eventStream } from './event-stream.ts';
import { rawSocket } from './raw-socket.ts';

/** Someone who follows by either protocol. */
export interface Ear {
  told: <Told = { cursor: string; kind: string; category: string | null }>() => Told[];
  /** Why it ended: the code of a websocket's closing, `ENDED` for a stream; `undefined` while it goes on. */
  ending: () => number | 'ENDED' | undefined;
  /** Reads nothing any more. */
  stall: () => void;
  resume: () => void;
  close: () => void;
}

type Follow = (url: string, token: string, after?: string | null, selection?: string) => Promise<Ear>;

const bySocket: Follow = async (url, token, after, selection) => {
  const raw = await rawSocket(url, token);
  raw.follows('a', after, selection);
  return {
    told: () => raw.told('a'),
    ending: () => raw.ending()?.code,
    stall: () => raw.socket.pause(),
    resume: () => raw.socket.resume(),
    close: () => raw.socket.close(),
  };
};

const byEvents: Follow = async (url, token, after, selection) => {
  const stream = await eventStream(url, token, { after, ...(selection !== undefined && { selection }) });
  return {
    told: stream.told,
    ending: () => (stream.ended() ? 'ENDED' : undefined),
    stall: () => void stream.response.pause(),
    resume: () => void stream.response.resume(),
    close: stream.close,
  };
};

/** Both ways to follow, and how each says that the token ended, and that its client is too slow. */
export const liveDoors = [
  ['a websocket', { follow: bySocket, forbidden: 4403, slow: 4460, goingAway: 1001 }],
  ['an event stream', { follow: byEvents, forbidden: 'ENDED', slow: 'ENDED', goingAway: 'ENDED' }],
] as const;
