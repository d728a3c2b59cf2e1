import { beforeAll, describe, expect, test } from 'vitest';
import { scopes } from '../../src/platform/scopes.ts';
import { requests, type TestPerson } from '../gateway/people.ts';
import { useGateway } from '../gateway/test-gateway.ts';
import { ask, outcomeOf } from './ask.ts';
import { guarded } from './guarded.ts';
import { makeWorld, personWith, type World } from './world.ts';

const gateway = useGateway();

let world: World;
let bob: TestPerson;
beforeAll(async () => {
  world = await makeWorld(gateway);
  bob = await personWith(gateway, 'Bob', false);
});

// That an administrator may is in graphql.test.ts: there the owner of the tokens is one.
describe('with account:manage, but no administrator, nobody gets to clients:', () => {
  test.each(guarded.filter(({ admin }) => admin).map((entry) => [entry.field, entry] as const))(
    '%s',
    async (_field, entry) => {
      const variables = await entry.variables(world);
      const before = await world.stored();
      const answer = await ask(world, entry, variables, bob.token);
      expect(outcomeOf(answer, entry)).toEqual({
        given: false,
        refusals: [{ code: 'FORBIDDEN', message: 'Only administrators manage clients.', path: entry.at }],
      });
      expect(await world.stored()).toEqual(before);
    },
  );
});

test('the table says of every field of clients that it is for administrators', () => {
  const ofClients = guarded.filter(({ field }) => /client/i.test(field));
  expect(ofClients.map(({ field }) => field).length).toBeGreaterThan(5);
  expect(ofClients.filter(({ admin }) => !admin)).toEqual([]);
});

describe('createToken', () => {
  const create = `mutation ($scopes: [String!]!) {
    createToken(input: { scopes: $scopes, lifetimeSeconds: 600 }) { token accessToken { scopes } }
  }`;
  interface Created {
    createToken: { token: string; accessToken: { scopes: string[] } };
  }

  test.each(scopes)('hands on no %s that the token itself lacks, alone or among others', async (scope) => {
    const own = requests(gateway, world.tokenWithout(scope));
    const before = await world.stored();
    for (const wanted of [[scope], scopes, [scope, scope, 'profile:read']]) {
      const { data, errors } = await own.ask(create, { scopes: wanted });
      expect([data ?? null, errors?.[0]?.extensions.code]).toEqual([null, 'FORBIDDEN']);
      expect(errors?.[0]?.message).toContain(scope);
    }
    expect(await world.stored()).toEqual(before);
  });

  test.each([[[]], [['*']], [['profile:read', 'admin']], [['PROFILE:READ']], [['profile:read account:manage']]])(
    'makes no token with the scopes %j',
    async (wanted) => {
      const { errors } = await world.owner.ask(create, { scopes: wanted });
      expect(errors?.[0]?.extensions).toEqual({ code: 'BAD_USER_INPUT', fields: { scopes: [expect.any(String)] } });
    },
  );

  test('makes a token that may do what was said and no more, and cannot get more by making another', async () => {
    const granted = ['account:manage', 'sleep:read'];
    const { createToken } = await world.owner.gets<Created, object>(create, { scopes: granted });
    expect(createToken.accessToken.scopes).toEqual(granted);
    const own = requests(gateway, createToken.token);
    const query = '{ viewer { email health { sleepDays { totalCount } activities { totalCount } } } }';
    expect((await own.ask(query)).data).toEqual({
      viewer: { email: null, health: { sleepDays: { totalCount: 1 }, activities: null } },
    });
    expect((await own.ask(create, { scopes: ['activities:read'] })).errors?.[0]?.extensions.code).toBe('FORBIDDEN');
  });
});

test('someone else’s token cannot be ended, nor their app, whatever scopes one has', async () => {
  const { AccessToken: id } = world.ids;
  const before = await world.stored();
  const end = await bob.ask('mutation ($id: ID!) { revokeToken(input: { id: $id }) { id } }', { id });
  const part = await bob.ask('mutation ($id: String!) { disconnectApp(input: { clientId: $id }) { clientId } }', {
    id: world.clientId,
  });
  expect([end, part].map(({ errors }) => errors?.[0]?.extensions.code)).toEqual(['NOT_FOUND', 'NOT_FOUND']);
  expect(await world.stored()).toEqual(before);
});
