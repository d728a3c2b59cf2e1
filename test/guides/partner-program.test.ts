import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { encodeFit } from '../../src/files/fit/encode.ts';
import { madeUpRecording } from '../../src/files/testing/made-up-recording.ts';
import { person, clientOf } from '../gateway/people.ts';
import { useGateway } from '../gateway/test-gateway.ts';
import { consents, partner, type Partner } from '../oauth/partner.ts';
import { visitor } from '../oauth/visitor.ts';

const gateway = useGateway();
const program = resolve('docs/examples/train-it-all-partner.mjs');

/** A folder with a FIT file, for one test. */
async function folderWithFit() {
  const folder = await mkdtemp(join(tmpdir(), 'vitalgate-partner-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const file = join(folder, 'Morning_Run.fit');
  await writeFile(file, encodeFit(madeUpRecording({ start: '2026-03-01T07:00:00Z', seconds: 600 })));
  return { folder, file, download: join(folder, 'back.fit'), tokenFile: join(folder, 'tokens.json') };
}

/** Starts the partner's program; it knows the gateway's address, and what its partner gave it. */
function start(args: readonly string[], settings: Record<string, string>) {
  const { PATH = '' } = process.env;
  const child = spawn(process.execPath, [program, ...args], { env: { PATH, BASE_URL: gateway.url, ...settings } });
  onTestFinished(() => void child.kill('SIGKILL'));
  let [stdout, stderr] = ['', ''];
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const ended = once(child, 'close').then(([code]) => ({ code: code as number, stdout, stderr }));
  /** The address that it asks to open. */
  const address = new Promise<string>((found, failed) => {
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
      const [url] = /http\S+\/oauth\/authorize\S+/.exec(stdout) ?? [];
      if (url) found(url);
    });
    void ended.then(() => failed(new Error(`it asked for nothing: ${stdout}${stderr}`)));
  });
  address.catch(() => {});
  return { ended, address };
}

const lines = (text: string) => text.trimEnd().split('\n');

test('with a token at hand it uploads, lists page by page and downloads the same bytes', async () => {
  const { token } = await clientOf(gateway, await person(gateway));
  const { file, download } = await folderWithFit();
  for (const day of [2, 3, 4, 5]) await createsActivity(token, `2026-02-0${day}T07:00:00Z`);
  const settings = { ACCESS_TOKEN: token, PER_PAGE: '2' };

  const first = await start([file, download], settings).ended;
  expect(first).toMatchObject({ code: 0, stderr: '' });
  expect(lines(first.stdout)).toEqual([
    expect.stringMatching(/^Uploaded as activity act_\w+$/),
    'Page 1: 2 activities',
    'Page 2: 2 activities',
    'Page 3: 1 activity',
    '5 activities, the newest first:',
    expect.stringMatching(/^ {2}act_\w+ {2}2026-03-01T07:00:00\.000Z {2}RUN +10 min {2}1\.8 km {2}Morning Run$/),
    ...[5, 4, 3, 2].map((day) => expect.stringContaining(`2026-02-0${day}T07:00:00.000Z`)),
    expect.stringMatching(/^Downloaded \d+ bytes to .+, the same as were uploaded$/),
  ]);
  expect((await readFile(download)).equals(await readFile(file))).toBe(true);

  const again = await start([file, download], settings).ended;
  expect(lines(again.stdout)[0]).toBe(lines(first.stdout)[0]?.replace('Uploaded as', 'Uploaded before, it is'));
  expect(again.stdout).toContain('5 activities');
});

test.each([
  { kind: 'with a secret', isPublic: false },
  { kind: 'without one', isPublic: true },
])('a person lets it in with the browser, and it does its work $kind', async ({ isPublic }) => {
  const ann = await person(gateway);
  const app = await partner(gateway, { isPublic, redirectUris: [await freeRedirectUri()] });
  const { file, download } = await folderWithFit();

  const running = start([file, download], settingsOf(app));
  const page = await visit(await running.address, ann.email);
  expect([page.status, await page.text()]).toEqual([200, 'Done. You can close this window.\n']);

  const { code, stdout, stderr } = await running.ended;
  expect([code, stderr]).toEqual([0, '']);
  expect(stdout).toContain('Connected, with the scopes profile:read activities:read activities:write');
  expect(stdout).toContain('1 activity, the newest first:');
  expect((await readFile(download)).equals(await readFile(file))).toBe(true);
});

test('it refreshes an access token that has expired, and keeps the new ones', async () => {
  const ann = await person(gateway);
  const app = await partner(gateway, { redirectUris: [await freeRedirectUri()] });
  const { file, download, tokenFile } = await folderWithFit();
  const settings = { ...settingsOf(app), TOKEN_FILE: tokenFile };
  const running = start([file, download], settings);
  await visit(await running.address, ann.email);
  await running.ended;
  const kept = await readFile(tokenFile, 'utf8');

  await expireAccessTokens(app);
  const second = await start([file, download], settings).ended;
  expect(second).toMatchObject({ code: 0, stderr: '' });
  expect(lines(second.stdout).slice(0, 2)).toEqual([
    'The access token has expired: refreshing it',
    expect.stringMatching(/^Uploaded before, it is activity act_\w+$/),
  ]);
  expect(await readFile(tokenFile, 'utf8')).not.toBe(kept);

  const third = await start([file, download], settings).ended;
  expect(third.code).toBe(0);
  expect(third.stdout).not.toContain('refreshing');
});

test('it says why it cannot go on', async () => {
  const ann = await person(gateway);
  const app = await partner(gateway, { redirectUris: [await freeRedirectUri()] });
  const { file, folder } = await folderWithFit();

  const refused = start([file], settingsOf(app));
  await visit(await refused.address, ann.email, 'deny');
  expect(await refused.ended).toMatchObject({ code: 1, stderr: 'Access was not given: access_denied\n' });

  const reader = await person(gateway, { scopes: ['activities:read'] });
  expect((await start([file], { ACCESS_TOKEN: reader.token }).ended).stderr).toMatch(/^403 insufficient_scope: /);

  const broken = join(folder, 'broken.fit');
  await writeFile(broken, 'no such file');
  const { stderr } = await start([broken], { ACCESS_TOKEN: ann.token }).ended;
  expect(stderr).toMatch(/^400 validation_error: Invalid request body\. .+ \{"file":\[".+"\]\}\n$/);
});

const settingsOf = ({ clientId, clientSecret, redirectUri }: Partner) => ({
  CLIENT_ID: clientId,
  ...(clientSecret !== null && { CLIENT_SECRET: clientSecret }),
  REDIRECT_URI: redirectUri,
});

/** Addresses are compared character by character, so the port is chosen before the app is registered. */
async function freeRedirectUri(): Promise<string> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return `http://127.0.0.1:${port}/callback`;
}

/** What a person does with the address: they sign in, decide, and their browser goes where it is sent. */
async function visit(address: string, email: string, decision = 'allow'): Promise<Response> {
  const browser = visitor(gateway.url);
  let page = await browser.open(address);
  if (decision === 'allow') return fetch(await consents(browser, email, page));
  page = await browser.submit(page, { email, password: 'correct horse battery' });
  page = await browser.submit(page, { decision });
  return fetch(page.leftFor as URL);
}

async function createsActivity(token: string, startedAt: string): Promise<void> {
  const { status } = await fetch(`${gateway.url}/api/external/v1/activities`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ title: 'Ride', type: 'RIDE', startedAt, durationMin: 45, distanceKm: 20 }),
  });
  expect(status).toBe(201);
}

/** Ends the lifetime of the app's access tokens, also for a process that remembers them. */
async function expireAccessTokens({ clientId }: Partner): Promise<void> {
  const connection = gateway.orm.em.fork().getConnection();
  await connection.execute(`update access_tokens set expires_at = now() - interval '1 second' where client_id = ?`, [
    clientId,
  ]);
  await connection.execute(`select pg_notify('vitalgate_token_changes', '')`);
}
