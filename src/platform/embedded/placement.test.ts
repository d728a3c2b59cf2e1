import { lstat, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { clusterOf, testDataFolder, query } from '../../../test/database/data-folder.ts';
import { ownEmbeddedDatabase } from './embedded-postgres.ts';

const isRoot = process.getuid?.() === 0;
const unreachable = 0o700;

test('a folder that only its owner can enter serves: where root runs the gateway, the cluster lies elsewhere', async () => {
  const folder = await testDataFolder(unreachable);
  const lines: string[] = [];
  const first = await ownEmbeddedDatabase(folder, (line) => lines.push(line));
  await query(first.url, 'create table kept as select 1 as number');
  await first.stop();
  const cluster = await clusterOf(folder);
  expect(dirname(cluster)).toBe(isRoot ? '/var/lib/vitalgate' : folder);
  expect((await lstat(join(folder, 'postgres'))).isSymbolicLink()).toBe(isRoot);
  expect(lines.filter((line) => line.includes(cluster))).toHaveLength(isRoot ? 1 : 0);
  const second = await ownEmbeddedDatabase(folder);
  expect(second.isNew).toBe(false);
  expect(await query(second.url, 'select number from kept')).toEqual([{ number: 1 }]);
  await second.stop();
});

test('whoever deletes the data folder starts anew', async () => {
  const folder = await testDataFolder(unreachable);
  await (await ownEmbeddedDatabase(folder)).stop();
  const old = await clusterOf(folder);
  await rm(folder, { recursive: true });
  const next = await ownEmbeddedDatabase(folder);
  expect(next.isNew).toBe(true);
  await next.stop();
  await rm(isRoot ? old : join(folder, 'none'), { recursive: true, force: true });
});

test('a data folder can be moved with its database', async () => {
  const folder = await testDataFolder(unreachable);
  await (await ownEmbeddedDatabase(folder)).stop();
  const moved = `${folder}-moved`;
  await rename(folder, moved);
  const next = await ownEmbeddedDatabase(moved);
  expect(next.isNew).toBe(false);
  await next.stop();
  await rename(moved, folder);
});

test('a data folder that cannot be made is named', async () => {
  const file = join(await testDataFolder(), 'a file');
  await writeFile(file, '');
  await expect(ownEmbeddedDatabase(file)).rejects.toThrow(`The data folder ${file} cannot be used`);
});

test('a link to a database that is gone is not silently replaced by an empty one', async () => {
  const folder = await testDataFolder();
  await symlink(join(folder, 'gone'), join(folder, 'postgres'));
  await expect(ownEmbeddedDatabase(folder)).rejects.toThrow('put it back, or delete the link');
});
