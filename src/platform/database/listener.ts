import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';

/** Hears PostgreSQL's notifications on a connection of its own, and takes a lost one up again. */
export interface Listener {
  close: () => Promise<void>;
}

export interface Ears {
  /** What to do when a notification comes, by channel. */
  heard: Readonly<Record<string, (payload: string) => void>>;
  /** From now on nothing is missed; before, something may have been. */
  listening: () => void;
  /** Nothing is heard any more, for now. */
  deaf: (error: unknown) => void;
}

const longestPauseMs = 5000;

/**
 * Listens to some channels until it is closed. Resolves when it listens for the first time.
 * The connection goes to the primary and nothing else runs on it: a stalled listener would in the end fill PostgreSQL's queue.
 */
export async function listen(url: string, ears: Ears): Promise<Listener> {
  const closing = new AbortController();
  let connected: pg.Client | undefined;

  const connect = async (): Promise<void> => {
    const client = new pg.Client({
      connectionString: url,
      application_name: 'vitalgate listener',
      connectionTimeoutMillis: 5000,
      keepAlive: true,
    });
    client.on('notification', ({ channel, payload }) => ears.heard[channel]?.(payload ?? ''));
    client.on('error', (error) => lost(client, error));
    client.on('end', () => lost(client, new Error('the connection ended')));
    await client.connect();
    try {
      for (const channel of Object.keys(ears.heard)) await client.query(`listen ${pg.escapeIdentifier(channel)}`);
      closing.signal.throwIfAborted();
    } catch (error) {
      await client.end();
      throw error;
    }
    connected = client;
    ears.listening();
  };

  const lost = (client: pg.Client, error: unknown): void => {
    if (connected !== client) return;
    connected = undefined;
    ears.deaf(error);
    if (!closing.signal.aborted) void reconnect();
  };

  const reconnect = async (): Promise<void> => {
    for (let pauseMs = 100; !closing.signal.aborted; pauseMs = Math.min(2 * pauseMs, longestPauseMs)) {
      try {
        return await connect();
      } catch (error) {
        if (!closing.signal.aborted) ears.deaf(error);
        // Cut short by closing, which ends the loop.
        await sleep(pauseMs, undefined, { signal: closing.signal, ref: false }).catch(() => undefined);
      }
    }
  };

  await connect();
  return {
    close: async () => {
      closing.abort();
      const client = connected;
      connected = undefined;
      await client?.end();
    },
  };
}
