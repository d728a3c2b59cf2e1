import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { until } from '../../test/clients/live-client.ts';
import { person } from '../../test/gateway/people.ts';
import { write } from '../../test/gateway/records.ts';
import { share } from '../../test/gateway/sharing.ts';
import { useGateway } from '../../test/gateway/test-gateway.ts';
import { wholeLog } from '../../test/live/log.ts';
import { rawSocket } from '../../test/live/raw-socket.ts';

const gateway = useGateway();

const following = 'kind cursor record { ... on SleepDay { day sleepSeconds } }';

/** What a database that is away for a moment is to whoever needs one of its tables. */
async function whileAway(table: string, act: () => Promise<unknown>): Promise<void> {
  const em = gateway.orm.em.fork();
  await em.execute(`alter table ${table} rename to ${table}_away`);
  try {
    await act();
  } finally {
    await em.execute(`alter table ${table}_away rename to ${table}`);
  }
}

async function couple() {
  const [ann, bob] = [await person(gateway), await person(gateway, { name: 'Bob' })];
  await share(ann, bob, { notify: ['SLEEP'] });
  const sleeps = (day: string) => write(ann, 'recordSleepDay', { day, sleepSeconds: 25_200 }, 'created');
  const socket = await rawSocket(gateway.url, bob.token);
  return { bob, socket, sleeps };
}

test('what was missed is told later when it cannot be read at first, and the connection stays', async () => {
  const { bob, socket, sleeps } = await couple();
  await sleeps('2026-01-16');
  const [share, night] = await wholeLog(bob);
  await whileAway('notifications', async () => {
    socket.follows('a', share, following);
    await sleep(700);
    expect(socket.heard.map(({ type }) => type)).not.toContain('next');
  });
  await until(() => socket.told('a').length === 1);
  await sleeps('2026-01-17');
  await until(() => socket.told('a').length === 2);
  expect(socket.told('a')[0]).toEqual({
    kind: 'LOGGED',
    cursor: night,
    record: { day: '2026-01-16', sleepSeconds: 25_200 },
  });
  expect(socket.ending()).toBeUndefined();
});

test('an event waits for its record when that cannot be read at first', async () => {
  const { bob, socket, sleeps } = await couple();
  await sleeps('2026-01-16');
  const [share] = await wholeLog(bob);
  await whileAway('sleep_days', async () => {
    socket.follows('a', share, following);
    await sleep(700);
    expect(socket.told('a')).toEqual([]);
  });
  await until(() => socket.told('a').length === 1);
  expect(socket.told('a')[0]).toMatchObject({ record: { day: '2026-01-16', sleepSeconds: 25_200 } });
});

test('whoever comes while nobody can say whether their token holds is asked to try again', async () => {
  const { token } = await person(gateway);
  await whileAway('access_tokens', async () => {
    const socket = await rawSocket(gateway.url);
    socket.say({ type: 'connection_init', payload: { authorization: `Bearer ${token}` } });
    expect(await socket.closed).toEqual({ code: 1013, reason: 'Try again later' });
  });
});
