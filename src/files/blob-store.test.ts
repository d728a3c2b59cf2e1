import { createHash } from 'node:crypto';
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { folderBlobStore } from './blob-store.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vitalgate-blobs-'));
});
afterAll(() => rm(folder, { recursive: true }));

const bytes = Buffer.from('a made-up file');
const hash = createHash('sha256').update(bytes).digest('hex');

test('what was put is read back, by its owner only', async () => {
  const store = folderBlobStore(folder);
  await store.put('ann', hash, bytes);
  expect(await buffer(await store.read('ann', hash))).toEqual(bytes);
  await expect(store.read('bob', hash)).rejects.toMatchObject({ code: 'NOT_FOUND' });
});

test('the same bytes may be put twice at once, and leave no other file', async () => {
  const store = folderBlobStore(folder);
  await Promise.all([store.put('cem', hash, bytes), store.put('cem', hash, bytes)]);
  expect(await readdir(join(folder, 'cem', hash.slice(0, 2)))).toEqual([hash]);
});

test('files are for this user only', async () => {
  await folderBlobStore(folder).put('dee', hash, bytes);
  const { mode } = await stat(join(folder, 'dee', hash.slice(0, 2), hash));
  expect(mode & 0o777).toBe(0o600);
});

test('what was removed is gone, and removing it again is no error', async () => {
  const store = folderBlobStore(folder);
  await store.put('eve', hash, bytes);
  await store.remove('eve', hash);
  await store.remove('eve', hash);
  await expect(store.read('eve', hash)).rejects.toMatchObject({ code: 'NOT_FOUND' });
});

test('all that an owner keeps goes at once, and nothing of others', async () => {
  const store = folderBlobStore(folder);
  await store.put('fay', hash, bytes);
  await store.put('gil', hash, bytes);
  await store.removeAll('fay');
  await expect(store.read('fay', hash)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  expect(await buffer(await store.read('gil', hash))).toEqual(bytes);
});

test('a name that could lead out of the folder is refused', async () => {
  const store = folderBlobStore(folder);
  await expect((async () => store.put('../ann', hash, bytes))()).rejects.toThrow(TypeError);
  await expect((async () => store.read('ann', '../../etc/passwd'))()).rejects.toThrow(TypeError);
});
