import { beforeAll, describe, expect, test } from 'vitest';
import { addClient } from '../../src/accounts/clients.service.ts';
import { issueToken } from '../../src/accounts/tokens.service.ts';
import { scopes, type Scope } from '../../src/platform/scopes.ts';
import { requests } from '../gateway/people.ts';
import { useGateway } from '../gateway/test-gateway.ts';
import { authorization, consents, exchanges, partner, posts } from '../oauth/partner.ts';
import { visitor } from '../oauth/visitor.ts';
import { run } from '../process/program.ts';
import { makeWorld, type World } from './world.ts';

const gateway = useGateway();

let world: World;
beforeAll(async () => {
  world = await makeWorld(gateway);
});

const forbiddenToClients = 'must not have account:manage: no client may get it';
const app = { name: 'App', redirectUris: ['https://app.example/back'] };
const most = scopes.filter((scope) => scope !== 'account:manage');

describe('no client is registered with account:manage', () => {
  const create = 'mutation ($input: CreateClientInput!) { createClient(input: $input) { __typename } }';
  const update = 'mutation ($input: UpdateClientInput!) { updateClient(input: $input) { __typename } }';

  test.each([
    ['created', create, () => ({ ...app, scopes: ['account:manage'] })],
    ['created among others', create, () => ({ ...app, scopes: [...scopes] })],
    ['created for SportTracks', create, () => ({ ...app, scopes: ['account:manage'], profile: 'SPORTTRACKS' })],
    ['created as a public one', create, () => ({ ...app, scopes: ['account:manage'], isPublic: true })],
    ['changed', update, () => ({ clientId: world.clientId, scopes: ['profile:read', 'account:manage'] })],
  ])('by GraphQL: %s', async (_how, operation, input) => {
    const before = await world.stored();
    const { errors } = await world.owner.ask(operation, { input: input() });
    const refusal = { code: 'BAD_USER_INPUT', fields: { scopes: [forbiddenToClients] } };
    expect(errors?.map(({ extensions }) => extensions)).toEqual([refusal]);
    expect(await world.stored()).toEqual(before);
  });

  test('by the service behind every door', async () => {
    const draft = { ...app, scopes: ['account:manage'] };
    await expect(addClient(gateway.orm.em.fork(), draft, new Date())).rejects.toMatchObject({
      code: 'BAD_USER_INPUT',
      fields: { scopes: [forbiddenToClients] },
    });
  });

  test('from the command line', async () => {
    const before = await world.stored();
    const args = ['client', 'add', '--name', 'App', '--scope', 'profile:read account:manage'];
    const { code, stderr } = await run(args, { DATABASE_URL: gateway.databaseUrl });
    expect(code).not.toBe(0);
    expect(stderr).toContain(forbiddenToClients);
    expect(await world.stored()).toEqual(before);
  });

  test('by itself: there is no registration for apps', async () => {
    const metadata = await (await fetch(`${gateway.url}/.well-known/oauth-authorization-server`)).json();
    expect(metadata).not.toHaveProperty('registration_endpoint');
    for (const path of ['/oauth/register', '/oauth/reg', '/reg', '/register', '/api/oauth/register'])
      expect((await posts(gateway, await partner(gateway), {}, path)).status).toBe(404);
  });

  test('and the authorization server offers all other scopes only', async () => {
    const response = await fetch(`${gateway.url}/.well-known/oauth-authorization-server`);
    const { scopes_supported: offered } = (await response.json()) as { scopes_supported: string[] };
    expect(offered).toEqual(expect.arrayContaining(most));
    expect(offered).not.toContain('account:manage');
  });
});

describe('no token of a client carries account:manage, nor any scope that the client lacks', () => {
  const issue = (granted: readonly Scope[], clientId: string) =>
    issueToken(
      gateway.orm.em.fork(),
      world.owner.id,
      { scopes: [...granted], clientId, lifetimeSeconds: 60 },
      new Date(),
    );

  test.each(scopes)('issued by the operator: %s', async (scope) => {
    const { clientId } = await partner(gateway, { scopes: most.filter((other) => other !== scope) });
    const before = await world.stored();
    for (const granted of [[scope], scopes])
      await expect(issue(granted, clientId)).rejects.toMatchObject({ code: 'BAD_USER_INPUT' });
    expect(await world.stored()).toEqual(before);
  });

  test.each(['train-it-all', 'sporttracks'] as const)('by consent, of the profile %s', async (profile) => {
    const client = await partner(gateway, { profile, scopes: ['profile:read', 'sleep:read'] });
    const asks = (scope: string) => authorization(gateway, client, { scope });
    for (const scope of ['account:manage', 'profile:read activities:read', 'profile:read account:manage']) {
      const { leftFor } = await visitor(gateway.url).open(asks(scope).url);
      expect([leftFor?.searchParams.get('error'), leftFor?.searchParams.get('code')]).toEqual(['invalid_scope', null]);
    }
  });

  test('by a refresh that asks for more, and an app makes itself no token', async () => {
    const client = await partner(gateway, { scopes: ['profile:read', 'sleep:read'] });
    const asked = authorization(gateway, client, { scope: 'profile:read' });
    const browser = visitor(gateway.url);
    const back = await consents(browser, world.owner.email, await browser.open(asked.url));
    const { body } = await exchanges(gateway, client, back, asked.verifier);
    expect(body.scope).toBe('profile:read');
    for (const more of ['account:manage', 'sleep:read']) {
      const fields = { grant_type: 'refresh_token', refresh_token: body.refresh_token, scope: `profile:read ${more}` };
      expect((await posts(gateway, client, fields)).body.error).toBe('invalid_scope');
    }
    const create = `mutation { createToken(input: { scopes: ["profile:read"], lifetimeSeconds: 60 }) { token } }`;
    const { errors } = await requests(gateway, body.access_token).ask(create);
    expect(errors?.[0]?.message).toBe('This needs a token with the scope account:manage.');
    const { data } = await requests(gateway, body.refresh_token).ask('{ viewer { id } }');
    expect(data ?? null).toBeNull();
  });
});
