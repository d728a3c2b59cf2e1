import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A server in a process of its own. */
export interface Contender extends AsyncDisposable {
  name: string;
  url: string;
  residentMegabytes: () => Promise<number>;
  /** Tells the process something that is no request. */
  tell: (message: string) => void;
}

export async function residentMegabytes(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1024;
}

/** What a contender finds in its environment. What is measured is the gateway, not its limits. */
export const contenderEnv = (dataDir: string): NodeJS.ProcessEnv => ({
  ...process.env,
  NODE_ENV: 'production',
  GRAPHILE_ENV: 'production',
  DATA_DIR: dataDir,
  LOG_LEVEL: 'warn',
  REQUESTS_PER_MINUTE: '999999999',
});

/** A folder that is gone afterwards. */
export async function passingFolder(): Promise<AsyncDisposable & { path: string }> {
  const path = await mkdtemp(join(tmpdir(), 'vitalgate-bench-'));
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) };
}

/** Starts `contenders/<name>.ts` on a database and waits until it listens. */
export async function startContender(name: string, databaseUrl: string): Promise<Contender> {
  await using stack = new AsyncDisposableStack();
  const { path } = stack.use(await passingFolder());
  const child = fork(join(import.meta.dirname, 'contenders', `${name}.ts`), {
    env: { ...contenderEnv(path), DATABASE_URL: databaseUrl, PORT: '0' },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const ended = once(child, 'exit');
  stack.defer(async () => {
    child.kill();
    await ended;
  });
  const [told] = (await Promise.race([once(child, 'message'), ended])) as [{ url: string } | number | null];
  if (typeof told !== 'object' || told === null)
    throw new Error(`${name} ended with ${String(told)} before it listened`);
  const held = stack.move();
  return {
    name,
    url: told.url,
    residentMegabytes: () => residentMegabytes(child.pid as number),
    tell: (message) => void child.send(message),
    [Symbol.asyncDispose]: () => held.disposeAsync(),
  };
}

/** Starts some on one database, and ends those that stand when a later one fails. */
export async function startContenders(
  names: readonly string[],
  databaseUrl: string,
): Promise<AsyncDisposable & { of: (name: string) => Contender }> {
  await using stack = new AsyncDisposableStack();
  const started = new Map<string, Contender>();
  for (const name of names) started.set(name, stack.use(await startContender(name, databaseUrl)));
  const held = stack.move();
  return {
    of(name) {
      const contender = started.get(name);
      if (!contender) throw new Error(`${name} was not started`);
      return contender;
    },
    [Symbol.asyncDispose]: () => held.disposeAsync(),
  };
}
