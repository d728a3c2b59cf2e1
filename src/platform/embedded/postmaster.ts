import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { readFile, rename, rm, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** What PostgreSQL's own postmaster.pid says of a server. */
export interface Postmaster {
  pid: number;
  port: number;
}

const pidFile = (folder: string): string => join(folder, 'postmaster.pid');

/** The server that runs on the cluster in a folder, or ran when it was killed; `undefined` when it was stopped properly. */
export async function postmasterOf(folder: string): Promise<Postmaster | undefined> {
  const text = await readFile(pidFile(folder), 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
    return '';
  });
  const [pid = 0, , , port = 0] = text.split('\n').map(Number);
  // A negative number is a process of initdb's kind, which serves nobody.
  return pid > 0 && port > 0 ? { pid, port } : undefined;
}

/** Whether that process runs and is the server of the cluster in this folder: after a crash its number may belong to anyone. */
export async function isServing({ pid }: Postmaster, folder: string): Promise<boolean> {
  if (!isAlive(pid)) return false;
  if (process.platform === 'win32') return true;
  if (process.platform !== 'linux') {
    const { stdout } = await run('ps', ['-ww', '-o', 'command=', '-p', String(pid)]).catch(() => ({ stdout: '' }));
    return stdout.includes(folder);
  }
  // Empty for a process that has ended and was not yet reaped.
  const commandLine = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
  const [program = '', ...args] = commandLine.split('\0');
  if (basename(program) !== 'postgres') return false;
  if (args.includes(folder)) return true;
  // The folder may have been moved since, or be mounted twice. A process that keeps its folder to itself is left alone.
  const [there, here] = await Promise.all([stat(`/proc/${pid}/cwd`).catch(() => undefined), stat(folder)]);
  return !there || (there.ino === here.ino && there.dev === here.dev);
}

/** Whether a process of that number runs, ours or not. */
export function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/**
 * Takes away the postmaster.pid of a killed server whose number now belongs to another program, for which PostgreSQL would refuse
 * to start. That a second server never starts on the same cluster does not hang on this file: PostgreSQL also looks at its shared
 * memory.
 */
export async function removeStalePidFile(folder: string): Promise<void> {
  const stale = await postmasterOf(folder);
  if (!stale || !isAlive(stale.pid) || (await isServing(stale, folder))) return;
  const aside = join(folder, `postmaster.stale-${randomBytes(6).toString('hex')}`);
  try {
    await rename(pidFile(folder), aside);
  } catch (error) {
    // Another process has just done the same.
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw error;
  }
  const [taken] = (await readFile(aside, 'utf8')).split('\n');
  // Between looking and taking another process may have started the server: then the file is its, and goes back.
  if (Number(taken) === stale.pid) await rm(aside);
  else await rename(aside, pidFile(folder));
}
