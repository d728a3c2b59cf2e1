import { beforeAll, expect, test } from 'vitest';
import { addUser } from '../accounts/users.service.ts';
import { issueToken } from '../accounts/tokens.service.ts';
import { scopes as allScopes } from '../platform/scopes.ts';
import { person, requests } from '../../test/gateway/people.ts';
import { useGateway } from '../../test/gateway/test-gateway.ts';
import { allows, connects, statusFor } from '../../test/oauth/connection.ts';
import { authorization, exchanges, partner, password, posts } from '../../test/oauth/partner.ts';

const gateway = useGateway();
let admin: ReturnType<typeof requests>;

beforeAll(async () => {
  const em = gateway.orm.em.fork();
  const { id } = await addUser(em, { email: 'admin@test.example', password, isAdmin: true }, new Date());
  const { token } = await issueToken(em, id, { scopes: [...allScopes], lifetimeSeconds: 3600 }, new Date());
  admin = requests(gateway, token);
});

const update = (input: object) =>
  admin.gets('mutation ($input: UpdateClientInput!) { updateClient(input: $input) { client { clientId } } }', {
    input,
  });

const refresh = (token: string) => ({ grant_type: 'refresh_token', refresh_token: token });

test('a scope that an app loses, its tokens, its refresh token and its code lose at once', async () => {
  const [ann, app] = [await person(gateway), await partner(gateway)];
  const { tokens, browser } = await connects(gateway, ann, app);
  const { redirect, verifier } = await allows(gateway, ann, app, {}, browser);
  const name = requests(gateway, tokens.access_token);
  expect((await name.ask('{ viewer { name } }')).errors).toBeUndefined();
  await update({ clientId: app.clientId, scopes: ['activities:read'] });
  expect((await name.ask('{ viewer { name } }')).errors?.[0]?.extensions.code).toBe('FORBIDDEN');
  expect((await posts(gateway, app, refresh(tokens.refresh_token))).body.scope).toBe('activities:read');
  expect((await exchanges(gateway, app, redirect, verifier)).body.scope).toBe('activities:read');
  const again = await browser.open(authorization(gateway, app).url);
  expect(again.leftFor?.searchParams.get('error')).toBe('invalid_scope');
});

test('a scope that an app gets, it has to ask for', async () => {
  const [ann, app] = [await person(gateway), await partner(gateway, { scopes: ['profile:read'] })];
  const { tokens, browser } = await connects(gateway, ann, app);
  await update({ clientId: app.clientId, scopes: ['profile:read', 'sleep:read'] });
  expect((await posts(gateway, app, refresh(tokens.refresh_token))).body.scope).toBe('profile:read');
  const asked = await browser.open(authorization(gateway, app, { scope: 'profile:read sleep:read' }).url);
  expect([asked.leftFor, asked.html.includes('Sleep')]).toEqual([undefined, true]);
});

test('with a new secret the old one is worth nothing, and the tokens live on', async () => {
  const [ann, app] = [await person(gateway), await partner(gateway)];
  const { tokens } = await connects(gateway, ann, app);
  const mutation = 'mutation ($input: RotateClientSecretInput!) { rotateClientSecret(input: $input) { clientSecret } }';
  const { rotateClientSecret } = await admin.gets<{ rotateClientSecret: { clientSecret: string } }>(mutation, {
    input: { clientId: app.clientId },
  });
  expect((await posts(gateway, app, refresh(tokens.refresh_token))).status).toBe(401);
  expect(await statusFor(gateway, tokens.access_token)).toBe(200);
  const renewed = { ...app, clientSecret: rotateClientSecret.clientSecret };
  expect((await posts(gateway, renewed, refresh(tokens.refresh_token))).status).toBe(200);
});

test('an address that an app gives up gets no code any more', async () => {
  const [ann, app] = [await person(gateway), await partner(gateway)];
  const { browser } = await connects(gateway, ann, app);
  await update({ clientId: app.clientId, redirectUris: ['https://partner.example/new'] });
  expect((await browser.open(authorization(gateway, app).url)).status).toBe(400);
  const { leftFor } = await browser.open(
    authorization(gateway, { ...app, redirectUri: 'https://partner.example/new' }).url,
  );
  expect(leftFor?.pathname).toBe('/new');
});

test('an address that a client has lost meanwhile gets no code, and nobody is sent there', async () => {
  const [ann, app] = [await person(gateway), await partner(gateway)];
  const { browser } = await connects(gateway, ann, app);
  const page = await browser.open(authorization(gateway, app, { prompt: 'consent' }).url);
  await update({ clientId: app.clientId, redirectUris: ['https://partner.example/new'] });
  const answer = await browser.submit(page, { decision: 'allow' });
  expect([answer.status, answer.leftFor]).toEqual([400, undefined]);
});
