import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import {
  describedFields,
  operationsOf,
  type DescribedFields,
  type Operation,
} from '../../../test/guides/described-fields.ts';
import { cellsOf, tableUnder } from '../../../test/guides/markdown.ts';
import { unauthenticated } from '../../platform/errors.ts';
import { coverageTable } from '../kit/coverage.ts';
import { coverage } from './coverage.ts';
import { trainItAllRoutes } from './routes.ts';

const page = readFileSync('src/dialects/train-it-all/README.md', 'utf8');
const parts = { signedIn: () => Promise.reject(unauthenticated()), shelf: {} as never };

let operations: Operation[];
beforeAll(async () => {
  operations = await operationsOf('train-it-all', (app) => trainItAllRoutes(app, parts));
});

const schemasOf = (resource: string): DescribedFields => describedFields(operations, resource, 'items');

test('every resource of the API is declared, but for files', () => {
  const resources = new Set(operations.flatMap(({ tags }) => tags ?? []));
  expect([...resources].sort()).toEqual([...Object.keys(coverage), 'FIT files'].sort());
});

test('the README says which fields are read only', () => {
  const written = Object.keys(coverage).filter((resource) => resource !== 'Profile');
  const readOnly = written.flatMap((resource) => {
    const { sent, got } = schemasOf(resource);
    return [...got].filter((name) => !sent.has(name));
  });
  const [told = ''] = /[^.]*(?= are read only)/.exec(page) ?? [];
  expect([...told.matchAll(/`(\w+)`/g)].map(([, name]) => name).sort()).toEqual([...new Set(readOnly)].sort());
});

describe.each(Object.entries(coverage))('%s', (resource, fields) => {
  test('the declared fields are those of the schemas', () => {
    const { sent, got } = schemasOf(resource);
    expect(Object.keys(fields).sort()).toEqual([...new Set([...sent, ...got])].sort());
  });

  test('what is sent and not given back under its name is told', () => {
    const { sent, got } = schemasOf(resource);
    const told = Object.entries(fields)
      .filter(([, { note }]) => /written only|read in `/.test(note ?? ''))
      .map(([name]) => name);
    expect(told.sort()).toEqual([...sent].filter((name) => !got.has(name)).sort());
  });

  test('the README has its table', () => {
    expect(tableUnder(page, resource)).toEqual(cellsOf(coverageTable(fields)));
  });
});
