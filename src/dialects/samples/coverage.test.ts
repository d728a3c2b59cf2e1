import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { describedFields, operationsOf } from '../../../test/guides/described-fields.ts';
import { cellsOf, tableUnder } from '../../../test/guides/markdown.ts';
import { unauthenticated } from '../../platform/errors.ts';
import { coverageTable } from '../kit/coverage.ts';
import { coverage } from './coverage.ts';
import { samplesRoutes } from './routes.ts';

const parts = { signedIn: () => Promise.reject(unauthenticated()) };

test('the declared fields are those of a batch and its elements', async () => {
  const operations = await operationsOf('samples', (app) => samplesRoutes(app, parts));
  const [batch, elements] = ['', 'data'].map((list) => describedFields(operations, 'Samples', list).sent);
  const { data, ...fields } = Object.fromEntries([...(batch ?? [])].map((field) => [field, true]));
  expect(data).toBe(true);
  expect(Object.keys(coverage)).toEqual(['Samples']);
  expect(Object.keys(coverage['Samples'] ?? {}).sort()).toEqual([...Object.keys(fields), ...(elements ?? [])].sort());
});

test('the README has its table', () => {
  const page = readFileSync('src/dialects/samples/README.md', 'utf8');
  expect(tableUnder(page, 'Samples')).toEqual(cellsOf(coverageTable(coverage['Samples'] ?? {})));
});
