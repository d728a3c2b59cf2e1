import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

/** What the gateway's process says of itself since the last time it was asked. */
export interface Load {
  /** Event-loop delay in milliseconds, beyond the sampling interval. */
  p99Ms: number;
  maxMs: number;
  /** The highest resident set size, worker threads included. */
  peakMegabytes: number;
}

export interface MeasuredGateway {
  url: string;
  token: string;
  dataDir: string;
  pid: number;
  load: () => Promise<Load>;
  stop: () => Promise<void>;
}

/** A real gateway in a process of its own, on an embedded database in a folder of its own, that reports its load. */
export async function startMeasuredGateway(settings: Record<string, string> = {}): Promise<MeasuredGateway> {
  const dataDir = await mkdtemp(join(tmpdir(), 'vitalgate-bench-'));
  const child = fork(resolve('bench/measured-gateway.ts'), {
    env: { ...process.env, DATA_DIR: dataDir, PORT: '0', LOG_LEVEL: 'warn', ...settings },
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  });
  let greeting = '';
  child.stdout?.setEncoding('utf8').on('data', (text: string) => (greeting += text));
  await once(child, 'message');
  const [, url, token] = /GraphQL +(http:\S+)\/graphql[^]*?(vg_pt_[\w-]+)/.exec(greeting) ?? [];
  if (!url || !token) throw new Error(`the gateway did not greet: ${greeting}`);
  return {
    url,
    token,
    dataDir,
    pid: child.pid as number,
    load: async () => {
      const answer = once(child, 'message');
      child.send('load');
      return (await answer)[0] as Load;
    },
    stop: async () => {
      child.send('stop');
      await once(child, 'exit');
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
