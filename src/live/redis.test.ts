import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { createClient } from '@redis/client';
import { afterAll, describe, expect, test } from 'vitest';
import { person, type TestPerson } from '../../test/gateway/people.ts';
import { useGateway } from '../../test/gateway/test-gateway.ts';
import { write } from '../../test/gateway/records.ts';
import { listen } from '../../test/live/listener.ts';

const port = await freePort();
const url = `redis://127.0.0.1:${port}`;
let redis: ChildProcess | undefined;
const hasRedis = await startRedis();
if (!hasRedis) process.stderr.write('Left out: what Redis does, since there is no redis-server on this machine.\n');

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port: free } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return free;
}

/** @returns whether there is such a server */
async function startRedis(): Promise<boolean> {
  const started = spawn(
    'redis-server',
    ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'],
    {
      stdio: 'ignore',
    },
  );
  const failed = await Promise.race([once(started, 'error').then(() => true), sleep(300).then(() => false)]);
  if (failed) return false;
  redis = started;
  const client = createClient({ url });
  await client.connect();
  client.destroy();
  return true;
}

async function stopRedis(): Promise<void> {
  if (redis?.exitCode !== null) return;
  redis.kill('SIGKILL');
  await once(redis, 'exit');
}

afterAll(stopRedis);

describe.skipIf(!hasRedis)('with Redis', () => {
  const gateway = useGateway({ REDIS_URL: url });
  const notify = ['SLEEP'];
  const share = (from: TestPerson, to: TestPerson) =>
    write(from, 'createShare', { viewerNumber: to.number, notify }, 'share { id }');
  const sleeps = (who: TestPerson, day: string) =>
    write(who, 'recordSleepDay', { day, sleepSeconds: 25_200 }, 'created');

  test('another process hears at once, and while Redis is away a little later', { timeout: 60_000 }, async () => {
    const other = await gateway.another();
    const [ann, bob] = [await person(gateway), await person(gateway, { name: 'Bob' })];
    await share(ann, bob);
    const heard: string[] = [];
    const ears = createClient({ url });
    await ears.connect();
    await ears.subscribe('vitalgate_notifications', (ring) => heard.push(ring));
    const listener = await listen(other, bob.token);
    await sleep(200);
    await sleeps(ann, '2026-01-16');
    expect(await listener.until(1)).toMatchObject([{ kind: 'LOGGED', category: 'SLEEP' }]);
    expect(heard).toEqual([`${bob.id}:2`]);
    ears.destroy();

    await stopRedis();
    await sleeps(ann, '2026-01-17');
    expect(await listener.until(2)).toHaveLength(2);

    await startRedis();
    await sleeps(ann, '2026-01-18');
    expect(await listener.until(3)).toHaveLength(3);
    expect(listener.closed()).toBeUndefined();
    await listener.stop();
  });

  test('a transaction that fails rings for nobody', async () => {
    const [ann, bob] = [await person(gateway), await person(gateway, { name: 'Bob' })];
    await share(ann, bob);
    const listener = await listen(gateway.url, bob.token);
    await sleep(200);
    const bad = { day: '2026-01-16', sleepSeconds: 25_200, timeInBedSeconds: 10 };
    const { errors } = await ann.ask(
      'mutation ($input: RecordSleepDayInput!) { recordSleepDay(input: $input) { created } }',
      { input: bad },
    );
    expect(errors?.[0]?.extensions.code).toBe('BAD_USER_INPUT');
    await sleeps(ann, '2026-01-17');
    await listener.until(1);
    expect(listener.told).toHaveLength(1);
    await listener.stop();
  });
});
