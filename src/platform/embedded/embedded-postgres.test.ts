import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { beforeAll, describe, expect, test } from 'vitest';
import { makeDataFolder, query, testDataFolder, runningServer } from '../../../test/database/data-folder.ts';
import { ownEmbeddedDatabase, withEmbeddedDatabase, type EmbeddedDatabase } from './embedded-postgres.ts';
import { isAlive } from './postmaster.ts';

const keepRow = (url: string) => query(url, 'create table kept as select 1 as number');
const keptRows = (url: string) => query<{ number: number }>(url, 'select number from kept');

test('the first start makes a database, and the next one finds what was written', async () => {
  const folder = await testDataFolder();
  const first = await ownEmbeddedDatabase(folder);
  expect(first.isNew).toBe(true);
  await keepRow(first.url);
  await first.stop();
  const second = await ownEmbeddedDatabase(folder);
  expect(second.isNew).toBe(false);
  expect(await keptRows(second.url)).toEqual([{ number: 1 }]);
  await second.stop();
});

describe('while a gateway runs', () => {
  let folder: string;
  let gateway: EmbeddedDatabase;
  beforeAll(async () => {
    const made = await makeDataFolder();
    folder = made.folder;
    gateway = await ownEmbeddedDatabase(folder);
    return made.remove;
  });

  test('the server is set up alike on every machine, and only this machine reaches it, with the password', async () => {
    const { url } = gateway;
    const settings = await query<{ name: string; setting: string }>(
      url,
      `select name, setting from pg_settings where name in ('listen_addresses', 'unix_socket_directories', 'server_encoding',
       'data_checksums', 'password_encryption', 'TimeZone') order by name collate "C"`,
    );
    expect(Object.fromEntries(settings.map(({ name, setting }) => [name, setting]))).toEqual({
      TimeZone: 'UTC',
      data_checksums: 'on',
      listen_addresses: '127.0.0.1',
      password_encryption: 'scram-sha-256',
      server_encoding: 'UTF8',
      unix_socket_directories: '',
    });
    expect(await query(url, `select datlocprovider, datlocale from pg_database where datname = 'vitalgate'`)).toEqual([
      { datlocprovider: 'b', datlocale: 'C.UTF-8' },
    ]);
    await expect(query(url.replace(/:[^:@]+@/, ':wrong@'), 'select 1')).rejects.toThrow('password');
    const passwordFile = join(folder, 'postgres.password');
    expect((await stat(passwordFile)).mode & 0o777).toBe(0o600);
    expect(new URL(url).password).toBe(await readFile(passwordFile, 'utf8'));
  });

  test('a second gateway is refused by name of the folder, and the first goes on', async () => {
    await expect(ownEmbeddedDatabase(folder)).rejects.toThrow(`Another gateway is using ${folder}`);
    await keepRow(gateway.url);
    expect(await keptRows(gateway.url)).toHaveLength(1);
  });

  test('a command uses the running server and leaves it running', async () => {
    await withEmbeddedDatabase(folder, (url) => query(url, `comment on table kept is 'by a command'`));
    expect(await query(gateway.url, `select obj_description('kept'::regclass) as said`)).toEqual([
      { said: 'by a command' },
    ]);
  });

  test('nothing runs any more once it is stopped, however often', async () => {
    const { pid } = (await runningServer(folder)) as { pid: number };
    await gateway.stop();
    // An ended process keeps its number until this one has heard of its end.
    await expect.poll(() => isAlive(pid)).toBe(false);
    await expect(gateway.stop()).resolves.toBeUndefined();
  });
});

test('of two first starts at once one owns the database', async () => {
  const folder = await testDataFolder();
  const starts = await Promise.allSettled([ownEmbeddedDatabase(folder), ownEmbeddedDatabase(folder)]);
  const [owner] = starts.flatMap((start) => (start.status === 'fulfilled' ? [start.value] : []));
  expect(starts.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  await keepRow(owner?.url ?? '');
  await owner?.stop();
});

describe('while no gateway runs', () => {
  let folder: string;
  beforeAll(async () => {
    const made = await makeDataFolder();
    folder = made.folder;
    await withEmbeddedDatabase(folder, keepRow);
    return made.remove;
  });

  test('a command runs the server for itself, also when it fails', async () => {
    expect(await runningServer(folder)).toBeUndefined();
    await expect(withEmbeddedDatabase(folder, () => Promise.reject(new Error('no such user')))).rejects.toThrow(
      'no such user',
    );
    expect(await runningServer(folder)).toBeUndefined();
    expect(await withEmbeddedDatabase(folder, keptRows)).toHaveLength(1);
  });

  test('of two commands at once the last one ends the server', async () => {
    const short = Promise.withResolvers<void>();
    const [, rows] = await Promise.all([
      withEmbeddedDatabase(folder, keptRows).then(() => short.resolve()),
      withEmbeddedDatabase(folder, async (url) => {
        await short.promise;
        return keptRows(url);
      }),
    ]);
    expect(rows).toHaveLength(1);
    expect(await runningServer(folder)).toBeUndefined();
  });

  test('a gateway that starts while a command runs keeps the server', async () => {
    const gateway = await withEmbeddedDatabase(folder, () => ownEmbeddedDatabase(folder));
    expect(await keptRows(gateway.url)).toHaveLength(1);
    await gateway.stop();
  });

  test('a gateway that starts while another one is stopping comes after it', async () => {
    const first = await ownEmbeddedDatabase(folder);
    const starting = ownEmbeddedDatabase(folder);
    await sleep(200);
    await first.stop();
    const second = await starting;
    expect(await keptRows(second.url)).toHaveLength(1);
    await second.stop();
  });

  test('a gateway is told when its server dies', async () => {
    const { exited, stop } = await ownEmbeddedDatabase(folder);
    process.kill((await runningServer(folder))?.pid ?? 0, 'SIGKILL');
    await expect(exited).resolves.toBeUndefined();
    await expect(stop()).resolves.toBeUndefined();
  });
});
