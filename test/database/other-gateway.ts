import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/** Another gateway, in a process of its own that can be killed. */
export interface OtherGateway {
  /** Resolves when it has committed that many rows to the table `kept`. */
  committed: (rows: number) => Promise<void>;
  /** Kills it as `kill -9` does; resolves with the number of the last row that it is known to have committed. */
  kill: () => Promise<number>;
}

export function startOtherGateway(dataDir: string): OtherGateway {
  const script = fileURLToPath(new URL('owner-process.ts', import.meta.url));
  const child = spawn(process.execPath, [script, dataDir], { stdio: ['ignore', 'pipe', 'inherit'] });
  const lines = createInterface({ input: child.stdout });
  const closed = once(lines, 'close');
  let last = 0;
  lines.on('line', (line) => (last = Number(line)));
  return {
    committed: (rows) =>
      new Promise((resolve, reject) => {
        let seen = 0;
        lines.on('line', () => (++seen === rows ? resolve() : undefined));
        lines.once('close', () => reject(new Error('the other gateway ended by itself')));
      }),
    kill: async () => {
      child.kill('SIGKILL');
      await closed;
      return last;
    },
  };
}
