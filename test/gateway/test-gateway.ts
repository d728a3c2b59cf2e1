import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import { loadConfig } from '../../src/platform/config.ts';
import type { RequestContext } from '../../src/platform/context.ts';
import type { Orm } from '../../src/platform/database/orm.ts';
import { openGateway } from '../../src/server/gateway.ts';
import { createLogger } from '../../src/server/http/logging.ts';
import { signedInContext } from '../../src/server/http/request-context.ts';
import { buildServer } from '../../src/server/http/server.ts';
import { createTestDatabase } from '../database/test-database.ts';
import { closeComparisons } from '../graphql/both-executors.ts';

export interface TestGateway {
  url: string;
  databaseUrl: string;
  orm: Orm;
  /** Every SQL statement since the last call, in order, but for the look at a token, which is remembered a while, and the notes of reads, written when a second is over. */
  statements: () => string[];
  /** What a request with this token gets, for tests of what no door shows. */
  signedIn: (token: string) => Promise<RequestContext>;
  /** How many clients listen to this process, and how many viewers' logs it follows for them. */
  live: () => { connections: number; followed: number };
  /** Another process of the same gateway: of the database it knows nothing but what it reads there. */
  another: () => Promise<string>;
}

/**
 * A real gateway on a database of its own, listening on a port of its own, for the tests of one file.
 * @param settings as in the environment
 */
export function useGateway(settings: Record<string, string> = {}): TestGateway {
  const gateway = {} as TestGateway;
  const release: (() => Promise<unknown>)[] = [];

  beforeAll(async () => {
    const database = await createTestDatabase();
    release.push(database.drop);
    const dataDir = await mkdtemp(join(tmpdir(), 'vitalgate-files-'));
    release.push(() => rm(dataDir, { recursive: true }));
    const config = loadConfig({
      DATA_DIR: dataDir,
      DATABASE_URL: database.url,
      LOG_LEVEL: 'fatal',
      PORT: '0',
      ...settings,
    });
    const start = async () => {
      const log = createLogger(config.logLevel);
      let url = '';
      const opened = await openGateway({
        config,
        databaseUrl: database.url,
        log,
        publicUrl: () => config.publicUrl ?? url,
        poolSize: 5,
      });
      release.push(opened.close);
      const app = await buildServer(opened, log);
      url = await app.listen({ host: '127.0.0.1', port: 0 });
      release.push(() => app.close());
      return { url, opened };
    };
    const { url, opened } = await start();
    const { orm } = opened;
    Object.assign(gateway, {
      url,
      databaseUrl: database.url,
      orm,
      statements: await listenToStatements(orm),
      signedIn: (token: string) => signedInContext(opened, 'GRAPHQL', `Bearer ${token}`),
      live: () => ({ connections: opened.connections.size, followed: opened.hub.size }),
      another: async () => (await start()).url,
    });
  });

  afterAll(async () => {
    await closeComparisons();
    for (const act of release.toReversed()) await act();
  });

  return gateway;
}

const besideRequests = ['from access_tokens t join users', 'insert into access_log'];

/** Counts at the driver, where every statement passes whoever built it. */
async function listenToStatements(orm: Orm): Promise<() => string[]> {
  let seen: string[] = [];
  const pool = await orm.em.getConnection().getNativeClient();
  pool.on('acquire', (client) => {
    const wire = client as unknown as { query: (...args: unknown[]) => unknown; watched?: true };
    if (wire.watched) return;
    wire.watched = true;
    const query = wire.query.bind(client);
    wire.query = (...args) => {
      const [first] = args;
      seen.push(typeof first === 'string' ? first : String((first as { text?: string }).text));
      return query(...args);
    };
  });
  return () => {
    const all = seen.filter((statement) => !besideRequests.some((part) => statement.includes(part)));
    seen = [];
    return all;
  };
}
