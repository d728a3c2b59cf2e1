import type { FastifyBaseLogger } from 'fastify';
import { bearerCheck, type BearerCheck } from '../accounts/bearer.ts';
import { limitsOn, type Limits } from '../accounts/limits.ts';
import { tokenChanges } from '../accounts/token-changes.ts';
import { liveTokens } from '../accounts/tokens.service.ts';
import type { FileShelf } from '../activities/import-recording.ts';
import { folderBlobStore } from '../files/blob-store.ts';
import { createRecordingCodec } from '../files/codec-pool.ts';
import type { Config } from '../platform/config.ts';
import { listen } from '../platform/database/listener.ts';
import type { Doorbell, ReadNotes } from '../platform/context.ts';
import { closeOrm, openOrm, type Orm } from '../platform/database/orm.ts';
import { gatherReadNotes } from '../sharing/access-log.ts';
import { serverSecrets, type ServerSecrets } from '../platform/server-secrets.ts';
import { pictureAddresses, type PictureAddresses } from '../sharing/picture-address.ts';
import { newNotifications } from '../sharing/notify-viewers.ts';
import { Connections } from '../live/connections.ts';
import { databaseDoorbell, redisDoorbell } from '../live/doorbells.ts';
import { Hub } from '../live/hub.ts';
import { logsIn } from '../live/logs.ts';
import { pollRegularly, ringAll } from '../live/ringing.ts';
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
  hub: Hub;
  connections: Connections;
  doorbell: Doorbell;
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
  parts.defer(() => closeOrm(orm));
  const codec = createRecordingCodec();
  parts.defer(() => codec.close());
  const limits = limitsOn(await orm.em.getConnection().getNativeClient(), config);
  let isListening = false;
  const bearer = bearerCheck(
    () => orm.em.fork(),
    limits,
    () => isListening,
  );
  const hub = new Hub(
    logsIn(() => orm.em.fork()),
    (error) => log.error({ err: error }, 'notifications could not be read; they are read with the next'),
  );
  parts.defer(() => hub.close());
  const polling = pollRegularly(hub, (error) => log.warn({ err: error }, 'new notifications could not be looked for'));
  parts.defer(() => polling.stop());
  const redis =
    config.redisUrl === undefined
      ? undefined
      : redisDoorbell(orm, config.redisUrl, {
          heard: (rings) => ringAll(hub, rings),
          listening: polling.now,
          away: (error) =>
            log.warn({ err: error }, 'Redis is away; until it is back notifications come some seconds later'),
        });
  parts.defer(() => redis?.close());
  const connections = new Connections({
    stillLive: (tokenIds) => liveTokens(orm.em.fork(), tokenIds, new Date()),
    hearsOfEnds: () => isListening,
    failed: (error) => log.error({ err: error }, 'the tokens of live connections could not be looked at'),
  });
  parts.defer(() => connections.close());
  const tokensChanged = () => {
    bearer.forget();
    connections.tokensChanged();
  };
  const listener = await listen(databaseUrl, {
    heard: { [tokenChanges]: tokensChanged, [newNotifications]: (payload) => ringAll(hub, payload) },
    listening() {
      tokensChanged();
      isListening = true;
      polling.now();
    },
    deaf(error) {
      isListening = false;
      tokensChanged();
      log.warn(
        { err: error },
        'the connection that hears of revocations and notifications is lost; until it is back no token is remembered',
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
    hub,
    connections,
    doorbell: redis ?? databaseDoorbell,
    publicUrl,
    close: () => held.disposeAsync(),
  };
}
