import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { describedFields, operationsOf, type Operation } from '../../../test/guides/described-fields.ts';
import { cellsOf, tableUnder } from '../../../test/guides/markdown.ts';
import { unauthenticated } from '../../platform/errors.ts';
import { coverageTable } from '../kit/coverage.ts';
import { coverage } from './coverage.ts';
import { nowatchRoutes } from './routes.ts';

const page = readFileSync('src/dialects/nowatch/README.md', 'utf8');
const parts = { signedIn: () => Promise.reject(unauthenticated()), pictures: { of: () => null } };

let operations: Operation[];
beforeAll(async () => {
  operations = await operationsOf('nowatch', (app) => nowatchRoutes(app, parts));
});

/** Answers of success say nothing of a resource. */
const fieldsOf = (resource: string) => {
  const { sent, got } = describedFields(operations, resource, 'items');
  got.delete('status');
  return { sent, got };
};

test('every resource of the API is declared', () => {
  const resources = new Set(operations.flatMap(({ tags }) => tags ?? []));
  expect([...resources].sort()).toEqual(Object.keys(coverage).sort());
});

describe.each(Object.entries(coverage))('%s', (resource, fields) => {
  test('the declared fields are those of the schemas', () => {
    const { sent, got } = fieldsOf(resource);
    expect(Object.keys(fields).sort()).toEqual([...new Set([...sent, ...got])].sort());
  });

  test('what is only sent, and what is only got, is told', () => {
    const { sent, got } = fieldsOf(resource);
    const told = (words: RegExp) =>
      Object.entries(fields)
        .filter(([, { note }]) => words.test(note ?? ''))
        .map(([name]) => name)
        .sort();
    expect(told(/^read only/)).toEqual([...got].filter((name) => !sent.has(name)).sort());
    expect(told(/^written only/)).toEqual([...sent].filter((name) => !got.has(name)).sort());
  });

  test('the README has its table', () => {
    expect(tableUnder(page, resource)).toEqual(cellsOf(coverageTable(fields)));
  });
});
