import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { until } from '../clients/live-client.ts';
import { testDataFolder } from '../database/data-folder.ts';
import { liveDoors } from '../live/doors.ts';
import { startGateway } from './program.ts';
import { addPerson, drinks, shares, wholeLog } from './told-people.ts';

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
