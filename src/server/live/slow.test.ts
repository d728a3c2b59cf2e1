import { describe, expect, test } from 'vitest';
import { until } from '../../../test/clients/live-client.ts';
import { person, type TestPerson } from '../../../test/gateway/people.ts';
import { write } from '../../../test/gateway/records.ts';
import { share } from '../../../test/gateway/sharing.ts';
import { useGateway } from '../../../test/gateway/test-gateway.ts';
import { liveDoors } from '../../../test/live/doors.ts';
import { drinks, repeatLast, wholeLog } from '../../../test/live/log.ts';
import { rawSocket } from '../../../test/live/raw-socket.ts';

const gateway = useGateway();

/** Ann shares with Bob what she eats, and has eaten something with notes as long as may be. */
async function couple(): Promise<{ ann: TestPerson; bob: TestPerson; place: string }> {
  const [ann, bob] = [await person(gateway), await person(gateway, { name: 'Bob' })];
  await share(ann, bob, { include: ['MEAL', 'WATER', 'NOTES'], notify: ['MEAL', 'WATER'] });
  const place = (await wholeLog(bob)).at(-1) ?? '';
  const input = { occurredAt: '2026-01-16T08:00:00Z', name: 'Rice', notes: 'n'.repeat(19_000) };
  await write(ann, 'logMeal', input, 'meal { id }');
  return { ann, bob, place };
}

/** Half a megabyte for each of such meals: soon more than the systems between gateway and client hold. */
const notes = Array.from({ length: 25 }, (_, index) => `n${index}: notes`).join(' ');
const fat = `cursor record { ... on Meal { ${notes} } }`;

describe.each(liveDoors)('%s that is not read', (_door, { follow, slow }) => {
  test(
    'is ended when too much waits, and its client goes on after the last that it has',
    { timeout: 60_000 },
    async () => {
      const { ann, bob, place } = await couple();
      const ear = await follow(gateway.url, bob.token, place, fat);
      await until(() => ear.told().length === 1);
      ear.stall();
      await repeatLast(gateway, bob, 700);
      // It rings for all that was put there.
      await drinks(ann);
      const reader = await follow(gateway.url, bob.token, place);
      await until(() => reader.told().length === 702);
      ear.resume();
      await until(() => ear.ending() !== undefined);
      expect(ear.ending()).toBe(slow);
      const told = ear.told().map(({ cursor }) => cursor);
      const again = await follow(gateway.url, bob.token, told.at(-1));
      await until(() => told.length + again.told().length >= 702);
      told.push(...again.told().map(({ cursor }) => cursor));
      expect(told).toEqual((await wholeLog(bob)).slice(1));
      expect(reader.told().map(({ cursor }) => cursor)).toEqual(told);
    },
  );

  test('loses nothing when it is read again in time', async () => {
    const { ann, bob, place } = await couple();
    const ear = await follow(gateway.url, bob.token, place, fat);
    await until(() => ear.told().length === 1);
    ear.stall();
    await repeatLast(gateway, bob, 60);
    await drinks(ann);
    const reader = await follow(gateway.url, bob.token, place);
    await until(() => reader.told().length === 62);
    ear.resume();
    await until(() => ear.told().length === 62);
    expect(ear.told().map(({ cursor }) => cursor)).toEqual((await wholeLog(bob)).slice(1));
  });
});

test('a websocket that asks and asks whether the gateway is there, and reads no answer, is ended', async () => {
  const { bob } = await couple();
  const { socket, say } = await rawSocket(gateway.url, bob.token);
  socket.pause();
  const payload = { text: 'x'.repeat(100_000) };
  for (let asked = 0; asked < 300 && gateway.live().connections > 0; asked += 1)
    await new Promise<void>((sent) => {
      if (asked % 10 === 0) setTimeout(sent, 5);
      else sent();
      say({ type: 'ping', payload });
    });
  await until(() => gateway.live().connections === 0);
  expect(gateway.live().connections).toBe(0);
});

test('a client that does not answer is dropped, and one that does is not', { timeout: 60_000 }, async () => {
  const { bob, place } = await couple();
  const [dead, alive] = [
    await rawSocket(gateway.url, bob.token, { autoPong: false }),
    await rawSocket(gateway.url, bob.token),
  ];
  for (const each of [dead, alive]) each.follows('a', place);
  expect((await dead.closed).code).toBe(1006);
  expect(alive.ending()).toBeUndefined();
  await until(() => gateway.live().connections === 1);
});
