import { beforeAll, expect, test } from 'vitest';
import { getNamedType, isLeafType, isNonNullType, isObjectType } from 'graphql';
import { typeId } from '../../src/platform/ids.ts';
import { categories } from '../../src/sharing/categories.ts';
import { person, type TestPerson } from '../gateway/people.ts';
import { write } from '../gateway/records.ts';
import { useGateway } from '../gateway/test-gateway.ts';
import { Marks } from './markers.ts';
import { lists, recordKinds, schema } from './record-kinds.ts';
import { listNames } from './told.ts';
import { writeFull } from './written-records.ts';

const gateway = useGateway();
let viewer: TestPerson;

beforeAll(async () => {
  viewer = await person(gateway, { name: 'Vera' });
  for (let number = 0; number < 20; number += 1) {
    const owner = await person(gateway, { name: `Owner${number}` });
    const terms = { include: categories, startDate: '2026-02-01', endDate: number % 2 ? null : '2026-02-20' };
    await write(owner, 'createShare', { viewerId: typeId('User', viewer.id), ...terms }, 'share { id }');
    const marks = new Marks();
    for (const day of ['2026-01-31', '2026-02-10', '2026-02-21'])
      for (const kind of recordKinds) await writeFull(owner, marks, kind, day);
  }
});

interface Seen {
  viewer: { dashboards: { edges: { node: { health: Record<string, { edges: object[] }> } }[] } };
}

/** How many statements it takes to read this of so many dashboards. */
async function statementsFor(dashboards: number, selection: string): Promise<number> {
  gateway.statements();
  const { viewer: seen } = await viewer.gets<Seen>(
    `{ viewer { dashboards(first: ${dashboards}) { edges { node { customName health { ${selection} } } } } } }`,
  );
  expect(seen.dashboards.edges).toHaveLength(dashboards);
  const found = seen.dashboards.edges.flatMap(({ node }) => Object.values(node.health).flatMap(({ edges }) => edges));
  expect(found.length).toBeGreaterThan(dashboards);
  return gateway.statements().length;
}

const leavesOf = (list: string): string => {
  const type = lists.get(list);
  return type && 'getFields' in type
    ? Object.values(type.getFields())
        .filter((field) => isLeafType(getNamedType(field.type)))
        .map(({ name }) => name)
        .join(' ')
    : 'id';
};

test.each(listNames)('%s of twenty dashboards take as many statements as of two, which is two', async (list) => {
  const selection = `${list}(first: 10) { edges { node { ${leavesOf(list)} } } }`;
  expect(await statementsFor(20, selection)).toBe(2);
  expect(await statementsFor(2, selection)).toBe(2);
});

test.each(listNames)('counting %s takes one more', async (list) => {
  expect(await statementsFor(20, `${list}(first: 10) { edges { node { id } } totalCount }`)).toBe(3);
});

/** What an activity holds beside its figures, without what may be missing. */
const parts = () => {
  const type = schema.getType('Activity');
  if (!isObjectType(type)) throw new Error('no type Activity');
  return Object.values(type.getFields()).filter(({ type: of }) => isNonNullType(of) && isObjectType(getNamedType(of)));
};

test.each(parts().map(({ name }) => name))('the %s of activities take one more', async (part) => {
  const type = getNamedType(parts().find(({ name }) => name === part)?.type);
  const leaves = isObjectType(type) ? Object.keys(type.getFields()).join(' ') : '';
  const selection = `activities(first: 5) { edges { node { id ${part}${part === 'streams' ? '(maxPoints: 2)' : ''} { ${leaves} } } } }`;
  expect(await statementsFor(20, selection)).toBe(3);
});

test('all lists at once take one statement each', async () => {
  const all = listNames.map((list) => `${list}(first: 5) { edges { node { id } } }`).join(' ');
  expect(await statementsFor(20, all)).toBe(1 + listNames.length);
});

test('when something came in last takes one statement for all dashboards', async () => {
  const count = async (dashboards: number) => {
    gateway.statements();
    await viewer.gets(`{ viewer { dashboards(first: ${dashboards}) { edges { node { lastSyncAt } } } } }`);
    return gateway.statements().length;
  };
  expect(await count(20)).toBe(await count(2));
});
