import { expect, test } from 'vitest';
import { addUser } from '../../accounts/users.service.ts';
import { issueToken } from '../../accounts/tokens.service.ts';
import { requests } from '../../../test/gateway/people.ts';
import { useGateway } from '../../../test/gateway/test-gateway.ts';

const gateway = useGateway();

/** What the page loads, file by file, from its HTML over all modules that import others. */
async function loaded(): Promise<[string, Response][]> {
  const found = new Map<string, Response>();
  async function load(path: string): Promise<void> {
    if (found.has(path)) return;
    const response = await fetch(`${gateway.url}${path}`);
    found.set(path, response);
    const text = await response.clone().text();
    const references =
      path === '/live' ? /(?:href|src)="(live\/[^"]+)"/g : /^(?:import|export)\b[^;]*?from ?'([^']+)'/gm;
    const base = new URL(path, gateway.url);
    for (const [, reference = ''] of text.matchAll(references)) await load(new URL(reference, base).pathname);
  }
  await load('/live');
  return [...found];
}

test('all that the page consists of is there, and nothing of it may load or run what is elsewhere', async () => {
  const files = await loaded();
  expect(files.map(([path]) => path)).toEqual(
    expect.arrayContaining([
      '/live/style.css',
      '/live/live.css',
      '/live/page.js',
      '/live/lib/graphql-ws/client.js',
      '/live/lib/graphql-sse/client.mjs',
      '/live/lib/oauth4webapi/index.js',
    ]),
  );
  for (const [path, { status, headers }] of files) {
    expect([path, status]).toEqual([path, 200]);
    expect(headers.get('content-type')).toMatch(
      /^(text\/html|text\/css|(text|application)\/javascript); charset=utf-8$/,
    );
    expect(Object.fromEntries(headers)).toMatchObject({
      'cache-control': 'no-cache',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
    });
    const policy = headers.get('content-security-policy') ?? '';
    expect(policy).toMatch(/^default-src 'none'; script-src 'self';/);
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).toContain("trusted-types 'none'");
    expect(policy).not.toMatch(/unsafe-|\*|https?:/);
  }
});

test('the page has no script and no style between its lines', async () => {
  const html = await (await fetch(`${gateway.url}/live`)).text();
  expect(html.match(/<script[^>]*>[^<]*/g)).toEqual(['<script type="module" src="live/page.js">']);
  expect(html).not.toMatch(/<style| style=| on\w+=|["']javascript:/i);
});

test.each([
  '/live/index.html',
  '/live/',
  '/live/../package.json',
  '/live/%2e%2e/routes.js',
  '/live/..%2froutes.ts',
  '/live/lib/graphql-ws/index.js',
  '/live/lib/graphql-ws/..%2fpackage.json',
  '/live/lib/oauth4webapi/index.d.ts',
  '/live/lib/graphql-sse/handler.mjs',
  '/live/lib/pg/index.js',
])('%s is not served', async (path) => {
  expect((await fetch(`${gateway.url}${path}`)).status).toBe(404);
});

test('the client that the page is cannot be changed, not even by who manages clients', async () => {
  const em = gateway.orm.em.fork();
  const draft = { email: 'admin@test.example', password: 'correct horse battery', isAdmin: true };
  const { id } = await addUser(em, draft, new Date());
  const { token } = await issueToken(em, id, { scopes: ['account:manage'], lifetimeSeconds: 60 }, new Date());
  const { errors } = await requests(gateway, token).ask(
    'mutation ($input: UpdateClientInput!) { updateClient(input: $input) { __typename } }',
    { input: { clientId: 'vitalgate-live', redirectUris: ['https://elsewhere.example/back'] } },
  );
  expect(errors?.map(({ extensions }) => extensions)).toEqual([
    { code: 'BAD_USER_INPUT', fields: { clientId: ["is one of Vitalgate's own pages, which stay as they are"] } },
  ]);
});
