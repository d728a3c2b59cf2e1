import { setTimeout as sleep } from 'node:timers/promises';
import { startGateway, type RunningGateway } from '../../process/program.ts';
import type { Postgres } from './postgres.ts';
import { freePort } from './ports.ts';

/** Gateway processes that share one database and one folder of files, each at an address that it has again after every crash. */
export interface Processes {
  urls: readonly string[];
  /** As the operating system does when memory runs out. */
  kill: (index: number) => Promise<void>;
  /** Starts it again, until it stands: its database may be away. */
  revive: (index: number) => Promise<void>;
  isUp: (index: number) => boolean;
  /** The last words of processes that ended though nobody killed them. */
  endedByThemselves: () => readonly string[];
}

const longestStartMs = 60_000;

export async function startProcesses(count: number, { url, dataDir }: Postgres): Promise<Processes> {
  const ports: number[] = [];
  for (let index = 0; index < count; index += 1) ports.push(await freePort());
  const running: (RunningGateway | undefined)[] = ports.map(() => undefined);
  const lastWords: string[] = [];

  async function start(index: number): Promise<void> {
    const gateway = await startGateway({
      DATABASE_URL: url,
      DATA_DIR: dataDir,
      PORT: String(ports[index]),
      LOG_LEVEL: 'error',
      REQUESTS_PER_MINUTE: '999999999',
    });
    running[index] = gateway;
    void watch(index, gateway);
  }

  async function watch(index: number, gateway: RunningGateway): Promise<void> {
    const { stdout, stderr } = await gateway.ended;
    if (running[index] !== gateway) return;
    running[index] = undefined;
    lastWords.push(`process ${index}: ${(stdout + stderr).slice(-2000)}`);
  }

  // One after the other, since the first one makes the tables.
  for (const index of ports.keys()) await start(index);
  return {
    urls: ports.map((port) => `http://127.0.0.1:${port}`),
    async kill(index) {
      const gateway = running[index];
      running[index] = undefined;
      gateway?.child.kill('SIGKILL');
      await gateway?.ended;
    },
    async revive(index) {
      for (const end = Date.now() + longestStartMs; ; await sleep(100)) {
        try {
          return await start(index);
        } catch (error) {
          if (Date.now() > end) throw error;
        }
      }
    },
    isUp: (index) => running[index] !== undefined,
    endedByThemselves: () => lastWords,
  };
}
