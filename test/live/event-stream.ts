import { once } from 'node:events';
import { request, type IncomingMessage } from 'node:http';
import { onTestFinished } from 'vitest';
import { following } from './raw-socket.ts';

export interface EventStream {
  response: IncomingMessage;
  /** What was told, in order. */
  told: <Told = { cursor: string; kind: string; category: string | null }>() => Told[];
  /** The answer so far. */
  text: () => string;
  ended: () => boolean;
  close: () => void;
}

interface Wishes {
  after?: string | null;
  selection?: string;
  query?: string;
}

/** A stream of server-sent events by `graphql-sse`, as it comes off the wire, and can be left unread. */
export async function eventStream(
  url: string,
  token: string | undefined,
  { after = null, selection = 'cursor kind category', query = following(selection) }: Wishes = {},
): Promise<EventStream> {
  const asked = request(`${url}/graphql/stream`, {
    method: 'POST',
    agent: false,
    headers: {
      'content-type': 'application/json',
      accept: 'text/event-stream',
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
    },
  });
  onTestFinished(() => void asked.destroy());
  asked.end(JSON.stringify({ query, variables: { after } }));
  const [response] = (await once(asked, 'response')) as [IncomingMessage];
  // Whoever is cut off hears of an error, and of the end after it.
  asked.on('error', () => {});
  response.on('error', () => {});
  let text = '';
  let isOver = false;
  response.setEncoding('utf8').on('data', (part: string) => (text += part));
  response.on('close', () => (isOver = true));
  return {
    response,
    told: <Told>() =>
      [...text.matchAll(/^event: next\ndata: (.*)\n\n/gm)].map(
        ([, data = '']) => (JSON.parse(data) as { data: { notificationAdded: Told } }).data.notificationAdded,
      ),
    text: () => text,
    ended: () => isOver,
    close: () => void asked.destroy(),
  };
}
