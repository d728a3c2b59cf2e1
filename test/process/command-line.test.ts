import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, test } from 'vitest';
import { makeDataFolder, runningServer, testDataFolder } from '../database/data-folder.ts';
import { ask, run, startGateway, type Ended } from './program.ts';

let folder: string;
beforeAll(async () => {
  const { folder: made, remove } = await makeDataFolder();
  folder = made;
  return remove;
});

const vitalgate = (args: string[], input?: string): Promise<Ended> => run(args, { DATA_DIR: folder }, input);

/** What a command that must succeed prints with --json. */
async function json<Facts>(...args: string[]): Promise<Facts> {
  const { code, stdout, stderr } = await vitalgate([...args, '--json']);
  expect([code, stderr]).toEqual([0, '']);
  expect(stdout.trim().split('\n')).toHaveLength(1);
  return JSON.parse(stdout) as Facts;
}

describe('while no gateway runs', () => {
  test('a person, a client and tokens are made on the embedded database, which is stopped again', async () => {
    expect(await json('migrate')).toEqual({ migrated: true });
    const ann = await json('user', 'add', 'Ann@x.example', '--name', 'Ann', '--password', 'long enough!', '--admin');
    expect(ann).toEqual({ id: expect.stringMatching(/^usr_/), number: expect.any(Number), email: 'Ann@x.example' });
    const client = await json('client', 'add', '--name', 'App', '--scope', 'activities:read', '--id', 'app');
    expect(client).toEqual({ clientId: 'app', clientSecret: expect.stringMatching(/^vg_cs_/) });
    const open = ['client', 'add', '--name', 'Open', '--scope', 'activities:read', '--public'];
    expect(await json(...open, '--profile', 'sporttracks', '--redirect-uri', 'https://x.example/back')).toEqual({
      clientId: expect.stringMatching(/^vg_cl_/),
      clientSecret: null,
    });
    const issued = await json('token', 'issue', 'ann@X.example', '--scope', 'activities:read', '--client', 'app');
    expect(issued).toEqual({
      id: expect.stringMatching(/^tok_/),
      token: expect.stringMatching(/^vg_pt_/),
      scopes: ['activities:read'],
      expiresAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
    });
    expect(await runningServer(folder)).toBeUndefined();
  });

  test('for people the facts come as lines, and a password may come on standard input', async () => {
    const { code, stdout } = await vitalgate(['user', 'add', 'bob@x.example', '--name', 'Bob'], 'long enough too\n');
    expect(code).toBe(0);
    expect(stdout).toMatch(/^id {6}usr_\w+\nnumber {2}\d+\nemail {3}bob@x.example\n$/);
  });

  test.each([
    [
      'an e-mail that is taken',
      ['user', 'add', 'ANN@x.example', '--name', 'A', '--password', 'long enough!'],
      /e-mail/,
    ],
    ['no e-mail', ['user', 'add', 'ann', '--name', 'A', '--password', 'long enough!'], /^email: must be/],
    ['a short password', ['user', 'add', 'c@x.example', '--name', 'C', '--password', 'short'], /^password: must have/],
    ['an empty standard input', ['user', 'add', 'c@x.example', '--name', 'C'], /^password: must have at least 10/],
    [
      'no such zone',
      ['user', 'add', 'c@x.example', '--name', 'C', '--password', '0123456789', '--timezone', 'X'],
      /^timezone/,
    ],
    ['an unknown scope', ['token', 'issue', 'ann@x.example', '--scope', 'all'], /^scopes: has no scope called all/],
    [
      'a scope that the client lacks',
      ['token', 'issue', 'ann@x.example', '--scope', 'sleep:read', '--client', 'app'],
      /sleep/,
    ],
    ['an unknown client', ['token', 'issue', 'ann@x.example', '--scope', 'sleep:read', '--client', 'none'], /^client/],
    ['nobody', ['token', 'issue', 'none@x.example', '--scope', 'sleep:read'], /none@x.example was not found/],
    ['no time', ['token', 'issue', 'ann@x.example', '--scope', 'sleep:read', '--expires', 'soon'], /^expires must be/],
    ['an unknown token', ['token', 'revoke', 'vg_pt_nothing'], /not found/],
    ['account:manage for a client', ['client', 'add', '--name', 'A', '--scope', 'account:manage'], /account:manage/],
    ['a client id that is taken', ['client', 'add', '--name', 'A', '--scope', 'sleep:read', '--id', 'app'], /exists/],
    ['an unknown profile', ['client', 'add', '--name', 'A', '--scope', 'sleep:read', '--profile', 'x'], /profile/],
    ['an unknown command', ['user', 'remove'], /unknown command/],
    ['a missing option', ['token', 'issue', 'ann@x.example'], /--scope/],
  ])('%s is an error on standard error, with exit code 1', async (_what, args, complaint) => {
    const { code, stdout, stderr } = await vitalgate(args);
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(complaint);
    expect(stderr).not.toMatch(/^\s+at /m);
  });
});

test('while the gateway runs, a token works as soon as it is issued, and ends when it is revoked or the password changes', async () => {
  const gateway = await startGateway({ DATA_DIR: folder, DEMO: '0' });
  const issue = () => json<{ token: string }>('token', 'issue', 'ann@x.example', '--scope', 'profile:read');
  const [first, second] = [await issue(), await issue()];
  const nameOf = ({ token }: { token: string }) => ask(gateway.url, token, '{ viewer { name } }');
  expect(await nameOf(first)).toEqual({ viewer: { name: 'Ann' } });
  await json('token', 'revoke', first.token);
  await expect(nameOf(first)).rejects.toThrow('UNAUTHENTICATED');
  expect(await nameOf(second)).toEqual({ viewer: { name: 'Ann' } });
  await json('user', 'password', 'ann@x.example', '--password', 'another long one');
  await expect(nameOf(second)).rejects.toThrow('UNAUTHENTICATED');
});

test('in a folder without a database nothing is made, and it is said how', async () => {
  const DATA_DIR = await testDataFolder();
  const { code, stderr } = await run(['user', 'add', 'a@x.example', '--name', 'A', '--password', 'long enough!'], {
    DATA_DIR,
  });
  expect([code, stderr]).toEqual([1, expect.stringContaining(`There is no database in ${DATA_DIR}`)]);
});

test('npx runs it in the folder of the gateway', async () => {
  const DATA_DIR = await testDataFolder();
  const { stdout } = await promisify(execFile)('npx', ['vitalgate', '--help'], { env: { ...process.env, DATA_DIR } });
  expect(stdout).toContain('Usage: vitalgate');
});
