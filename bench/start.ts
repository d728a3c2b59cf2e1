import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

// `npm start` to the first answer, on an empty data folder and again, and what the gateway's process holds when it idles.

const port = '4719';
const DATA_DIR = await mkdtemp(join(tmpdir(), 'vitalgate-bench-'));
const query = JSON.stringify({ query: '{ viewer { name } }' });

async function firstAnswer(command: string, args: string[], idleSeconds: number) {
  const start = performance.now();
  const child = spawn(command, args, {
    env: { ...process.env, DATA_DIR, PORT: port },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (said += text));
  for (;;) {
    const token = /vg_pt_[\w-]+/.exec(said)?.[0];
    const answer =
      token &&
      (await fetch(`http://127.0.0.1:${port}/graphql`, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        body: query,
      }));
    if (answer && answer.status === 200) break;
    if (child.exitCode !== null) throw new Error(`it ended: ${said}`);
    await sleep(10);
  }
  const seconds = (performance.now() - start) / 1000;
  await sleep(idleSeconds * 1000);
  // Below npm stands the gateway itself.
  const pid = command === 'npm' ? await childOf(child.pid as number) : (child.pid as number);
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  const megabytes = Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1024;
  child.kill('SIGTERM');
  await once(child, 'exit');
  return { seconds: Math.round(seconds * 100) / 100, 'idle MB': Math.round(megabytes) };
}

const childOf = async (pid: number): Promise<number> =>
  Number((await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8')).trim().split(' ')[0]);

try {
  const rows = [{ what: 'npm start, first', ...(await firstAnswer('npm', ['start'], 30)) }];
  const program = ['dist/src/server/cli/main.js', 'serve'];
  for (let round = 1; round <= 3; round += 1) {
    rows.push({ what: `npm start, later (${round})`, ...(await firstAnswer('npm', ['start'], 5)) });
    rows.push({ what: `the program alone (${round})`, ...(await firstAnswer(process.execPath, program, 5)) });
  }
  console.table(rows);
} finally {
  await rm(DATA_DIR, { recursive: true, force: true });
}
