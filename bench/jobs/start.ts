import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { contenderEnv, passingFolder, residentMegabytes } from '../contender.ts';
import { tokenOf } from '../data/shape.ts';
import type { Job, Round } from '../job.ts';
import { query } from './activities.ts';

const idleMs = 5000;
const patienceMs = 60_000;

interface Program {
  file: string;
  argsOf: (port: string) => string[];
  env?: NodeJS.ProcessEnv;
  /** The token to ask with, as far as the program has told it. */
  tokenIn: (said: string) => string | undefined;
  query: string;
}

/** From a program's start to its first answer, and what it holds after some idle seconds. */
async function startOnce({ file, argsOf, env, tokenIn, query: text }: Program): Promise<Round> {
  const port = await freePort();
  await using folder = await passingFolder();
  const begun = performance.now();
  const child = spawn(process.execPath, [file, ...argsOf(port)], {
    env: { ...contenderEnv(folder.path), PORT: port, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = '';
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => (said += chunk));
  const ended = once(child, 'exit');
  try {
    while (!(await answers(port, tokenIn(said), text))) {
      if (child.exitCode !== null || performance.now() - begun > patienceMs)
        throw new Error(`${file} does not answer: ${said}`);
      await sleep(5);
    }
    const milliseconds = performance.now() - begun;
    await sleep(idleMs);
    const idle = await residentMegabytes(child.pid as number);
    return { perSecond: 1000 / milliseconds, figures: { 'ms to the first answer': milliseconds, 'idle MB': idle } };
  } finally {
    child.kill();
    await ended;
  }
}

async function answers(port: string, token: string | undefined, text: string): Promise<boolean> {
  if (token === undefined) return false;
  const { method, path, headers, body } = query(1, text);
  try {
    const response = await fetch(`http://127.0.0.1:${port}${path}`, {
      method,
      headers: { ...headers, authorization: `Bearer ${token}` },
      body: body as string,
    });
    return response.status === 200 && (await response.text()).includes('"name":"');
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

/** All by their own commands, as they come. PostGraphile checks no token then. */
export const start: Job = {
  title: 'Start: from the command to the first answer',
  unit: 'starts/s',
  ratios: () => [
    { of: 'gateway', against: 'postgraphile' },
    { of: 'gateway', against: 'postgraphile', figure: 'idle MB' },
  ],
  async prepare({ whole }) {
    const databaseUrl = await whole();
    const serve = {
      file: join(root, 'dist/src/server/cli/main.js'),
      argsOf: () => ['serve'],
      query: '{ viewer { name } }',
    };
    const programs: Readonly<Record<string, Program>> = {
      gateway: { ...serve, env: { DATABASE_URL: databaseUrl }, tokenIn: () => tokenOf(1) },
      postgraphile: {
        file: join(root, 'bench/node_modules/postgraphile/dist/cli-run.js'),
        argsOf: (port) => [
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
        ],
        tokenIn: () => tokenOf(1),
        query: '{ allUsers(condition: { number: 1 }) { nodes { name } } }',
      },
      'gateway, in an empty folder, with a PostgreSQL and demo people of its own': {
        ...serve,
        tokenIn: (said) => /vg_pt_[\w-]+/.exec(said)?.[0],
      },
    };
    return {
      entrants: Object.entries(programs).map(([name, program]) => ({ name, round: () => startOnce(program) })),
      async [Symbol.asyncDispose]() {},
    };
  },
};
