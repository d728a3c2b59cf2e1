import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { until } from '../../test/clients/live-client.ts';
import { person } from '../../test/gateway/people.ts';
import { write } from '../../test/gateway/records.ts';
import { share } from '../../test/gateway/sharing.ts';
import { useGateway } from '../../test/gateway/test-gateway.ts';
import { drinks, wholeLog } from '../../test/live/log.ts';
import { rawSocket } from '../../test/live/raw-socket.ts';

const gateway = useGateway();

/** Ends the connections by which processes hear of each other, again and again while something happens. */
async function whileDeaf(act: () => Promise<unknown>): Promise<number> {
  const deafening = { isOver: false, ended: 0 };
  const ending = (async () => {
    while (!deafening.isOver) {
      const ended = await gateway.orm.em.fork().execute<object[]>(
        `select pg_terminate_backend(pid) from pg_stat_activity
          where application_name = 'vitalgate listener' and datname = current_database()`,
      );
      deafening.ended += ended.length;
      await sleep(20);
    }
  })();
  await until(() => deafening.ended > 0);
  await act();
  deafening.isOver = true;
  await ending;
  return deafening.ended;
}

async function followed() {
  const [ann, bob] = [await person(gateway), await person(gateway, { name: 'Bob' })];
  await share(ann, bob, { notify: ['WATER'] });
  const { token, accessToken } = await write<{ token: string; accessToken: { id: string } }>(
    bob,
    'createToken',
    { scopes: ['notifications:read'], lifetimeSeconds: 600 },
    'token accessToken { id }',
  );
  const socket = await rawSocket(gateway.url, token);
  socket.follows('a', (await wholeLog(bob))[0]);
  await drinks(ann);
  await until(() => socket.told('a').length === 1);
  return { ann, bob, socket, tokenId: accessToken.id };
}

test('who follows a process that does not hear of what is new is told of it later, once, and otherwise notices nothing', async () => {
  const { ann, bob, socket } = await followed();
  await whileDeaf(async () => {
    await drinks(ann, 5);
    await until(() => socket.told('a').length === 6);
    await drinks(ann, 5);
  });
  await drinks(ann);
  await until(() => socket.told('a').length === 12);
  expect(socket.told('a').map(({ cursor }) => cursor)).toEqual((await wholeLog(bob)).slice(1));
  expect(socket.ending()).toBeUndefined();
});

test('a token that is revoked meanwhile ends its connection while the process does not hear of it', async () => {
  const { bob, socket, tokenId } = await followed();
  await whileDeaf(async () => {
    await write(bob, 'revokeToken', { id: tokenId }, 'id');
    await until(() => socket.ending() !== undefined);
  });
  expect(socket.ending()?.code).toBe(4403);
});
