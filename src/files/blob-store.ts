import { randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import { notFound } from '../platform/errors.ts';

/** Keeps files as they were uploaded, by owner and SHA-256 of their bytes (lower-case hex). */
export interface BlobStore {
  /** Writes all or nothing; writing the same bytes twice is no error. */
  put(ownerId: string, sha256: string, bytes: Uint8Array): Promise<void>;
  /** @throws DomainError NOT_FOUND */
  read(ownerId: string, sha256: string): Promise<Readable>;
  /** Removes a blob; one that is not there is no error. */
  remove(ownerId: string, sha256: string): Promise<void>;
  /** Removes everything that an owner keeps. */
  removeAll(ownerId: string): Promise<void>;
}

/** Blobs in a folder: `<owner>/<first two digits>/<sha256>`, readable by this user only. */
export function folderBlobStore(folder: string): BlobStore {
  const ownerFolder = (ownerId: string) => join(folder, safeName(ownerId, /^[A-Za-z0-9_-]{1,100}$/));
  const pathOf = (ownerId: string, sha256: string) => {
    const name = safeName(sha256, /^[0-9a-f]{64}$/);
    return join(ownerFolder(ownerId), name.slice(0, 2), name);
  };
  return {
    put: (ownerId, sha256, bytes) => writeAtomically(pathOf(ownerId, sha256), bytes),
    async read(ownerId, sha256) {
      const stream = createReadStream(pathOf(ownerId, sha256));
      await new Promise<void>((resolve, reject) => {
        stream.once('open', () => resolve());
        stream.once('error', (error) =>
          reject('code' in error && error.code === 'ENOENT' ? notFound('The file') : error),
        );
      });
      return stream;
    },
    remove: (ownerId, sha256) => rm(pathOf(ownerId, sha256), { force: true }),
    removeAll: (ownerId) => rm(ownerFolder(ownerId), { recursive: true, force: true }),
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
function safeName(name: string, pattern: RegExp): string {
  if (!pattern.test(name)) throw new TypeError('a blob is named by an owner id and a SHA-256 in hex');
  return name;
}
