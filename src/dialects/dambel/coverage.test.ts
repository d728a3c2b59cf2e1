import { readFileSync } from 'node:fs';
import { beforeAll, expect, test } from 'vitest';
import { describedFields, operationsOf, type DescribedFields } from '../../../test/guides/described-fields.ts';
import { cellsOf, tableUnder } from '../../../test/guides/markdown.ts';
import { unauthenticated } from '../../platform/errors.ts';
import { coverageTable } from '../kit/coverage.ts';
import { coverage } from './coverage.ts';
import { dambelRoutes } from './routes.ts';

const parts = { signedIn: () => Promise.reject(unauthenticated()) };
const declared = coverage['Shares'] ?? {};

let fields: DescribedFields;
beforeAll(async () => {
  const operations = await operationsOf('dambel', (app) => dambelRoutes(app, parts));
  fields = describedFields(operations, 'Shares', 'data');
});

test('the declared fields are those of the schemas, and all that is sent is given back', () => {
  expect(Object.keys(coverage)).toEqual(['Shares']);
  expect(Object.keys(declared).sort()).toEqual([...fields.got].sort());
  expect([...fields.sent].filter((name) => !fields.got.has(name))).toEqual([]);
});

test('what is read only is told', () => {
  const readOnly = Object.entries(declared).filter(([, { note }]) => note?.includes('read only'));
  expect(readOnly.map(([name]) => name).sort()).toEqual(
    [...fields.got].filter((name) => !fields.sent.has(name)).sort(),
  );
});

test('the README has its table', () => {
  const page = readFileSync('src/dialects/dambel/README.md', 'utf8');
  expect(tableUnder(page, 'Shares')).toEqual(cellsOf(coverageTable(declared)));
});
