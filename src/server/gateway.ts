import type { FastifyBaseLogger } from 'fastify';
import { bearerCheck, type BearerCheck } from '../accounts/bearer.ts';
import { limitsOn, type Limits } from '../accounts/limits.ts';
import { tokenChanges } from '../accounts/token-changes.ts';
import type { FileShelf } from '../activities/import-recording.ts';
import { folderBlobStore } from '../files/blob-store.ts';
import { createRecordingCodec } from '../files/codec-pool.ts';
import type { Config } from '../platform/config.ts';
import { listen } from '../platform/database/listener.ts';
import type { ReadNotes } from '../platform/context.ts';
import { openOrm, type Orm } from '../platform/database/orm.ts';
import { gatherReadNotes } from '../sharing/access-log.ts';
import { serverSecrets, type ServerSecrets } from '../platform/server-secrets.ts';
import { pictureAddresses, type PictureAddresses } from '../sharing/picture-address.ts';
import { filesFolder } from './database.ts';
import { entities } from './entities.ts';
import { sweepRegularly } from './sweeping.ts';

/** What a running gateway is made of; routes take from it what they need. */
export interface Gateway {
  config: Config;
  orm: Orm;
  shelf: FileShelf;
  bearer: BearerCheck;
  limits: Limits;
  secrets: ServerSecrets;
  readNotes: ReadNotes;
  pictures: PictureAddresses;
  /** The address that clients use; known once the server listens. */
  publicUrl: () => string;
}

export interface GatewaySettings {
  config: Config;
  databaseUrl: string;
  log: FastifyBaseLogger;
  publicUrl: () => string;
  poolSize?: number;
}

/** Opens all that a gateway needs beside its HTTP server, in order, and undoes what stands when a later part fails. */
export async function openGateway({
  config,
  databaseUrl,
  log,
  publicUrl,
  poolSize,
}: GatewaySettings): Promise<Gateway & { close: () => Promise<void> }> {
  await using parts = new AsyncDisposableStack();
  const orm = await openOrm(databaseUrl, entities, poolSize);
  parts.defer(() => orm.close());
  const codec = createRecordingCodec();
  parts.defer(() => codec.close());
  const limits = limitsOn(await orm.em.getConnection().getNativeClient(), config);
  let isListening = false;
  const bearer = bearerCheck(
    () => orm.em.fork(),
    limits,
    () => isListening,
  );
  const listener = await listen(databaseUrl, tokenChanges, {
    heard: bearer.forget,
    listening() {
      bearer.forget();
      isListening = true;
    },
    deaf(error) {
      isListening = false;
      bearer.forget();
      log.warn(
        { err: error },
        'the connection that hears of revocations is lost; until it is back no token is remembered',
      );
    },
  });
  parts.defer(() => listener.close());
  const sweeping = sweepRegularly(orm, log);
  parts.defer(() => sweeping.stop());
  const readNotes = gatherReadNotes(
    () => orm.em.fork(),
    (error) => log.error({ err: error }, 'who read what could not be written; it is tried again'),
  );
  parts.defer(() => readNotes.close());
  const secrets = await serverSecrets(orm.em.fork(), new Date());
  const held = parts.move();
  return {
    config,
    orm,
    shelf: { codec, blobs: folderBlobStore(filesFolder(config)) },
    bearer,
    limits,
    secrets,
    readNotes,
    pictures: pictureAddresses(secrets.pictureKey, publicUrl),
    publicUrl,
    close: () => held.disposeAsync(),
  };
}
