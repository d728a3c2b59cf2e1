import { spawn } from 'node:child_process';
import { readdir, readFile, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { beforeAll, expect, onTestFinished, test } from 'vitest';
import { clusterOf, makeDataFolder, query, testDataFolder, runningServer } from '../../../test/database/data-folder.ts';
import { startOtherGateway } from '../../../test/database/other-gateway.ts';
import { ownEmbeddedDatabase, type EmbeddedDatabase } from './embedded-postgres.ts';

let shared: string;
beforeAll(async () => {
  const { folder, remove } = await makeDataFolder();
  shared = folder;
  return remove;
});

async function keptNumbers({ url }: EmbeddedDatabase): Promise<number[]> {
  const rows = await query<{ number: number }>(url, 'select number from kept order by number');
  return rows.map(({ number }) => number);
}

/** A gateway that was killed after it had committed rows; its server still runs. */
async function killedGateway(): Promise<{ committed: number; server: number }> {
  const other = startOtherGateway(shared);
  await other.committed(100);
  const committed = await other.kill();
  return { committed, server: (await runningServer(shared))?.pid as number };
}

test('after kill -9 of the gateway, the next one takes its server over', async () => {
  const { committed, server } = await killedGateway();
  const next = await ownEmbeddedDatabase(shared);
  expect((await runningServer(shared))?.pid).toBe(server);
  expect(await keptNumbers(next)).toContain(committed);
  await next.stop();
  expect(await runningServer(shared)).toBeUndefined();
});

test('after kill -9 of the gateway and of its server, nothing is lost', async () => {
  const { committed, server } = await killedGateway();
  process.kill(server, 'SIGKILL');
  const next = await ownEmbeddedDatabase(shared);
  expect(await keptNumbers(next)).toContain(committed);
  await next.stop();
});

test('a server that a killed gateway was just stopping is waited for', async () => {
  const { committed, server } = await killedGateway();
  const clients = await ownEmbeddedDatabase(shared).then(async ({ url }) => {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    return client;
  });
  // Waits for its clients to leave, and meanwhile lets nobody in.
  process.kill(server, 'SIGTERM');
  const starting = ownEmbeddedDatabase(shared);
  await sleep(300);
  await clients.end();
  await Promise.race([starting, sleep(200)]);
  process.kill(server, 'SIGINT');
  const next = await starting;
  expect((await runningServer(shared))?.pid).not.toBe(server);
  expect(await keptNumbers(next)).toContain(committed);
  await next.stop();
});

test('a postmaster.pid whose number now belongs to another program is no obstacle, and the program lives on', async () => {
  const { committed, server } = await killedGateway();
  process.kill(server, 'SIGKILL');
  const cluster = await clusterOf(shared);
  const { uid, gid } = await stat(cluster);
  const bystander = spawn('sleep', ['60'], { uid, gid, cwd: '/', stdio: 'ignore' });
  onTestFinished(() => void bystander.kill());
  const pidFile = join(cluster, 'postmaster.pid');
  await writeFile(pidFile, (await readFile(pidFile, 'utf8')).replace(/^\d+/, String(bystander.pid)));
  const next = await ownEmbeddedDatabase(shared);
  expect(await keptNumbers(next)).toContain(committed);
  await next.stop();
  expect(bystander.exitCode ?? bystander.signalCode).toBeNull();
});

test('an interrupted first start leaves nothing in the way, and what it left is cleared away', async () => {
  const folder = await testDataFolder();
  const drafts = async () => (await readdir(folder)).filter((name) => name.startsWith('postgres.new-'));
  const other = startOtherGateway(folder);
  while ((await drafts()).length === 0) await sleep(5);
  await other.kill();
  const [draft = ''] = await drafts();
  expect(await readdir(folder)).not.toContain('postgres');
  const next = await ownEmbeddedDatabase(folder);
  expect(next.isNew).toBe(true);
  await next.stop();
  expect(await drafts()).toEqual([draft]);
  const anHourAgo = Date.now() / 1000 - 3600;
  await utimes(join(folder, draft), anHourAgo, anHourAgo);
  await (await ownEmbeddedDatabase(folder)).stop();
  expect(await drafts()).toEqual([]);
});
