import { ConnectionHandler, Environment, fetchQuery, Network, RecordSource, Store } from 'relay-runtime';
import type { ConcreteRequest, GraphQLResponse, RecordSourceProxy, Variables } from 'relay-runtime';
import { expect, test } from 'vitest';
import { CreateActivityDocument } from '../generated/operations.ts';
import { person, type TestPerson } from '../gateway/people.ts';
import { useGateway } from '../gateway/test-gateway.ts';
import { compileForRelay } from './relay-artifacts.ts';

const gateway = useGateway();

/** An app's Relay environment, signed in as someone. */
function relayOf({ token }: TestPerson): Environment {
  const network = Network.create(async ({ text }, variables) => {
    const response = await fetch(`${gateway.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify({ query: text, variables }),
    });
    return (await response.json()) as GraphQLResponse;
  });
  return new Environment({ network, store: new Store(new RecordSource()) });
}

/** Fetches as a component does, and keeps what came in the store. */
async function fetchInto(relay: Environment, request: ConcreteRequest, variables: Variables) {
  const result = await fetchQuery<{ response: Record<string, unknown>; variables: Variables }>(
    relay,
    request,
    variables,
  ).toPromise();
  return result;
}

/** Looks at the store, where a component would read its fragments from. */
function fromStore<T>(relay: Environment, read: (store: RecordSourceProxy) => T): T {
  let result: { value: T } | undefined;
  relay.commitUpdate((store) => (result = { value: read(store) }));
  return (result as { value: T }).value;
}

function connectionOf(store: RecordSourceProxy, viewerId: string) {
  const health = store.get(viewerId)?.getLinkedRecord('health');
  const connection = health && ConnectionHandler.getConnection(health, 'ActivitiesList_activities');
  if (!connection) throw new Error('the store has no such connection');
  const pageInfo = connection.getLinkedRecord('pageInfo');
  return {
    titles: connection.getLinkedRecords('edges')?.map((edge) => edge?.getLinkedRecord('node')?.getValue('title')),
    hasNextPage: pageInfo?.getValue('hasNextPage'),
    endCursor: pageInfo?.getValue('endCursor') as string,
  };
}

test('a Relay app pages through a list into one connection, and fetches one of its nodes anew', async () => {
  const ann = await person(gateway);
  const { viewer } = await ann.gets<{ viewer: { id: string } }>('{ viewer { id } }');
  const ids: string[] = [];
  for (const day of [1, 2, 3, 4, 5, 6, 7]) {
    const startedAt = `2026-03-0${day}T07:00:00+01:00`;
    const input = { sport: 'running', title: `day ${day}`, startedAt, durationSeconds: 1800 };
    const { createActivity } = await ann.gets(CreateActivityDocument, { input });
    ids.push(createActivity.activity?.id ?? '');
  }
  const artifact = await compileForRelay();
  const relay = relayOf(ann);
  await fetchInto(relay, await artifact('ActivitiesListQuery'), { count: 3 });
  const read = () => fromStore(relay, (store) => connectionOf(store, viewer.id));
  expect(read()).toMatchObject({ titles: ['day 7', 'day 6', 'day 5'], hasNextPage: true });
  const more = await artifact('ActivitiesListMoreQuery');
  for (let pages = 1; read().hasNextPage; pages += 1) {
    expect(pages).toBeLessThan(3);
    await fetchInto(relay, more, { count: 3, cursor: read().endCursor });
  }
  expect(read().titles).toEqual([7, 6, 5, 4, 3, 2, 1].map((day) => `day ${day}`));

  const [first] = ids as [string];
  await ann.gets('mutation ($input: UpdateActivityInput!) { updateActivity(input: $input) { activity { id } } }', {
    input: { id: first, title: 'day one', perceivedExertion: 5 },
  });
  await fetchInto(relay, await artifact('ActivityCardRefetchQuery'), { id: first });
  expect(fromStore(relay, (store) => store.get(first)?.getValue('load'))).toBe(30);
  expect(read().titles?.at(-1)).toBe('day one');
});
