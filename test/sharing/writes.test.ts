import { beforeAll, expect, test } from 'vitest';
import { isInputObjectType } from 'graphql';
import { useGateway } from '../gateway/test-gateway.ts';
import { everythingOf, recordKinds, schema } from './record-kinds.ts';
import type { Known, Node } from './model.ts';
import { makeReader, type Reader } from './viewers.ts';
import { firstDay, makeWorld, type World } from './world.ts';

const gateway = useGateway({ REQUESTS_PER_MINUTE: '999999' });
let world: World;
let reader: Reader;

beforeAll(async () => {
  world = await makeWorld(gateway);
  reader = await makeReader(gateway, world.owner, 'ALL');
});

const asOwnerSees = async ({ type, id }: Known): Promise<Node | null> => {
  const query = `query ($id: ID!) { node(id: $id) { ... on ${type} { ${everythingOf(type)} } } }`;
  return (await world.owner.gets<{ node: Node | null }>(query, { id })).node;
};

test.each(recordKinds.map(({ type }) => type))('whoever sees a %s can neither change nor delete it', async (type) => {
  const record = world.records.find((one) => one.type === type && one.date === firstDay) as Known;
  for (const mutation of [`update${type}`, `delete${type}`]) {
    const input = `${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}Input`;
    expect(isInputObjectType(schema.getType(input))).toBe(true);
    const query = `mutation ($input: ${input}!) { ${mutation}(input: $input) { __typename } }`;
    const answer = await reader.who?.ask(query, { input: { id: record.id } });
    expect(answer?.errors?.map(({ extensions }) => extensions.code)).toEqual(['NOT_FOUND']);
  }
  expect(await asOwnerSees(record)).toEqual(record.node);
});

test.each(['PUT', 'DELETE'])('nor a workout by %s of the SportTracks API', async (method) => {
  const record = world.records.find(({ type, date }) => type === 'Activity' && date === firstDay) as Known;
  const authorization = `Bearer ${reader.who?.token}`;
  const body = JSON.stringify({ start_time: `${firstDay}T07:00:00+01:00`, type: 'Running' });
  const sent: RequestInit =
    method === 'PUT'
      ? { headers: { authorization, 'content-type': 'application/json' }, body }
      : { headers: { authorization } };
  const response = await fetch(`${gateway.url}/api/v2/fitnessActivities/${record.id}`, { method, ...sent });
  expect(response.status).toBe(404);
  expect(world.marks.in(await response.text()).size).toBe(0);
  expect(await asOwnerSees(record)).toEqual(record.node);
});
