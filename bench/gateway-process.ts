import { execFile, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';

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
  pid: number;
  /** The one person who is there, and a token of theirs with all scopes that a client may get. */
  email: string;
  token: string;
  databaseUrl: string;
  load: () => Promise<Load>;
  stop: () => Promise<void>;
}

const email = 'bench@example.org';
const scopes = 'activities:read activities:write samples:read samples:write shares:read profile:read';
const program = resolve('dist/src/server/cli/main.js');

/** A real gateway in a process of its own, on an embedded database in a folder of its own, that reports its load. */
export async function startMeasuredGateway(): Promise<MeasuredGateway> {
  const dataDir = await mkdtemp(join(tmpdir(), 'vitalgate-bench-'));
  // What is measured is the gateway, not its limits.
  const env = {
    ...process.env,
    DATA_DIR: dataDir,
    PORT: '0',
    LOG_LEVEL: 'warn',
    DEMO: '0',
    REQUESTS_PER_MINUTE: '999999999',
  };
  const child = fork(resolve('bench/measured-gateway.ts'), { env, stdio: ['ignore', 'pipe', 'inherit', 'ipc'] });
  let greeting = '';
  child.stdout?.setEncoding('utf8').on('data', (text: string) => (greeting += text));
  await once(child, 'message');
  const [, url] = /GraphQL +(http:\S+)\/graphql/.exec(greeting) ?? [];
  if (!url) throw new Error(`the gateway did not greet: ${greeting}`);
  const vitalgate = async (...args: string[]) => {
    const { stdout } = await promisify(execFile)(process.execPath, [program, ...args, '--json'], { env });
    return JSON.parse(stdout) as { token: string };
  };
  await vitalgate(
    'user',
    'add',
    email,
    '--name',
    'Bench',
    '--password',
    'correct horse battery',
    '--timezone',
    'Europe/Berlin',
  );
  const { token } = await vitalgate('token', 'issue', email, '--scope', scopes);
  const password = await readFile(join(dataDir, 'postgres.password'), 'utf8');
  const [, , , port] = (await readFile(join(dataDir, 'postgres', 'postmaster.pid'), 'utf8')).split('\n');
  return {
    url,
    pid: child.pid as number,
    email,
    token,
    databaseUrl: `postgres://vitalgate:${password}@127.0.0.1:${port}/vitalgate`,
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
