import { randomUUID } from 'node:crypto';
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
const [ann, bob] = [randomUUID(), randomUUID()];

test('what was put is read back, by its owner only', async () => {
  const [store, id] = [folderBlobStore(folder), randomUUID()];
  await store.put(ann, id, bytes);
  expect(await buffer(await store.read(ann, id))).toEqual(bytes);
  await expect(store.read(bob, id)).rejects.toMatchObject({ code: 'NOT_FOUND' });
});

test('writing twice at once is no error, and leaves no other file', async () => {
  const [store, owner, id] = [folderBlobStore(folder), randomUUID(), randomUUID()];
  await Promise.all([store.put(owner, id, bytes), store.put(owner, id, bytes)]);
  expect(await readdir(join(folder, owner))).toEqual([id]);
});

test('files are for this user only', async () => {
  const [store, id] = [folderBlobStore(folder), randomUUID()];
  await store.put(ann, id, bytes);
  expect((await stat(join(folder, ann, id))).mode & 0o777).toBe(0o600);
  expect((await stat(join(folder, ann))).mode & 0o777).toBe(0o700);
});

test('what was removed is gone, and removing it again is no error', async () => {
  const [store, id] = [folderBlobStore(folder), randomUUID()];
  await store.put(ann, id, bytes);
  await store.remove(ann, id);
  await store.remove(ann, id);
  await expect(store.read(ann, id)).rejects.toMatchObject({ code: 'NOT_FOUND' });
});

test('a name that could lead out of the folder is refused', async () => {
  const store = folderBlobStore(folder);
  await expect((async () => store.put('../ann', ann, bytes))()).rejects.toThrow(TypeError);
  await expect((async () => store.read(ann, '../../etc/passwd'))()).rejects.toThrow(TypeError);
});
