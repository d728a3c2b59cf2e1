import { beforeAll, describe, expect, test } from 'vitest';
import { scopes } from '../../src/platform/scopes.ts';
import { useGateway } from '../gateway/test-gateway.ts';
import { ask, at, givenOutright, outcomeOf, refusedFor, type Outcome } from './ask.ts';
import type { Guarded } from './guarded-field.ts';
import { guarded } from './guarded.ts';
import { makeWorld, type World } from './world.ts';

const gateway = useGateway();

let world: World;
beforeAll(async () => {
  world = await makeWorld(gateway);
});

const isMutation = ({ field }: Guarded) => field.startsWith('Mutation.');
const byField = (entries: readonly Guarded[]) => entries.map((entry): [string, Guarded] => [entry.field, entry]);
const queries = byField(guarded.filter((entry) => !isMutation(entry)));
const mutations = byField(guarded.filter(isMutation));

/** What a token is told that lacks one scope, for each. */
async function withoutEach(entry: Guarded): Promise<Record<string, Outcome>> {
  const outcomes: Record<string, Outcome> = {};
  for (const scope of scopes) {
    const answer = await ask(world, entry, await entry.variables(world), world.tokenWithout(scope));
    outcomes[scope] = outcomeOf(answer, entry);
  }
  return outcomes;
}

const expected = (entry: Guarded): Record<string, Outcome> =>
  Object.fromEntries(
    scopes.map((scope) => [scope, entry.needs.includes(scope) ? refusedFor(scope, entry) : givenOutright]),
  );

describe('a token without one scope is refused exactly what needs it:', () => {
  test.each(byField(guarded))('%s', async (_field, entry) => {
    expect(await withoutEach(entry)).toEqual(expected(entry));
  });
});

describe('a token with no more than the scopes of a field gets it:', () => {
  test.each(byField(guarded))('%s', async (_field, entry) => {
    // A token cannot have no scope at all.
    const token = await world.tokenWith(entry.needs.length > 0 ? entry.needs : ['notifications:read']);
    const answer = await ask(world, entry, await entry.variables(world), token);
    expect([answer.status, outcomeOf(answer, entry)]).toEqual([200, givenOutright]);
  });
});

const onlyGuarded = (entries: [string, Guarded][]) => entries.filter(([, { needs }]) => needs.length > 0);

describe('a refusal takes nothing else along:', () => {
  test.each(onlyGuarded(queries))('%s', async (_field, entry) => {
    for (const scope of entry.needs) {
      const { status, data } = await ask(world, entry, await entry.variables(world), world.tokenWithout(scope));
      expect([status, at(data, ['me', 'id'])]).toEqual([200, world.ids.User]);
    }
  });
});

describe('a refused mutation stores nothing:', () => {
  test.each(onlyGuarded(mutations))('%s', async (_field, entry) => {
    for (const scope of entry.needs) {
      const variables = await entry.variables(world);
      const before = await world.stored();
      const { status, data } = await ask(world, entry, variables, world.tokenWithout(scope));
      expect([status, data ?? null]).toEqual([403, null]);
      expect(await world.stored()).toEqual(before);
    }
  });
});

describe('without a token it is 401, and nothing is stored:', () => {
  test.each(byField(guarded))('%s', async (_field, entry) => {
    const variables = await entry.variables(world);
    const before = await world.stored();
    const { status, headers, data, errors } = await ask(world, entry, variables);
    expect([status, headers.get('www-authenticate')]).toEqual([401, 'Bearer realm="vitalgate"']);
    expect([...new Set(errors?.map(({ extensions }) => extensions.code))]).toEqual(['UNAUTHENTICATED']);
    expect(at(data, entry.at) ?? null).toBeNull();
    expect(await world.stored()).toEqual(before);
  });
});

test('a mutation that was let through does change what is stored, so that the comparison says something', async () => {
  const unchanged: string[] = [];
  for (const [field, entry] of mutations) {
    const variables = await entry.variables(world);
    const before = JSON.stringify(await world.stored());
    await ask(world, entry, variables, world.owner.token);
    if (JSON.stringify(await world.stored()) === before) unchanged.push(field);
  }
  // The very same bytes make nothing new.
  expect(unchanged).toEqual(['Mutation.uploadActivityFile']);
});
