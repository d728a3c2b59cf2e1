import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { onTestFinished } from 'vitest';

const program = resolve('dist/src/server/cli/main.js');

/** What a program that has ended said and how it ended. */
export interface Ended {
  code: number | null;
  stdout: string;
  stderr: string;
}

export interface Running {
  child: ChildProcess;
  /** What it has said so far. */
  stdout: () => string;
  stderr: () => string;
  ended: Promise<Ended>;
}

/** Starts `vitalgate` in a process of its own, with the given settings and nothing else of this environment. */
export function start(args: readonly string[], settings: Record<string, string>, input = ''): Running {
  const { PATH = '', HOME = '' } = process.env;
  const child = spawn(process.execPath, [program, ...args], { env: { PATH, HOME, ...settings } });
  let [stdout, stderr] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  child.stdin.end(input);
  const ended = once(child, 'close').then(([code]) => ({ code: code as number | null, stdout, stderr }));
  onTestFinished(async () => {
    child.kill('SIGKILL');
    await ended;
  });
  return { child, stdout: () => stdout, stderr: () => stderr, ended };
}

/** Runs a command to its end. */
export const run = (args: readonly string[], settings: Record<string, string>, input?: string): Promise<Ended> =>
  start(args, settings, input).ended;

export interface RunningGateway extends Running {
  url: string;
  /** The tokens on its console. */
  tokens: string[];
}

/** Starts a gateway on a free port and waits until it greets. */
export async function startGateway(settings: Record<string, string>): Promise<RunningGateway> {
  const running = start(['serve'], { PORT: '0', ...settings });
  await new Promise<void>((greeted, failed) => {
    // The greeting ends with a command to try; the log may go on after it in the same breath.
    running.child.stdout?.on('data', () => /is ready[^]*(?:}'|samples:write")\n/.test(running.stdout()) && greeted());
    void running.ended.then(({ stdout, stderr }) => failed(new Error(`the gateway ended: ${stdout}${stderr}`)));
  });
  const url = /(http:\S+)\/graphql/.exec(running.stdout())?.[1] as string;
  return { ...running, url, tokens: running.stdout().match(/(?<=  )vg_pt_[\w-]+/g) ?? [] };
}

/** Asks a gateway for something by GraphQL. */
export async function ask<Data>(url: string, token: string, query: string): Promise<Data> {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify({ query }),
  });
  const { data, errors } = (await response.json()) as { data?: Data; errors?: unknown };
  if (!data || errors) throw new Error(JSON.stringify(errors));
  return data;
}

export const writeActivity = (title: string) => `mutation {
  createActivity(input: {
    sport: "running", title: "${title}", startedAt: "2026-03-01T07:00:00+01:00", durationSeconds: 60
  }) { activity { id } }
}`;
