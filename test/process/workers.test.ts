import { setTimeout as sleep } from 'node:timers/promises';
import { beforeAll, expect, test } from 'vitest';
import { until } from '../clients/live-client.ts';
import { makeDataFolder, runningServer, testDataFolder } from '../database/data-folder.ts';
import { liveDoors } from '../live/doors.ts';
import { ask, run, startGateway, writeActivity, type RunningGateway } from './program.ts';
import { addPerson, drinks, shares, wholeLog } from './told-people.ts';

const [[, bySocket]] = liveDoors;
const workers = 3;

interface LogLine {
  pid?: number;
  msg?: string;
}

/** The processes that answer for a gateway, as its log tells. */
function workersOf({ stdout }: RunningGateway): number[] {
  const lines = stdout().match(/^\{.*\}$/gm) ?? [];
  const alive = new Set<number>();
  for (const { pid = 0, msg } of lines.map((line) => JSON.parse(line) as LogLine)) {
    if (msg === 'a worker answers') alive.add(pid);
    if (msg?.startsWith('a worker ended')) alive.delete(pid);
  }
  return [...alive];
}

const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

async function eventually(holds: () => boolean): Promise<void> {
  for (const end = Date.now() + 20_000; !holds(); await sleep(50))
    if (Date.now() > end) throw new Error('It did not come.');
}

/** A gateway, when its log has told of all its processes, which may be after the greeting. */
async function startWorkers(DATA_DIR: string): Promise<RunningGateway> {
  const gateway = await startGateway({ DATA_DIR, DEMO: '0', WORKERS: String(workers) });
  await eventually(() => workersOf(gateway).length === workers);
  return gateway;
}

let folder: string;
beforeAll(async () => {
  const made = await makeDataFolder();
  folder = made.folder;
  return made.remove;
});

test('several processes answer behind one port: what one writes all read, and all tell of it, in the same order', async () => {
  const gateway = await startWorkers(folder);
  const [{ token: ann }, bob] = [await addPerson('ann', folder), await addPerson('bob', folder)];
  await shares(gateway.url, ann, bob.id);
  // Connections go to the processes in turn, so these are at all of them.
  const ears = await Promise.all(
    Array.from({ length: 2 * workers }, () => bySocket.follow(gateway.url, bob.token, null)),
  );
  await Promise.all(Array.from({ length: 12 }, () => drinks(gateway.url, ann)));
  await until(() => ears.every((ear) => ear.told().length === 12));
  const log = await wholeLog(gateway.url, bob.token);
  for (const ear of ears) expect(ear.told().map(({ cursor }) => cursor)).toEqual(log.slice(-12));
});

test('a process that dies is replaced; what it was telling goes on at another', async () => {
  const gateway = await startWorkers(folder);
  const [{ token: ann }, bob] = [await addPerson('cleo', folder), await addPerson('dan', folder)];
  await shares(gateway.url, ann, bob.id);
  const ears = await Promise.all(Array.from({ length: workers }, () => bySocket.follow(gateway.url, bob.token, null)));
  const before = workersOf(gateway);
  process.kill(before[0] as number, 'SIGKILL');
  await until(() => ears.filter((ear) => ear.ending() !== undefined).length === 1);
  // A connection that was kept to the dead process may fail once; nobody was there to write anything.
  await drinks(gateway.url, ann).catch(() => drinks(gateway.url, ann));
  await until(() => ears.filter((ear) => ear.told().length === 1).length === workers - 1);
  await eventually(() => workersOf(gateway).length === workers);
  const after = workersOf(gateway);
  expect(after.filter((pid) => before.includes(pid))).toEqual(before.slice(1));
});

test('SIGTERM ends all of them, each with its clients sent away, and last the database', async () => {
  const gateway = await startWorkers(folder);
  const bob = await addPerson('eve', folder);
  const ears = await Promise.all(Array.from({ length: workers }, () => bySocket.follow(gateway.url, bob.token, null)));
  const pids = workersOf(gateway);
  // Ctrl-C at a console reaches every process at once.
  for (const pid of [gateway.child.pid as number, ...pids]) process.kill(pid, 'SIGINT');
  expect(await gateway.ended).toMatchObject({ code: 0, stderr: '' });
  expect(ears.map((ear) => ear.ending())).toEqual([1001, 1001, 1001]);
  expect(pids.filter(isAlive)).toEqual([]);
  expect(await runningServer(folder)).toBeUndefined();
});

test('none outlives the first process, also not when that is killed', async () => {
  const gateway = await startWorkers(folder);
  const pids = workersOf(gateway);
  gateway.child.kill('SIGKILL');
  await eventually(() => !pids.some(isAlive));
  const next = await startWorkers(folder);
  const { token } = await addPerson('fay', folder);
  await expect(ask(next.url, token, writeActivity('x'))).rejects.toThrow('activities:write');
});

test('what is wrong with the port is said once', async () => {
  const gateway = await startWorkers(folder);
  const PORT = new URL(gateway.url).port;
  const other = await run(['serve'], { DATA_DIR: await testDataFolder(), PORT, WORKERS: '2' });
  expect(other.code).toBe(1);
  expect(other.stderr).toMatch(/^127\.0\.0\.1:\d+ is in use[^\n]*\n$/);
});
