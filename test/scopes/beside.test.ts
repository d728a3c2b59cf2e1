import { beforeAll, describe, expect, test } from 'vitest';
import { requests, type GraphqlAnswer } from '../gateway/people.ts';
import { useGateway } from '../gateway/test-gateway.ts';
import { post } from '../graphql/post.ts';
import { makeWorld, run, type World } from './world.ts';

const gateway = useGateway();

let world: World;
beforeAll(async () => {
  world = await makeWorld(gateway);
});

const codes = (errors: readonly { extensions: { code: string } }[] = []) =>
  errors.map(({ extensions }) => extensions.code);

describe('what is asked for together is refused one by one:', () => {
  test('nodes of several kinds, each under a name', async () => {
    const { SleepDay, Activity, OAuthClient } = world.ids;
    const token = await world.tokenWith(['sleep:read']);
    const query = `query ($sleep: ID!, $activity: ID!, $client: ID!) {
      sleep: node(id: $sleep) { id } activity: node(id: $activity) { id } client: node(id: $client) { id }
    }`;
    const variables = { sleep: SleepDay, activity: Activity, client: OAuthClient };
    const { data, errors } = await requests(gateway, token).ask(query, variables);
    expect(data).toEqual({ sleep: { id: SleepDay }, activity: null, client: null });
    expect(Object.fromEntries((errors ?? []).map(({ path, message }) => [path?.[0], message]))).toEqual({
      activity: 'This needs a token with the scope activities:read.',
      client: 'This needs a token with the scope account:manage.',
    });
  });

  test('nodes of several kinds, in a list', async () => {
    const { SleepDay, Activity, Meal } = world.ids;
    const token = await world.tokenWith(['sleep:read']);
    const { data, errors } = await requests(gateway, token).ask('query ($ids: [ID!]!) { nodes(ids: $ids) { id } }', {
      ids: [Activity, SleepDay, 'no id', Meal],
    });
    expect(data).toEqual({ nodes: [null, { id: SleepDay }, null, null] });
    expect((errors ?? []).map(({ path }) => path)).toEqual([
      ['nodes', 0],
      ['nodes', 3],
    ]);
  });

  test('all of the health data, and the person', async () => {
    const token = await world.tokenWith(['sleep:read', 'profile:read']);
    const query = `{ viewer { email tokens { id } health {
      sleepDays { totalCount } activities { totalCount } journal { totalCount } wakeups: journal(kinds: [WAKEUP]) { totalCount }
    } } }`;
    const { data, errors } = await requests(gateway, token).ask(query);
    expect(data).toEqual({
      viewer: {
        email: world.owner.email,
        tokens: null,
        health: {
          sleepDays: { totalCount: 1 },
          activities: null,
          journal: null,
          wakeups: { totalCount: expect.any(Number) },
        },
      },
    });
    expect(codes(errors)).toEqual(['FORBIDDEN', 'FORBIDDEN', 'FORBIDDEN']);
  });

  test('by GET as by POST, which takes no mutation', async () => {
    const headers = { authorization: `Bearer ${await world.tokenWith(['sleep:read'])}`, accept: 'application/json' };
    const get = (query: string) =>
      fetch(`${gateway.url}/graphql?${new URLSearchParams({ query })}`, {
        headers: { ...headers, 'apollo-require-preflight': '1' },
      });
    const read = await get('{ viewer { health { sleepDays { totalCount } activities { totalCount } } } }');
    const { data, errors } = (await read.json()) as GraphqlAnswer<unknown>;
    expect(data).toEqual({ viewer: { health: { sleepDays: { totalCount: 1 }, activities: null } } });
    expect(errors?.[0]?.message).toBe('This needs a token with the scope activities:read.');
    const before = await world.stored();
    const written = await get('mutation { recordSleepDay(input: { day: "2026-01-17", score: 1 }) { created } }');
    expect(written.status).toBe(405);
    expect(await world.stored()).toEqual(before);
  });

  test('mutations: the first is stored, the second not, and says so', async () => {
    const token = await world.tokenWith(['nutrition:write']);
    const { data, errors } = await requests(gateway, token).ask(`mutation {
      logWater(input: { occurredAt: "2026-01-16T09:00:00Z", volumeMilliliters: 200 }) { created }
      logWakeup(input: { occurredAt: "2026-01-16T09:00:00Z" }) { created }
    }`);
    expect([data ?? null, codes(errors)]).toEqual([null, ['FORBIDDEN']]);
    expect(errors?.[0]?.path).toEqual(['logWakeup']);
  });
});

describe('without a token nothing is answered, not even that there is nothing:', () => {
  test.each([
    ['no id', '{ node(id: "no id") { id } }'],
    ['the id of a person', '{ node(id: "per_01m8ap5rh1end8b3e1vzk62cd5") { id } }'],
    ['the id of what is no node', '{ node(id: "org_01m8ap5rh1end8b3e1vzk62cd5") { id } }'],
    ['no ids at all', '{ nodes(ids: []) { id } }'],
  ])('%s', async (_what, query) => {
    const { status, errors } = await post(gateway, { query });
    expect([status, ...codes(errors)]).toEqual([401, 'UNAUTHENTICATED']);
  });
});

describe('what a mutation answers with', () => {
  test('tells of the profile only with profile:read', async () => {
    const token = await world.tokenWith(['account:manage']);
    const { data, errors } = await requests(gateway, token).ask(
      'mutation { updateProfile(input: { timezone: "Europe/Paris" }) { user { id email health { activities { totalCount } } } } }',
    );
    const user = { id: world.ids.User, email: null, health: { activities: null } };
    expect([data, codes(errors)]).toEqual([{ updateProfile: { user } }, ['FORBIDDEN', 'FORBIDDEN']]);
  });

  test('tells of no other activity without activities:read', async () => {
    const token = await world.tokenWith(['activities:write']);
    const create = `mutation ($input: CreateActivityInput!) { createActivity(input: $input) { activity { id } } }`;
    const update = `mutation ($input: UpdateActivityInput!) {
      updateActivity(input: $input) { activity { id duplicateOf { id notes } } }
    }`;
    type Created = { createActivity: { activity: { id: string } } };
    const startedAt = '2026-03-05T08:00:00Z';
    const { createActivity: first } = await world.owner.gets<Created, object>(create, { input: { ...run, startedAt } });
    const secret = { ...run, startedAt, notes: 'of no concern to others' };
    await world.owner.gets(create, { input: secret });
    const { data, errors } = await requests(gateway, token).ask(update, { input: { id: first.activity.id } });
    expect(data).toEqual({ updateActivity: { activity: { id: first.activity.id, duplicateOf: null } } });
    expect(codes(errors)).toEqual(['FORBIDDEN']);
  });
});
