import { randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import { notFound } from '../platform/errors.ts';

/** Keeps files as they were uploaded, under the owner's id and an id that each upload gets anew. */
export interface BlobStore {
  /** Writes all or nothing, and is done when the bytes would survive a power cut. */
  put(ownerId: string, blobId: string, bytes: Uint8Array): Promise<void>;
  /** @throws DomainError NOT_FOUND */
  read(ownerId: string, blobId: string): Promise<Readable>;
  /** Removes a blob; one that is not there is no error. */
  remove(ownerId: string, blobId: string): Promise<void>;
}

/** Blobs in a folder: `<owner>/<blob>`, readable by this user only. */
export function folderBlobStore(folder: string): BlobStore {
  const pathOf = (ownerId: string, blobId: string) => join(folder, uuid(ownerId), uuid(blobId));
  return {
    put: (ownerId, blobId, bytes) => writeAtomically(pathOf(ownerId, blobId), bytes),
    async read(ownerId, blobId) {
      const stream = createReadStream(pathOf(ownerId, blobId));
      await new Promise<void>((resolve, reject) => {
        stream.once('open', () => resolve());
        stream.once('error', (error) =>
          reject('code' in error && error.code === 'ENOENT' ? notFound('The file') : error),
        );
      });
      return stream;
    },
    remove: (ownerId, blobId) => rm(pathOf(ownerId, blobId), { force: true }),
  };
}

/** A crash leaves the old file or the new one, never half of one: written beside, flushed, then renamed. */
async function writeAtomically(path: string, bytes: Uint8Array): Promise<void> {
  const folder = dirname(path);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const temporary = `${path}.${randomUUID()}.tmp`;
  try {
    const file = await open(temporary, 'wx', 0o600);
    try {
      await file.writeFile(bytes);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
    await flushFolder(folder);
    // The owner's folder may be new, and then its own name has to be safe too.
    await flushFolder(dirname(folder));
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}

/** The new name is safe on disk only once its folder is. */
async function flushFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return; // folders cannot be opened there
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Names come from our own database; one that could leave the folder is a mistake of ours. */
function uuid(name: string): string {
  if (!/^[0-9a-f-]{36}$/.test(name)) throw new TypeError('a blob is named by the UUIDs of its owner and itself');
  return name;
}
