import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { residentMegabytes } from '../contender.ts';
import type { Job, Round } from '../job.ts';
import type { Sent } from '../load.ts';
import { query } from './activities.ts';

const idleMs = 5000;
const patienceMs = 60_000;

/** From a program's start to its first answer, and what it holds after some idle seconds. */
async function startOnce(
  program: string,
  argsOf: (port: string) => string[],
  env: NodeJS.ProcessEnv,
  sent: Sent,
): Promise<Round> {
  const port = await freePort();
  const begun = performance.now();
  const child = spawn(process.execPath, [program, ...argsOf(port)], {
    env: { ...process.env, NODE_ENV: 'production', GRAPHILE_ENV: 'production', LOG_LEVEL: 'warn', PORT: port, ...env },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  try {
    while (!(await answers(port, sent))) {
      if (child.exitCode !== null || performance.now() - begun > patienceMs)
        throw new Error(`${program} does not answer`);
      await sleep(5);
    }
    const milliseconds = performance.now() - begun;
    await sleep(idleMs);
    const idle = await residentMegabytes(child.pid as number);
    return { perSecond: 1000 / milliseconds, figures: { 'ms to the first answer': milliseconds, 'idle MB': idle } };
  } finally {
    const ended = once(child, 'exit');
    if (child.exitCode === null && child.kill()) await ended;
  }
}

async function answers(port: string, { method, path, headers, body }: Sent): Promise<boolean> {
  try {
    const response = await fetch(`http://127.0.0.1:${port}${path}`, { method, headers, body: body as string });
    return response.status === 200 && (await response.text()).includes('"Person 1"');
  } catch (error) {
    // It does not listen yet.
    if ((error as Error).cause) return false;
    throw error;
  }
}

async function freePort(): Promise<string> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return String(port);
}

const root = join(import.meta.dirname, '../..');
const gateway = join(root, 'dist/src/server/cli/main.js');
const postgraphile = join(root, 'bench/node_modules/postgraphile/dist/cli-run.js');

/** Both by their own commands, as they come. PostGraphile checks no token then. */
export const start: Job = {
  title: 'Start: from the command to the first answer, on the same database',
  unit: 'starts/s',
  ratios: () => [
    { of: 'gateway', against: 'postgraphile' },
    { of: 'gateway', against: 'postgraphile', figure: 'idle MB' },
  ],
  async prepare({ databaseUrl }) {
    const serve = () =>
      startOnce(gateway, () => ['serve'], { DATABASE_URL: databaseUrl }, query(1, '{ viewer { name } }'));
    const cli = (port: string) => [
      '-P',
      'postgraphile/presets/amber',
      '-c',
      databaseUrl,
      '-s',
      'public',
      '-n',
      '127.0.0.1',
      '-p',
      port,
    ];
    const first = query(1, '{ allUsers(condition: { number: 1 }) { nodes { name } } }');
    return {
      entrants: [
        { name: 'gateway', round: serve },
        { name: 'postgraphile', round: () => startOnce(postgraphile, cli, {}, first) },
      ],
      async [Symbol.asyncDispose]() {},
    };
  },
};
