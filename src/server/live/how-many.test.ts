import { expect, test } from 'vitest';
import { until } from '../../../test/clients/live-client.ts';
import { person } from '../../../test/gateway/people.ts';
import { share } from '../../../test/gateway/sharing.ts';
import { useGateway } from '../../../test/gateway/test-gateway.ts';
import { eventStream } from '../../../test/live/event-stream.ts';
import { drinks } from '../../../test/live/log.ts';
import { rawSocket } from '../../../test/live/raw-socket.ts';

const gateway = useGateway();

test('a person has 50 connections of both kinds, whatever the token; the next is refused, and the others go on', async () => {
  const [ann, bob] = [await person(gateway), await person(gateway, { name: 'Bob' })];
  await share(ann, bob, { notify: ['WATER'] });
  const sockets = await Promise.all(Array.from({ length: 25 }, () => rawSocket(gateway.url, bob.token)));
  const streams = await Promise.all(Array.from({ length: 25 }, () => eventStream(gateway.url, bob.token)));
  for (const socket of sockets) socket.follows('a');
  expect(gateway.live().connections).toBe(50);

  const more = await rawSocket(gateway.url);
  more.say({ type: 'connection_init', payload: { authorization: `Bearer ${bob.token}` } });
  expect(await more.closed).toEqual({ code: 4461, reason: 'Too many connections' });
  const { response, text } = await eventStream(gateway.url, bob.token);
  expect([response.statusCode, response.headers['retry-after']]).toEqual([429, '60']);
  await until(() => text().endsWith('}'));
  expect(JSON.parse(text())).toEqual({
    errors: [{ message: 'You have too many live connections.', extensions: { code: 'RATE_LIMITED' } }],
  });
  // Others are not kept out.
  await rawSocket(gateway.url, ann.token);

  await drinks(ann);
  await until(() => sockets.every((socket) => socket.told('a').length === 1));
  await until(() => streams.every((stream) => stream.told().length === 1));
  streams[0]?.close();
  await until(() => gateway.live().connections === 50);
  await rawSocket(gateway.url, bob.token);
});

test('whoever leaves before they were let in leaves nothing behind', async () => {
  const bob = await person(gateway, { name: 'Bob' });
  const body = JSON.stringify({ query: 'subscription { notificationAdded { id } }' });
  const headers = { authorization: `Bearer ${bob.token}`, 'content-type': 'application/json' };
  const before = gateway.live();
  const asked = Array.from({ length: 40 }, async (_, index) => {
    const leaving = new AbortController();
    const answer = fetch(`${gateway.url}/graphql/stream`, { method: 'POST', headers, body, signal: leaving.signal });
    setTimeout(() => leaving.abort(), index / 2);
    return answer.then(
      () => 'came in',
      () => 'left',
    );
  });
  expect(await Promise.all(asked)).toContain('left');
  await rawSocket(gateway.url, bob.token);
  await until(
    () => gateway.live().connections === before.connections + 1 && gateway.live().followed === before.followed,
  );
});
