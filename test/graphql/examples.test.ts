import { readFileSync } from 'node:fs';
import { buildSchema, parse, validate } from 'graphql';
import { expect, test } from 'vitest';
import { exampleOperations } from '../../src/server/graphql/examples.ts';

const schema = buildSchema(readFileSync('schema.graphql', 'utf8'));

test.each(exampleOperations(new Date()))('an example of GraphiQL fits the schema: %s', (example) => {
  expect(validate(schema, parse(example))).toEqual([]);
});
