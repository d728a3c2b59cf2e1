import { fork } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** A server in a process of its own. */
export interface Contender extends AsyncDisposable {
  name: string;
  url: string;
  residentMegabytes: () => Promise<number>;
}

export async function residentMegabytes(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1024;
}

/** Starts `contenders/<name>.ts` on a database and waits until it listens. */
export async function startContender(name: string, databaseUrl: string): Promise<Contender> {
  const child = fork(join(import.meta.dirname, 'contenders', `${name}.ts`), {
    env: {
      ...process.env,
      NODE_ENV: 'production',
      GRAPHILE_ENV: 'production',
      DATABASE_URL: databaseUrl,
      PORT: '0',
      LOG_LEVEL: 'warn',
      // What is measured is the gateway, not its limits.
      REQUESTS_PER_MINUTE: '999999999',
    },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const ended = once(child, 'exit');
  const [told] = (await Promise.race([once(child, 'message'), ended])) as [{ url: string } | number | null];
  if (typeof told !== 'object' || told === null)
    throw new Error(`${name} ended with ${String(told)} before it listened`);
  const pid = child.pid as number;
  return {
    name,
    url: told.url,
    residentMegabytes: () => residentMegabytes(pid),
    async [Symbol.asyncDispose]() {
      child.kill();
      await ended;
    },
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
