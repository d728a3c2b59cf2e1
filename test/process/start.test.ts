import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, inject, onTestFinished, test, vi } from 'vitest';
import { query, runningServer, testDataFolder } from '../database/data-folder.ts';
import { createTestDatabase } from '../database/test-database.ts';
import { ask, run, startGateway, writeActivity } from './program.ts';

const shell = promisify(execFile);

test('a first start greets with addresses, a token for each demo person, and a curl that works; history comes after', async () => {
  const gateway = await startGateway({ DATA_DIR: await testDataFolder() });
  expect(gateway.tokens).toHaveLength(2);
  const curl = gateway.stdout().slice(gateway.stdout().indexOf('  curl -s'));
  const { stdout } = await shell('bash', ['-c', curl.slice(0, curl.indexOf("}'\n") + 2)]);
  expect(JSON.parse(stdout)).toMatchObject({ data: { viewer: { name: 'Ann Demo' } } });
  for (const token of gateway.tokens) await demoPast(gateway.url, token);
  expect((await fetch(`${gateway.url}/health/ready`)).status).toBe(200);
}, 150_000);

interface Past {
  viewer: {
    health: {
      activities: { totalCount: number };
      nutritionDays: { totalCount: number };
      days: { steps: { value: number }; sleepSeconds: { value: number }; restingHeartRate: { value: number } }[];
      series: { average: number[] };
    };
  };
}

/** Waits for the half year of a demo person, and looks whether a body could have lived it. */
async function demoPast(url: string, token: string): Promise<void> {
  const day = (age: number) => new Date(Date.now() - age * 86_400_000).toISOString();
  const query = `{ viewer { health {
    activities { totalCount }
    nutritionDays { totalCount }
    days(from: "${day(170).slice(0, 10)}", to: "${day(3).slice(0, 10)}") {
      steps { value } sleepSeconds { value } restingHeartRate { value }
    }
    series(metric: HEART_RATE, bucket: HOUR, from: "${day(170)}", to: "${day(3)}") { average }
  } } }`;
  const past = () => ask<Past>(url, token, query).then(({ viewer }) => viewer.health);
  await vi.waitUntil(async () => (await past()).nutritionDays.totalCount === 180, { timeout: 120_000, interval: 500 });
  const { activities, days, series } = await past();
  expect(activities.totalCount).toBeGreaterThan(90);
  expect(days.every(({ steps }) => steps.value > 1500 && steps.value < 40_000)).toBe(true);
  expect(days.every(({ sleepSeconds }) => sleepSeconds.value > 4 * 3600 && sleepSeconds.value < 11 * 3600)).toBe(true);
  expect(days.every(({ restingHeartRate }) => restingHeartRate.value > 40 && restingHeartRate.value < 70)).toBe(true);
  expect(series.average.length).toBeGreaterThan(166 * 24);
  expect(Math.min(...series.average)).toBeGreaterThan(40);
  expect(Math.max(...series.average)).toBeLessThan(175);
}

test('DEMO=0 makes nobody, and the console says how to make a person', async () => {
  const gateway = await startGateway({ DATA_DIR: await testDataFolder(), DEMO: '0' });
  expect(gateway.stdout()).not.toContain('Demo');
  expect(gateway.stdout()).toContain('npx vitalgate user add');
});

describe('a second gateway ends with an error and leaves the first unharmed', () => {
  test('on the same data folder, and on the same port', async () => {
    const folder = await testDataFolder();
    const first = await startGateway({ DATA_DIR: folder });
    const onFolder = await run(['serve'], { DATA_DIR: folder, PORT: '0' });
    expect(onFolder).toMatchObject({ code: 1, stdout: '' });
    expect(onFolder.stderr).toBe(`Another gateway is using ${folder}. Stop it, or set DATA_DIR to another folder.\n`);
    const other = await testDataFolder();
    const onPort = await run(['serve'], { DATA_DIR: other, PORT: new URL(first.url).port });
    expect(onPort.code).toBe(1);
    expect(onPort.stderr).toMatch(/^127\.0\.0\.1:\d+ is in use: another gateway may be running\. Set PORT/);
    expect(await runningServer(other)).toBeUndefined();
    expect(await ask(first.url, first.tokens[0] as string, '{ viewer { name } }')).toEqual({
      viewer: { name: 'Ann Demo' },
    });
  });
});

test('after kill -9 the next start has everything that was answered', async () => {
  const DATA_DIR = await testDataFolder();
  const first = await startGateway({ DATA_DIR });
  await ask(first.url, first.tokens[1] as string, writeActivity('Just before the end'));
  first.child.kill('SIGKILL');
  await first.ended;
  const next = await startGateway({ DATA_DIR });
  const titles =
    '{ viewer { health { activities(filter: { to: "2026-03-01", from: "2026-03-01" }) { edges { node { title } } } } } }';
  expect(JSON.stringify(await ask(next.url, next.tokens[1] as string, titles))).toContain('Just before the end');
});

describe('with DATABASE_URL', () => {
  test('the gateway migrates that server and makes no demo', async () => {
    const [adminUrl, name] = [inject('adminUrl'), `empty_${process.pid}`];
    await query(adminUrl, `create database ${name}`);
    onTestFinished(() => query(adminUrl, `drop database ${name} with (force)`).then(() => undefined));
    const DATABASE_URL = adminUrl.replace(/[^/]+$/, name);
    const gateway = await startGateway({ DATABASE_URL, DATA_DIR: await testDataFolder() });
    expect(gateway.stdout()).not.toContain('Demo');
    const ready = await fetch(`${gateway.url}/health/ready`);
    expect([ready.status, await ready.json()]).toEqual([200, { status: 'ok' }]);
  });

  test('a server that is not there is a clear error without the password', async () => {
    const settings = { DATABASE_URL: 'postgres://me:secret@127.0.0.1:1/nowhere', PORT: '0' };
    for (const args of [['serve'], ['migrate'], ['user', 'password', 'a@b.example', '--password', 'long enough!']]) {
      expect(await run(args, settings)).toEqual({
        code: 1,
        stdout: '',
        stderr: 'DATABASE_URL: the server cannot be used: connect ECONNREFUSED 127.0.0.1:1.\n',
      });
    }
  });

  test('a gateway whose database lacks a migration, or is gone, is alive but not ready', async () => {
    const database = await createTestDatabase();
    const gateway = await startGateway({ DATABASE_URL: database.url, DATA_DIR: await testDataFolder() });
    const health = async (kind: string) => {
      const response = await fetch(`${gateway.url}/health/${kind}`);
      return [response.status, ((await response.json()) as { reason?: string }).reason];
    };
    await query(database.url, `delete from mikro_orm_migrations where name = '0002-activities'`);
    expect(await health('ready')).toEqual([503, 'missing migrations: 0002-activities']);
    await database.drop();
    expect(await health('ready')).toEqual([503, 'the database does not answer']);
    expect(await health('live')).toEqual([200, undefined]);
  });
});

test('all settings that are wrong are named at once, without their values', async () => {
  const { code, stderr } = await run(['serve'], {
    PORT: '70000',
    PUBLIC_URL: 'nonsense',
    TRUST_PROXY: 'yes',
    CORS_ORIGINS: 'https://a.example/path',
    LOG_LEVEL: 'loud',
    DATABASE_URL: 'mysql://me:secret@h/x',
    DEMO: 'maybe',
  });
  expect(code).toBe(1);
  const named = stderr.trim().split('\n');
  expect(named.map((line) => line.split(':')[0]).sort()).toEqual(
    ['CORS_ORIGINS', 'DATABASE_URL', 'DEMO', 'LOG_LEVEL', 'PORT', 'PUBLIC_URL', 'TRUST_PROXY'].sort(),
  );
  expect(stderr).not.toContain('secret');
});
