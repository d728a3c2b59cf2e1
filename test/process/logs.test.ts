import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { query, testDataFolder } from '../database/data-folder.ts';
import { ask, startGateway, writeActivity } from './program.ts';

interface Line {
  reqId?: string;
  status?: number;
  route?: string;
}

test('the log has one line for each request, with an id, and never a token, a password or health data', async () => {
  const DATA_DIR = await testDataFolder();
  const gateway = await startGateway({ DATA_DIR, LOG_LEVEL: 'trace' });
  const greeting = gateway.stdout().length;
  const [token] = gateway.tokens as [string];
  const ids: (string | null)[] = [];
  const get = async (path: string, headers: Record<string, string> = {}, init: RequestInit = {}) => {
    const response = await fetch(gateway.url + path, { ...init, headers });
    ids.push(response.headers.get('x-request-id'));
    await response.text();
  };
  const bearer = { authorization: `Bearer ${token}` };
  await ask(gateway.url, token, writeActivity('telling-title'));
  await get(`/graphql?query={viewer{email}}&password=telling-query`, { ...bearer, 'apollo-require-preflight': '1' });
  await get('/telling-path', { authorization: 'Bearer telling-token' });
  await get('/activities/act_tellingid/file', bearer);
  await get('/graphql', { ...bearer, 'content-type': 'application/json' }, { method: 'POST', body: '{telling-body' });
  const wrong = JSON.stringify({
    query: 'mutation ($i: CreateActivityInput!) { createActivity(input: $i) { created } }',
    variables: { i: { sport: 'telling sport', title: 'telling-input', durationSeconds: 'telling-duration' } },
  });
  await get('/graphql', { ...bearer, 'content-type': 'application/json' }, { method: 'POST', body: wrong });
  gateway.child.kill('SIGTERM');
  const { stdout, stderr } = await gateway.ended;
  const logged = stdout.slice(greeting);
  const lines = logged
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Line);
  const requests = lines.filter(({ status }) => status !== undefined);
  expect(requests).toHaveLength(6);
  expect(requests.slice(1).map(({ reqId }) => reqId)).toEqual(ids);
  const everything = logged + stderr + (await readFile(join(DATA_DIR, 'postgres.log'), 'utf8'));
  expect(everything).not.toMatch(/telling/);
  expect(everything).not.toContain(token.slice(0, 20));
});

test('what the database refuses is logged without the values that it quotes', async () => {
  const DATA_DIR = await testDataFolder();
  const gateway = await startGateway({ DATA_DIR });
  const password = await readFile(join(DATA_DIR, 'postgres.password'), 'utf8');
  const port = (await readFile(join(DATA_DIR, 'postgres', 'postmaster.pid'), 'utf8')).split('\n')[3];
  const url = `postgres://vitalgate:${password}@127.0.0.1:${port}/vitalgate`;
  await query(url, `alter table activities add constraint forced check (title <> 'telling-title')`);
  const answer = ask(gateway.url, gateway.tokens[0] as string, writeActivity('telling-title'));
  await expect(answer).rejects.toThrow('Something went wrong inside the gateway; it was logged.');
  gateway.child.kill('SIGTERM');
  const { stdout, stderr } = await gateway.ended;
  expect(stdout).toContain('"constraint":"forced"');
  expect(stdout + stderr + (await readFile(join(DATA_DIR, 'postgres.log'), 'utf8'))).not.toContain('telling');
});
