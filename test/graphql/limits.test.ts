import { getIntrospectionQuery } from 'graphql';
import { beforeAll, describe, expect, test } from 'vitest';
import { person, type TestPerson } from '../gateway/people.ts';
import { useGateway } from '../gateway/test-gateway.ts';
import { post } from './post.ts';

const gateway = useGateway();

let ann: TestPerson;
beforeAll(async () => {
  ann = await person(gateway);
});

const repeat = (count: number, part: (index: number) => string): string =>
  Array.from({ length: count }, (_, i) => part(i)).join(' ');

const asks = (body: unknown) => post(gateway, body, { authorization: `Bearer ${ann.token}` });

/** Asks with a good token, and expects a refusal for which nothing was read from the database, not even the token. */
async function refusal(body: unknown): Promise<string> {
  gateway.statements();
  const { status, errors, length } = await asks(body);
  expect(gateway.statements()).toEqual([]);
  expect(status).toBe(400);
  expect(new Set(errors?.map(({ extensions }) => extensions.code))).toEqual(new Set(['BAD_USER_INPUT']));
  expect(length).toBeLessThan(20_000);
  return errors?.map(({ message }) => message).join('\n') ?? '';
}

const expanding = (levels: number, each: (index: number) => string): string =>
  repeat(levels, (i) => `fragment F${i} on User { ${i === levels - 1 ? 'id' : each(i + 1)} }`);

const costlyPage = (index: number): string =>
  `a${index}: activities(first: 200) { edges { cursor node { id title sport subSport notes load startedAt localDate timezone
    durationSeconds elapsedSeconds distanceMeters averageHeartRate maxHeartRate averagePower maxPower averageCadence
    maxCadence energyKilocalories elevationGainMeters fitUrl createdAt } } }`;

describe('a query is refused before any SQL, and told the limit,', () => {
  test.each([
    ['of 16 levels', `{ viewer { ${'... on User { '.repeat(15)} id ${'}'.repeat(15)} } }`, /levels; at most 15/],
    [
      'whose fragments nest too deep',
      `${expanding(20, (i) => `...F${i} ...F${i}`)} { viewer { ...F0 } }`,
      /levels; at most 15/,
    ],
    ['with 31 aliases', `{ viewer { ${repeat(31, (i) => `a${i}: id`)} } }`, /aliases; at most 30/],
    [
      'with aliases in fragments',
      `fragment F on User { ${repeat(31, (i) => `a${i}: id`)} } { viewer { ...F } }`,
      /aliases; at most 30/,
    ],
    [
      'with 600 fields in conflict',
      `{ viewer { ${repeat(600, (i) => (i % 2 ? 'a: id' : 'a: name'))} } }`,
      /aliases; at most 30/,
    ],
    ['of more than 2000 tokens', `{ viewer { ${'id '.repeat(2000)} } }`, /2000 tokens/],
    [
      'with pages that are too costly',
      `{ viewer { health { ${repeat(6, costlyPage)} } } }`,
      /costs \d+; at most 25000/,
    ],
    [
      'with 900 nodes of 30 fields',
      `query { nodes(ids: [${repeat(900, () => '"a"')}]) { id ${repeat(29, (i) => `a${i}: id`)} } }`,
      /costs \d+; at most 25000/,
    ],
    ['that repeats a field 1900 times', `{ viewer { ${'id '.repeat(1900)} } }`, /same fields too many times/],
    ['that repeats a nested field 490 times', `{ ${'viewer{id}'.repeat(490)} }`, /same fields too many times/],
    [
      'with 150 fragments that spread each other in circles',
      `${repeat(150, (i) => `fragment F${i} on User { ...F${(i + 1) % 150} ...F${(i + 2) % 150} }`)} { viewer { ...F0 } }`,
      /within itself/,
    ],
    ['with a fragment within itself', 'fragment F on User { ...F } { viewer { ...F } }', /within itself/],
  ])('%s', async (_what, query, words) => {
    expect(await refusal({ query })).toMatch(words);
  });

  test('with more than 10,000 selections once its fragments are expanded', async () => {
    const query = `${repeat(5, (i) => `fragment F${i} on User { ${i === 4 ? 'id name' : `...F${i + 1} `.repeat(9)} }`)} { viewer { ...F0 } }`;
    expect(await refusal({ query })).toMatch(/selections .* at most 10000/);
  });

  test('sent as one of a batch', async () => {
    expect(await refusal([{ query: '{ viewer { id } }' }, { query: '{ viewer { id } }' }])).toMatch(/batching/);
  });

  test('whose operation is not there', async () => {
    const query = 'query A { viewer { id } } query B { viewer { name } }';
    expect(await refusal({ query })).toMatch(/operation name/);
    expect(await refusal({ query, operationName: 'x'.repeat(1_000_000) })).toMatch(/Unknown operation/);
  });
});

test('a query with thousands of mistakes is told some of them', async () => {
  const { errors } = await asks({ query: `{ viewer { id ${'@a'.repeat(900)} } }` });
  expect(errors?.length).toBeLessThanOrEqual(21);
});

test.each([
  ['a field', (long: string) => `{ ${long} }`],
  ['an argument', (long: string) => `{ viewer { health { activities(first: "${long}") { totalCount } } } }`],
  [
    'an instant',
    (long: string) => `{ viewer { health { activities(filter: { updatedSince: "${long}" }) { totalCount } } } }`,
  ],
])('%s of a megabyte is refused without repeating it', async (_what, query) => {
  expect((await refusal({ query: query('x'.repeat(1_000_000)) })).length).toBeLessThan(600);
});

test('150 fragments that nobody uses are refused as unused', async () => {
  const query = `${expanding(150, (i) => `...F${i} ...F${Math.min(i + 1, 149)}`)} { viewer { id } }`;
  expect(await refusal({ query })).toMatch(/never used/);
});

describe('introspection', () => {
  test.each([
    ['as graphql-js, GraphiQL and graphql-codegen ask', getIntrospectionQuery()],
    [
      'of everything there is',
      getIntrospectionQuery({
        descriptions: true,
        specifiedByUrl: true,
        directiveIsRepeatable: true,
        schemaDescription: true,
        inputValueDeprecation: true,
        oneOf: true,
      }),
    ],
    ['of one type', '{ __type(name: "Activity") { fields { name args { name type { name ofType { name } } } } } }'],
  ])('%s is answered without a token and without SQL', async (_what, query) => {
    gateway.statements();
    const { status, errors, data } = await post(gateway, { query });
    expect(gateway.statements()).toEqual([]);
    expect(errors).toBeUndefined();
    expect(data).toBeTruthy();
    expect(status).toBe(200);
  });

  test.each([
    [
      'through lists of lists',
      `{ __schema { types { ${'fields { type { '.repeat(3)} name ${'} }'.repeat(3)} } } }`,
      /introspection depth/,
    ],
    [
      'through possible types',
      '{ __schema { types { possibleTypes { interfaces { possibleTypes { name } } } } } }',
      /introspection depth/,
    ],
    [
      'with all lists under many names',
      `{ __schema { types { ${repeat(28, (i) => `a${i}: fields { name type { fields { name description args { name } } } }`)} } } }`,
      /costs \d+; at most 25000/,
    ],
    [
      'repeated under many names',
      `{ ${repeat(30, (i) => `a${i}: __schema { types { name fields { name args { name description } type { name enumValues { name } } } } }`)} }`,
      /costs \d+; at most 25000/,
    ],
  ])('%s is refused', async (_what, query, words) => {
    expect(await refusal({ query })).toMatch(words);
  });
});

describe('what a query costs', () => {
  const withDefault = `query ($size: Int = 200, $more: Boolean = true) { viewer { health { ${repeat(6, (index) =>
    costlyPage(index).replace('first: 200', 'first: $size'),
  )} } ... @include(if: $more) { id } } }`;

  test('is what it costs with the variables of this request, whatever it cost before', async () => {
    for (let times = 0; times < 2; times += 1) {
      for (const variables of [{ size: 1 }, { size: null }, { size: 1, more: false }, { size: 1, other: 'x' }])
        expect((await asks({ query: withDefault, variables })).status).toBe(200);
      for (const variables of [{}, { size: 200 }, { more: false }])
        expect(await refusal({ query: withDefault, variables })).toMatch(/costs \d+; at most 25000/);
    }
  });

  test('does not depend on variables that nothing names, however deep they are', async () => {
    const deep = `${'['.repeat(20_000)}${']'.repeat(20_000)}`;
    const response = await fetch(`${gateway.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${ann.token}` },
      body: `{ "query": "{ viewer { id } }", "variables": { "x": ${deep} } }`,
    });
    expect(response.status).toBe(200);
  });
});
