import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { until } from '../clients/live-client.ts';
import { testDataFolder } from '../database/data-folder.ts';
import { liveDoors } from '../live/doors.ts';
import { ask, run, startGateway } from './program.ts';

/** Someone new of a gateway that runs, with a token. */
async function addPerson(name: string, DATA_DIR: string): Promise<{ id: string; token: string }> {
  const email = `${name}@stop.example`;
  const added = await run(['user', 'add', email, '--name', name, '--password', 'at least ten'], { DATA_DIR });
  const scope = 'shares:write nutrition:write notifications:read';
  const issued = await run(['token', 'issue', email, '--scope', scope], { DATA_DIR });
  const [, id = ''] = /usr_(\w+)/.exec(added.stdout) ?? [];
  return { id: `per_${id}`, token: /vg_pt_[\w-]+/.exec(issued.stdout)?.[0] ?? '' };
}

const shares = (url: string, ann: string, viewerId: string) =>
  ask(
    url,
    ann,
    `mutation { createShare(input: { viewerId: "${viewerId}", include: [WATER], notify: [WATER] }) { share { id } } }`,
  );
const drinks = (url: string, ann: string) =>
  ask(
    url,
    ann,
    'mutation { logWater(input: { occurredAt: "2026-01-16T08:00:00Z", volumeMilliliters: 200 }) { created } }',
  );
const wholeLog = async (url: string, bob: string): Promise<string[]> => {
  const { viewer } = await ask<{ viewer: { notifications: { edges: { cursor: string }[] } } }>(
    url,
    bob,
    '{ viewer { notifications { edges { cursor } } } }',
  );
  return viewer.notifications.edges.map(({ cursor }) => cursor).toReversed();
};

test.each(liveDoors)('when the process stops, %s ends, and goes on at the next one', async (_door, how) => {
  const settings = { DATA_DIR: await testDataFolder(), DEMO: '0' };
  const gateway = await startGateway(settings);
  const [{ token: ann }, bob] = [await addPerson('ann', settings.DATA_DIR), await addPerson('bob', settings.DATA_DIR)];
  await shares(gateway.url, ann, bob.id);
  const [place] = await wholeLog(gateway.url, bob.token);
  const ear = await how.follow(gateway.url, bob.token, place);
  await drinks(gateway.url, ann);
  await until(() => ear.told().length === 1);
  gateway.child.kill('SIGTERM');
  await until(() => ear.ending() !== undefined);
  expect(ear.ending()).toBe(how.goingAway);
  expect((await gateway.ended).code).toBe(0);

  const next = await startGateway(settings);
  await drinks(next.url, ann);
  const again = await how.follow(next.url, bob.token, ear.told()[0]?.cursor);
  await until(() => again.told().length === 1);
  await drinks(next.url, ann);
  await until(() => again.told().length === 2);
  const told = [...ear.told(), ...again.told()].map(({ cursor }) => cursor);
  expect([place, ...told]).toEqual(await wholeLog(next.url, bob.token));
});

test('clients that send half a request, or nothing, or do not say goodbye, do not hold up the end', async () => {
  const gateway = await startGateway({ DATA_DIR: await testDataFolder() });
  const { hostname, port } = new URL(gateway.url);
  for (const text of ['', 'GET /graphql HTTP/1.1\r\nhost: a\r\n', 'GET /graphql HTTP/1.1\r\nupgrade: websocket\r\n']) {
    const socket = connect(Number(port), hostname);
    await once(socket, 'connect');
    socket.write(text);
    // The end tears it down from the other side.
    socket.on('error', () => socket.destroy());
  }
  for (const [, { follow }] of liveDoors) (await follow(gateway.url, gateway.tokens[0] as string)).stall();
  gateway.child.kill('SIGTERM');
  const ended = await Promise.race([gateway.ended, sleep(10_000, undefined, { ref: false })]);
  expect(ended?.code).toBe(0);
});
